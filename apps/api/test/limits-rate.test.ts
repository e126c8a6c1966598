import { openLimitRedis } from '@heliograph/delivery/limits/open-limit-redis'
import { eventually } from '@heliograph/testkit/eventually'
import { createTestRedis } from '@heliograph/testkit/redis'
import { openTcpProxy } from '@heliograph/testkit/tcp-proxy'
import { afterAll, describe, expect, test } from 'vitest'
import type { Eventually } from '../src/eventually.ts'
import { defaultLimits } from '../src/limits.ts'
import { buildRateLimiter, type RatePolicy } from '../src/plugins/rate-limiter.ts'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const redis = await createTestRedis()
const proxy = await openTcpProxy(redis.url)
const connections = [redis.url, redis.url, proxy.url].map((url) => openLimitRedis(url, () => undefined))
const [first, second, proxied] = connections

afterAll(async () => {
  for (const connection of connections) connection.disconnect()
  await proxy.close()
  await redis.close()
})

const overRedis = (connection = first) => buildRateLimiter({ redis: connection, prefix: redis.prefix })
const inMemory = () => buildRateLimiter({ redis: undefined, prefix: redis.prefix })
const hundred: RatePolicy = { name: 'writes', limit: 100, windowSeconds: 60 }
const draft = { to: recipient, body: 'x' }

async function takeMany(take: () => Eventually<{ isAllowed: boolean }>, count: number): Promise<number> {
  const verdicts = await Promise.all(Array.from({ length: count }, take))
  return verdicts.filter((verdict) => verdict.isAllowed).length
}

describe('a limit', () => {
  test.each([1, 7, 100, 333])('of %i is exact over two processes at the same time', async (limit) => {
    await eventually(() => expect([first?.status, second?.status]).toEqual(['ready', 'ready']))
    const policy = { ...hundred, limit }
    const limiters = [overRedis(first), overRedis(second)]
    const allowed = await Promise.all(
      limiters.map((limiter) => takeMany(() => limiter.take(policy, `exact-${limit}`), 400)),
    )
    expect((allowed[0] ?? 0) + (allowed[1] ?? 0)).toBe(limit)
  })

  test('belongs to one key and begins anew when its window is over', async () => {
    const limiter = overRedis()
    const policy = { name: 'writes', limit: 3, windowSeconds: 1 }
    expect(await takeMany(() => limiter.take(policy, 'anew'), 10)).toBe(3)
    expect((await limiter.take(policy, 'other')).isAllowed).toBe(true)
    await eventually(async () => expect((await limiter.take(policy, 'anew')).isAllowed).toBe(true))
  })

  test('costs few round trips: a process takes a part of the window at a time', async () => {
    const commands = async () =>
      Number(/cmdstat_evalsha:calls=(\d+)/.exec(String(await first?.info('commandstats')))?.[1] ?? 0)
    const limiter = overRedis()
    const before = await commands()
    for (let n = 0; n < 500; n += 1) await limiter.take({ ...hundred, limit: 10_000 }, 'few')
    expect((await commands()) - before).toBeLessThan(20)
  })

  test('leaves neither keys nor addresses in Redis in clear', async () => {
    await overRedis().take(hundred, '203.0.113.77')
    const keys = await redis.listKeys()
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.join()).not.toContain('203.0.113')
  })
})

describe('while Redis', () => {
  const quick = async (limiter: ReturnType<typeof overRedis>, key: string, count: number) => {
    let slowestMs = 0
    let allowed = 0
    for (let n = 0; n < count; n += 1) {
      const startedAt = performance.now()
      if ((await limiter.take({ ...hundred, limit: 10 }, key)).isAllowed) allowed += 1
      slowestMs = Math.max(slowestMs, performance.now() - startedAt)
    }
    return { allowed, slowestMs }
  }

  test('swallows packets, requests wait once for a moment and the limit holds in the process', async () => {
    await eventually(() => expect(proxied?.status).toBe('ready'))
    await proxy.freeze()
    const begin = await quick(overRedis(proxied), 'frozen', 40)
    expect(begin.allowed).toBe(10)
    expect(begin.slowestMs).toBeLessThan(500)
    await eventually(() => expect(proxied?.status).not.toBe('ready'))
    expect((await quick(overRedis(proxied), 'frozen-2', 40)).slowestMs).toBeLessThan(50)
  })

  test('refuses connections the same, and it is used again once it is back', async () => {
    await proxy.stop()
    await eventually(() => expect(proxied?.status).not.toBe('ready'))
    const away = await quick(overRedis(proxied), 'away', 40)
    expect(away.allowed).toBe(10)
    expect(away.slowestMs).toBeLessThan(50)
    await proxy.resume()
    await eventually(() => expect(proxied?.status).toBe('ready'), { timeoutMs: 10_000 })
    expect((await quick(overRedis(proxied), 'back', 40)).allowed).toBe(10)
    expect((await quick(overRedis(first), 'back', 40)).allowed).toBe(0)
  })
})

const rates = { writes: 5, reads: 8, anonymous: 20 }
const limited = await api.build({ rateLimiting: { limiter: inMemory(), rates } })

describe('a request beyond the rate of its key', () => {
  test('is 429 with Retry-After and stores nothing; every answer says what is left', async () => {
    await eventually(async () => {
      const before = await api.countMessages()
      const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(draft, { app: limited })))
      const refused = answers.filter((answer) => answer.statusCode === 429)
      expect(refused.length).toBeGreaterThan(9)
      for (const answer of refused) {
        expect(answer.json()).toMatchObject({ code: 'rate_limited', status: 429 })
        expect(answer.headers['retry-after']).toBe('1')
      }
      for (const answer of answers) {
        expect(answer.headers['ratelimit-policy']).toBe('"writes";q=5;w=1')
        expect(answer.headers['ratelimit']).toMatch(/^"writes";r=[0-4];t=1$/)
      }
      expect(await api.countMessages()).toBe(before + answers.length - refused.length)
    })
  })

  test('does not count for other keys, nor reads for writes', async () => {
    const other = await api.addCaller()
    await Promise.all(Array.from({ length: 20 }, () => api.post(draft, { app: limited })))
    const answers = await Promise.all([
      api.post(draft, { app: limited, key: other.key }),
      api.get('/v1/messages', { app: limited }),
    ])
    expect(answers.map((answer) => answer.statusCode)).toEqual([202, 200])
    expect(answers[1]?.headers['ratelimit-policy']).toBe('"reads";q=8;w=1')
  })
})

const ask = (app: typeof limited, headers: Record<string, string>, url = '/v1/messages') =>
  app.inject({ url, headers, remoteAddress: '192.0.2.10' })

test('100 spoofed X-Forwarded-For are one address, and a key that works here stays usable from it', async () => {
  const app = await api.build({ rateLimiting: { limiter: inMemory(), rates } })
  const good = { authorization: `Bearer ${api.key}` }
  await ask(app, good)
  const statuses: number[] = []
  for (let n = 0; n < 100; n += 1)
    statuses.push((await ask(app, { 'x-forwarded-for': `198.51.100.${n}` })).statusCode)
  expect(statuses.filter((status) => status === 401)).toHaveLength(20)
  expect(statuses.filter((status) => status === 429)).toHaveLength(80)
  expect((await ask(app, good)).statusCode).toBe(200)
  expect((await ask(app, {}, '/livez')).statusCode).toBe(200)
  expect((await ask(app, {}, '/openapi.json')).statusCode).toBe(429)
})

test('two clients behind a trusted proxy are two addresses, and the first one on the list is not believed', async () => {
  const limits = { ...defaultLimits, trustedProxies: ['192.0.2.0/24'] }
  const app = await api.build({ rateLimiting: { limiter: inMemory(), rates } }, limits)
  const from = async (forwarded: string) => (await ask(app, { 'x-forwarded-for': forwarded })).statusCode
  for (let n = 0; n < 40; n += 1) await from(`10.0.0.${n}, 203.0.113.1`)
  expect(await from('10.9.9.9, 203.0.113.1')).toBe(429)
  expect(await from('203.0.113.2')).toBe(401)
})
