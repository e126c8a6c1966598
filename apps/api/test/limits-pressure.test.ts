import { setImmediate as nextTurn } from 'node:timers/promises'
import { openDb } from '@heliograph/delivery/db/db'
import { eventually } from '@heliograph/testkit/eventually'
import { createLatch } from '@heliograph/testkit/latch'
import { afterAll, expect, test } from 'vitest'
import { openPressureGauge, type PressureBounds, usualBounds } from '../src/plugins/pressure-gauge.ts'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const draft = { to: recipient, body: 'x' }
const closers: (() => void)[] = []

afterAll(() => {
  for (const close of closers) close()
})

async function buildWith(bounds: Partial<PressureBounds>, db = api.db) {
  const pressure = openPressureGauge(db, { ...usualBounds, poolSize: 10, ...bounds })
  closers.push(pressure.close)
  return await api.build({ db, pressure })
}

type App = Awaited<ReturnType<typeof buildWith>>
const statusOf = async (answer: Promise<{ statusCode: number }>) => (await answer).statusCode
const list = (app: App) => api.get('/v1/messages', { app })

/** What must be served whatever happens: health, and a callback as far as its token is judged. */
async function expectEssentials(app: App): Promise<void> {
  expect(await statusOf(app.inject('/livez'))).toBe(200)
  expect(await statusOf(app.inject('/readyz'))).toBe(200)
  expect(await statusOf(app.inject({ method: 'POST', url: '/webhooks/twilio/status/x' }))).toBe(403)
}

function spin(forMs: number): void {
  const until = performance.now() + forMs
  while (performance.now() < until);
}

test('an event loop that is blocked for two seconds sheds all but callbacks and health, and recovers', async () => {
  const app = await buildWith({})
  expect(await statusOf(api.post(draft, { app }))).toBe(202)
  await eventually(
    async () => {
      spin(450)
      await nextTurn()
      const answer = await api.post(draft, { app })
      expect(answer.statusCode).toBe(503)
      expect(answer.json()).toMatchObject({ code: 'overloaded', status: 503 })
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1)
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(5)
      expect(await statusOf(list(app))).toBe(503)
    },
    { timeoutMs: 15_000, everyMs: 1 },
  )
  await expectEssentials(app)
  await eventually(async () => expect(await statusOf(api.post(draft, { app }))).toBe(202))
})

test('one slow second sheds nothing: a start or a garbage collection is one', async () => {
  const app = await buildWith({})
  spin(600)
  // Long enough for the second with the stall to be over, and not for another one.
  for (const until = performance.now() + 1_200; performance.now() < until; await nextTurn()) {
    expect(await statusOf(api.post(draft, { app }))).toBe(202)
  }
})

test('a pool whose connections are all held sheds writes, and recovers with it; callbacks have their own', async () => {
  const db = openDb({ url: api.databaseUrl, maxConnections: 2, applicationName: 'pressure-test' })
  const release = createLatch()
  try {
    const app = await buildWith({ poolSize: 2 }, db)
    expect(await statusOf(api.post(draft, { app }))).toBe(202)
    const held = Array.from({ length: 2 }, () =>
      db.$transaction(async () => release.wait(20_000), { timeout: 25_000 }),
    )
    const waiting: Promise<unknown>[] = []
    await eventually(async () => {
      const answer = api.post(draft, { app })
      waiting.push(answer)
      const first = await Promise.race([answer, nextTurn(undefined)])
      expect(first?.statusCode).toBe(503)
      expect(first?.json()).toMatchObject({ code: 'overloaded' })
    })
    await expectEssentials(app)
    release.open()
    await Promise.all([...held, ...waiting])
    await eventually(async () => expect(await statusOf(api.post(draft, { app }))).toBe(202))
  } finally {
    release.open()
    await db.$disconnect()
  }
})

test('requests at the same time are bounded, lists before anything else', async () => {
  const asked = createLatch()
  const release = createLatch()
  const slow = new Proxy(api.db, {
    get: (target, name) => {
      if (name !== '$queryRaw') return Reflect.get(target, name)
      return async (...given: Parameters<typeof target.$queryRaw>) => {
        asked.open()
        await release.wait()
        return await target.$queryRaw(...given)
      }
    },
  })
  const pressure = openPressureGauge(api.db, { ...usualBounds, poolSize: 10, inFlight: 5 })
  closers.push(pressure.close)
  const app = await api.build({ db: slow, pressure })
  const start = (count: number) => Array.from({ length: count }, () => api.post(draft, { app }))
  const underWay = start(3)
  await asked.wait()
  expect(await statusOf(list(app))).toBe(503)
  const more = start(2)
  await nextTurn()
  expect(await statusOf(api.post(draft, { app }))).toBe(503)
  await expectEssentials(app)
  release.open()
  expect((await Promise.all([...underWay, ...more])).map((answer) => answer.statusCode)).toEqual(
    Array(5).fill(202),
  )
  expect(await statusOf(list(app))).toBe(200)
})
