import { makeApiKey } from '@heliograph/delivery/tenants/api-key'
import { openKeyCache } from '@heliograph/delivery/tenants/key-cache'
import type { LightMyRequestResponse } from 'fastify'
import { describe, expect, test } from 'vitest'
import { readClientNetwork } from '../src/plugins/client-network.ts'
import { openFailureLimiter } from '../src/plugins/failure-limiter.ts'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()

type App = typeof api.app

/** An app with counts and a cache of its own, as another process has. */
function build(): Promise<App> {
  return api.build({ keyCache: openKeyCache({ db: api.db, clock: () => performance.now() }) })
}

function ask(app: App, key: string, address: string): Promise<LightMyRequestResponse> {
  return app.inject({
    url: '/v1/messages',
    remoteAddress: address,
    headers: { authorization: `Bearer ${key}` },
  })
}

/** Fails until it is told to wait, and answers how often it could. */
async function failUntilBlocked(
  app: App,
  address: string,
  key: () => string,
): Promise<{ count: number; last: LightMyRequestResponse }> {
  for (let count = 0; count < 300; count += 1) {
    const last = await ask(app, key(), address)
    if (last.statusCode !== 401) return { count, last }
  }
  throw new Error('never blocked')
}

test('an address that tries many keys is told to wait; others are not', async () => {
  const app = await build()
  const { count, last } = await failUntilBlocked(app, '192.0.2.1', () => makeApiKey().key)
  expect(count).toBe(100)
  expect([last.statusCode, last.json().code]).toEqual([429, 'too_many_failures'])
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ask(app, makeApiKey().key, '192.0.2.2')).statusCode).toBe(401)
  expect((await ask(app, api.key, '192.0.2.2')).statusCode).toBe(200)
})

test('failures on the routes of the guides count together with all others', async () => {
  const app = await build()
  const headers = { authorization: `Bearer ${makeApiKey().key}` }
  for (let n = 0; n < 100; n += 1) {
    const url = n % 2 === 0 ? '/send-mms' : '/v1/messages'
    const answer = await app.inject({ method: 'POST', url, remoteAddress: '192.0.2.9', headers, payload: {} })
    expect(answer.statusCode).toBe(401)
  }
  expect((await ask(app, makeApiKey().key, '192.0.2.9')).statusCode).toBe(429)
})

test('a key that works in this process keeps working behind a blocked address, a new one waits', async () => {
  const app = await build()
  const neighbour = await api.addCaller()
  expect((await ask(app, neighbour.key, '192.0.2.3')).statusCode).toBe(200)
  await failUntilBlocked(app, '192.0.2.3', () => makeApiKey().key)
  expect((await ask(app, neighbour.key, '192.0.2.3')).statusCode).toBe(200)
  const stranger = await api.addCaller()
  expect((await ask(app, stranger.key, '192.0.2.3')).statusCode).toBe(429)
  expect((await ask(app, stranger.key, '192.0.2.4')).statusCode).toBe(200)
})

test('wrong secrets behind a known prefix are counted over all addresses; the right one always passes', async () => {
  const app = await build()
  const victim = await api.addCaller()
  expect((await ask(app, victim.key, '192.0.2.5')).statusCode).toBe(200)
  const wrong = () => victim.key.slice(0, 16) + makeApiKey().key.slice(16)
  let address = 0
  let blocked: LightMyRequestResponse | undefined
  for (let tries = 0; tries < 101; tries += 1) {
    address += 1
    blocked = await ask(app, wrong(), `198.51.100.${address}`)
    if (tries < 100) expect(blocked.statusCode).toBe(401)
  }
  expect([blocked?.statusCode, blocked?.json().code]).toEqual([429, 'too_many_failures'])
  expect((await ask(app, victim.key, '198.51.100.1')).statusCode).toBe(200)
})

test('unknown, wrong, revoked, expired, rotated out and inactive get the same answer', async () => {
  const app = await build()
  const bad = async (change: (where: { tenantId: string }) => Promise<unknown>): Promise<string> => {
    const caller = await api.addCaller()
    await change({ tenantId: caller.tenantId })
    return caller.key
  }
  const past = new Date(0)
  const keys = [
    makeApiKey().key,
    api.key.slice(0, 16) + makeApiKey().key.slice(16),
    await bad((where) => api.db.apiKey.updateMany({ where, data: { revokedAt: past } })),
    await bad((where) => api.db.apiKey.updateMany({ where, data: { expiresAt: past } })),
    await bad(
      (where) => api.db.$executeRaw`
        UPDATE api_key SET previous_hash = hash, previous_expires_at = ${past}, hash = sha256('x')
        WHERE tenant_id = ${where.tenantId}::uuid`,
    ),
    await bad(({ tenantId: id }) => api.db.tenant.update({ where: { id }, data: { isActive: false } })),
  ]
  const answers = await Promise.all(keys.map((key) => ask(app, key, '192.0.2.7')))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(keys.map(() => 401))
  const seen = answers.map((answer) =>
    JSON.stringify([{ ...answer.json(), requestId: '' }, answer.headers['www-authenticate']]),
  )
  expect(new Set(seen).size).toBe(1)
})

test('a request without a key is 401 and counts for nothing', async () => {
  const app = await build()
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await app.inject({ url: '/v1/messages', remoteAddress: '192.0.2.6' })
    expect(answer.statusCode).toBe(401)
  }
  expect((await ask(app, makeApiKey().key, '192.0.2.6')).statusCode).toBe(401)
})

describe('the counter', () => {
  test('blocks after its maximum for the rest of the window and frees afterwards', async () => {
    const limiter = openFailureLimiter({ maxFailures: 2, windowSeconds: 1, maxSubjects: 10 })
    expect([await limiter.note('a'), await limiter.note('a')]).toEqual([0, 0])
    const waitMs = await limiter.blockedMs('a')
    expect(waitMs).toBeGreaterThan(0)
    expect(waitMs).toBeLessThanOrEqual(1_000)
    expect(await limiter.note('a')).toBeGreaterThan(0)
    expect(await limiter.blockedMs('b')).toBe(0)
    await expect.poll(() => limiter.blockedMs('a'), { timeout: 3_000 }).toBe(0)
    expect(await limiter.note('a')).toBe(0)
    await limiter.close()
  })

  test('keeps no more subjects than its bound: the rest share one count', async () => {
    const limiter = openFailureLimiter({ maxFailures: 2, windowSeconds: 60, maxSubjects: 2 })
    await limiter.note('a')
    await limiter.note('b')
    for (const stranger of ['c', 'd']) expect(await limiter.note(stranger)).toBe(0)
    expect(await limiter.blockedMs('e')).toBeGreaterThan(0)
    expect(await limiter.blockedMs('a')).toBe(0)
    await limiter.close()
  })
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:0:ffff::2', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['unknown', 'unknown'],
])('%s counts as %s', (address, network) => {
  expect(readClientNetwork(address)).toBe(network)
})
