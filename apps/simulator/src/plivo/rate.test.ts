import { expect, test } from 'vitest'
import { createRate } from './rate.ts'
import { defaultSettings } from './settings.ts'

const rateOf = (limits: { maxRequestsPer5s?: number; maxConcurrentRequests?: number }) =>
  createRate(() => ({ ...defaultSettings('token'), ...limits }))

test('within five seconds only so many requests pass, and refused ones count', () => {
  const rate = rateOf({ maxRequestsPer5s: 2 })
  const admitted = [0, 100, 4_000, 5_050, 5_200, 10_300].map((nowMs) => rate.admit(nowMs, 1))
  expect(admitted).toEqual([true, true, false, false, false, true])
})

test('only so many requests are in flight, and 0 is no limit', () => {
  expect([1, 2, 3].map((inFlight) => rateOf({ maxConcurrentRequests: 2 }).admit(0, inFlight))).toEqual([
    true,
    true,
    false,
  ])
  expect(rateOf({}).admit(0, 10_000)).toBe(true)
})
