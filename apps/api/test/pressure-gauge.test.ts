import { afterEach, expect, test, vi } from 'vitest'
import { openPressureGauge, usualBounds } from '../src/plugins/pressure-gauge.ts'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()
afterEach(() => {
  vi.useRealTimers()
})

test('one slow look at the pool sheds nothing, a second one in a row does, and a quick one ends it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] })
  let lookMs = 400
  const look = () => new Promise((resolve) => setTimeout(resolve, lookMs, []))
  const db = new Proxy(api.db, {
    get: (target, name) => (name === '$queryRaw' ? look : Reflect.get(target, name)),
  })
  const gauge = openPressureGauge(db, { ...usualBounds, poolSize: 1 })
  try {
    gauge.enter()
    gauge.strain()
    await vi.advanceTimersByTimeAsync(1_500)
    expect(gauge.strain()).toBeLessThan(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(gauge.strain()).toBeGreaterThanOrEqual(1)
    lookMs = 5
    await vi.advanceTimersByTimeAsync(1_000)
    expect(gauge.strain()).toBeLessThan(1)
  } finally {
    gauge.close()
  }
})
