import { openDb } from '@heliograph/delivery/db/db'
import { openTcpProxy } from '@heliograph/testkit/tcp-proxy'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultLimits } from '../src/limits.ts'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const proxy = await openTcpProxy(api.databaseUrl)
const open = () => openDb({ url: proxy.url, maxConnections: 3, applicationName: 'api-health-test' })
const [db, callbackDb] = [open(), open()]
const app = await api.build({ db, callbackDb }, { ...defaultLimits, handlerTimeoutMs: 3_500 })
afterAll(async () => {
  await proxy.resume()
  await db.$disconnect()
  await callbackDb.$disconnect()
  await proxy.close()
})
beforeEach(() => proxy.resume())

const body = { to: recipient, body: 'x' }

test('a process that runs says so, with or without Postgres', async () => {
  await proxy.stop()
  expect((await app.inject('/livez')).json()).toEqual({ status: 'alive' })
  expect((await app.inject('/health')).json()).toEqual({ status: 'UP' })
  expect((await app.inject('/api/health')).json()).toEqual({ status: 'UP' })
})

describe('readiness', () => {
  test('is ready with both services', async () => {
    const answer = await app.inject('/readyz')
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { status: 'ready', postgres: 'up', redis: 'up' },
    ])
  })

  test('is over once the process was told to end, which still serves and ends kept-alive connections', async () => {
    const ending = await api.build({ isEnding: () => true })
    expect((await ending.inject('/readyz')).statusCode).toBe(503)
    expect((await ending.inject('/livez')).statusCode).toBe(200)
    const answer = await api.post(body, { app: ending })
    expect([answer.statusCode, answer.headers.connection]).toEqual([202, 'close'])
  })

  test('is degraded while Redis is away or hangs', async () => {
    const close = () => Promise.resolve()
    for (const depth of [
      () => Promise.reject(new Error('away')),
      () => new Promise<never>(() => undefined),
    ]) {
      const lame = await api.build({ queue: { ring: close, depth, waiting: depth, close } })
      const answer = await lame.inject('/readyz')
      expect([answer.statusCode, answer.json()]).toEqual([
        200,
        { status: 'degraded', postgres: 'up', redis: 'down' },
      ])
    }
  })

  test('does without Redis in direct mode', async () => {
    const direct = await api.build({ queue: undefined })
    expect((await direct.inject('/readyz')).json()).toEqual({ status: 'ready', postgres: 'up', redis: 'off' })
  })

  test.each(['stop', 'freeze'] as const)(
    'is 503 within its bound when Postgres is away (%s), and comes back',
    async (way) => {
      await app.inject('/readyz')
      await proxy[way]()
      const startedAt = performance.now()
      const away = await app.inject('/readyz')
      expect([away.statusCode, away.json().postgres]).toEqual([503, 'down'])
      expect(performance.now() - startedAt).toBeLessThan(1_500)
      await proxy.resume()
      await expect.poll(async () => (await app.inject('/readyz')).statusCode, { timeout: 10_000 }).toBe(200)
    },
  )
})

describe('a request while Postgres is away', () => {
  test.each(['stop', 'freeze'] as const)(
    'is 503 with Retry-After and never 500 (%s), and works again after',
    async (way) => {
      expect((await api.post(body, { app })).statusCode).toBe(202)
      await proxy[way]()
      const before = await api.countMessages()
      for (const answer of [await api.post(body, { app }), await api.get('/v1/messages', { app })]) {
        expect([answer.statusCode, answer.json().code]).toEqual([503, 'database_unavailable'])
        expect(answer.headers['retry-after']).toBe('2')
        expect(answer.body).not.toContain('127.0.0.1')
      }
      expect(await api.countMessages()).toBe(before)
      await proxy.resume()
      await expect.poll(async () => (await api.post(body, { app })).statusCode, { timeout: 10_000 }).toBe(202)
    },
  )

  test('is 503 when every connection is taken for too long', async () => {
    const hogs = Array.from({ length: 3 }, () => db.$executeRaw`SELECT pg_sleep(4.5)`.then(() => undefined))
    await expect
      .poll(async () => {
        const [row] = await api.db.$queryRaw<{ n: number }[]>`
          SELECT count(*)::int AS n FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(4.5)' AND state = 'active'`
        return row?.n
      })
      .toBe(3)
    const answer = await api.post(body, { app })
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'database_unavailable'])
    // Readiness and callbacks have a pool of their own.
    expect((await app.inject('/readyz')).json().postgres).toBe('up')
    await Promise.all(hogs)
  })
})
