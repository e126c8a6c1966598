import { openKeyCache } from '@heliograph/delivery/tenants/key-cache'
import type { Scope } from '@heliograph/delivery/tenants/scopes'
import type { LightMyRequestResponse } from 'fastify'
import { describe, expect, test } from 'vitest'
import { type Caller, openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()
const all: Scope[] = ['messages:write', 'messages:read', 'content:read', 'ops', 'admin']

type Options = { readonly key: string; readonly app?: typeof api.app; readonly idempotencyKey?: string }

function post(url: string, body: object, options: Options): Promise<LightMyRequestResponse> {
  const { key, app = api.app, idempotencyKey } = options
  return app.inject({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${key}`,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    payload: body,
  })
}

/** Another key of the same tenant, made over the API. */
async function make(admin: Caller, scopes: readonly Scope[]): Promise<{ id: string; key: string }> {
  const answer = await post('/v1/keys', { name: 'made', scopes }, admin)
  expect(answer.statusCode).toBe(201)
  return answer.json()
}

test('a key is shown once: not in a list, not alone, and not in the replay of its own answer', async () => {
  const admin = await api.addCaller(all)
  const body = { name: 'shop', scopes: ['messages:read'], expiresInSeconds: 3_600 }
  const made = await post('/v1/keys', body, { key: admin.key, idempotencyKey: 'k1' })
  const { id, key, prefix, note, ...rest } = made.json()
  expect(made.statusCode).toBe(201)
  expect(made.headers['location']).toBe(`/v1/keys/${id}`)
  expect(rest).toMatchObject({ name: 'shop', scopes: ['messages:read'], state: 'active', lastUsedAt: null })
  expect(note).toContain('shown this once')
  expect((await api.get('/v1/messages', { key })).statusCode).toBe(200)

  const replayed = await post('/v1/keys', body, { key: admin.key, idempotencyKey: 'k1' })
  expect([replayed.statusCode, replayed.headers['idempotent-replayed']]).toEqual([201, 'true'])
  expect(replayed.json()).toEqual({ ...made.json(), key: null, note: expect.stringContaining('shown once') })
  const other = await post('/v1/keys', { ...body, name: 'x' }, { key: admin.key, idempotencyKey: 'k1' })
  expect(other.statusCode).toBe(422)

  const one = await api.get(`/v1/keys/${id}`, { key: admin.key })
  expect(one.json()).toMatchObject({ id, prefix, state: 'active' })
  expect(one.json().lastUsedAt).not.toBeNull()
  const list = await api.get('/v1/keys', { key: admin.key })
  expect(list.json().data.map((each: { id: string }) => each.id)).toContain(id)
  const stored = await api.db.$queryRaw<{ text: string }[]>`
    SELECT i::text AS text FROM idempotency_key i UNION ALL SELECT a::text FROM audit_log a`
  for (const text of [replayed.body, one.body, list.body, JSON.stringify(stored), ...api.logLines]) {
    expect(text).not.toContain(key.slice(16))
  }
})

test('a list of keys is paged, and its cursor fits no other tenant', async () => {
  const admin = await api.addCaller(all)
  await make(admin, ['ops'])
  await make(admin, ['ops'])
  const first = (await api.get('/v1/keys?limit=2', { key: admin.key })).json()
  expect(first.data).toHaveLength(2)
  const url = `/v1/keys?limit=2&cursor=${first.nextCursor}`
  const second = (await api.get(url, { key: admin.key })).json()
  expect([second.data.length, second.nextCursor]).toEqual([1, null])
  const foreign = await api.get(url, { key: (await api.addCaller(all)).key })
  expect([foreign.statusCode, foreign.json().code]).toEqual([400, 'invalid_cursor'])
})

describe('a key hands out only what it has', () => {
  test('making a key with more scopes is 403 and makes nothing', async () => {
    const admin = await api.addCaller(['admin', 'messages:read'])
    const answer = await post('/v1/keys', { name: 'more', scopes: ['admin', 'content:read'] }, admin)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'scope_missing'])
    expect(answer.json().detail).toContain('content:read')
    expect(await api.db.apiKey.count({ where: { tenantId: admin.tenantId } })).toBe(1)
  })

  test('so is taking over a stronger key by rotating it', async () => {
    const strong = await api.addCaller(all)
    const weak = await make(strong, ['admin'])
    const target = await make(strong, ['messages:write'])
    const answer = await post(`/v1/keys/${target.id}/rotate`, {}, weak)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'scope_missing'])
    expect((await api.get(`/v1/keys/${target.id}`, strong)).json().previousSecretExpiresAt).toBeNull()
  })
})

describe('rotation', () => {
  test('keeps id, prefix and scopes; the old secret works for a day unless said', async () => {
    const admin = await api.addCaller(all)
    const old = await make(admin, ['messages:read'])
    const rotated = await post(`/v1/keys/${old.id}/rotate`, {}, admin)
    const fresh = rotated.json()
    expect([rotated.statusCode, fresh.id, fresh.key.slice(0, 15)]).toEqual([
      200,
      old.id,
      old.key.slice(0, 15),
    ])
    const overlapMs = Date.parse(fresh.previousSecretExpiresAt) - Date.now()
    expect(Math.abs(overlapMs - 86_400_000)).toBeLessThan(60_000)
    for (const key of [old.key, fresh.key]) {
      expect((await api.get('/v1/messages', { key })).statusCode).toBe(200)
    }
  })

  test('without overlap ends the old secret at once where it is asked for', async () => {
    const admin = await api.addCaller(all)
    const old = await make(admin, ['messages:read'])
    expect((await api.get('/v1/messages', { key: old.key })).statusCode).toBe(200)
    const order = { overlapSeconds: 0 }
    const rotated = await post(`/v1/keys/${old.id}/rotate`, order, { key: admin.key, idempotencyKey: 'r1' })
    expect((await api.get('/v1/messages', { key: old.key })).statusCode).toBe(401)
    const replayed = await post(`/v1/keys/${old.id}/rotate`, order, { key: admin.key, idempotencyKey: 'r1' })
    expect(replayed.json().key).toBeNull()
    expect((await api.get('/v1/messages', { key: rotated.json().key })).statusCode).toBe(200)
  })

  test('of more than 7 days, or of a revoked key, is refused', async () => {
    const admin = await api.addCaller(all)
    const { id } = await make(admin, ['ops'])
    const long = await post(`/v1/keys/${id}/rotate`, { overlapSeconds: 604_801 }, admin)
    expect([long.statusCode, long.json().field]).toEqual([400, 'overlapSeconds'])
    await post(`/v1/keys/${id}/revoke`, {}, admin)
    const dead = await post(`/v1/keys/${id}/rotate`, {}, admin)
    expect([dead.statusCode, dead.json().code]).toEqual([409, 'key_not_active'])
  })
})

describe('revocation', () => {
  test('counts at once in the process that did it and within 5 seconds in another', async () => {
    let nowMs = 0
    const elsewhere = await api.build({ keyCache: openKeyCache({ db: api.db, clock: () => nowMs }) })
    const admin = await api.addCaller(all)
    const { id, key } = await make(admin, ['messages:read'])
    const status = async (app: typeof api.app) => (await api.get('/v1/messages', { key, app })).statusCode
    expect([await status(api.app), await status(elsewhere)]).toEqual([200, 200])
    const revoked = await post(`/v1/keys/${id}/revoke`, {}, admin)
    expect([revoked.statusCode, revoked.json().state]).toEqual([200, 'revoked'])
    expect([await status(api.app), await status(elsewhere)]).toEqual([401, 200])
    nowMs += 4_999
    expect(await status(elsewhere)).toBe(401)
    const again = await post(`/v1/keys/${id}/revoke`, {}, admin)
    expect([again.statusCode, again.json().revokedAt]).toEqual([200, revoked.json().revokedAt])
  })

  test('leaves a tenant a key that can manage keys, unless it is forced', async () => {
    const admin = await api.addCaller(all)
    const own = (await api.get('/v1/keys', admin)).json().data[0].id
    const refused = await post(`/v1/keys/${own}/revoke`, {}, admin)
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'last_admin_key'])
    const second = await make(admin, ['admin'])
    expect((await post(`/v1/keys/${own}/revoke`, {}, admin)).statusCode).toBe(200)
    expect((await post(`/v1/keys/${second.id}/revoke`, { force: true }, second)).statusCode).toBe(200)
    expect((await api.get('/v1/keys', second)).statusCode).toBe(401)
  })

  test('of two last keys by each other at the same time ends one', async () => {
    const first = await api.addCaller(['admin'])
    const second = await make(first, ['admin'])
    const firstId = (await api.get('/v1/keys', first)).json().data.at(-1).id
    const answers = await Promise.all([
      post(`/v1/keys/${second.id}/revoke`, {}, first),
      post(`/v1/keys/${firstId}/revoke`, {}, second),
    ])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
  })
})

test('a key lives until its expiry', async () => {
  const admin = await api.addCaller(all)
  const { id, key } = await make(admin, ['messages:read'])
  await api.db.$executeRaw`UPDATE api_key SET expires_at = now() - interval '1 ms' WHERE id = ${id}::uuid`
  expect((await api.get('/v1/messages', { key })).statusCode).toBe(401)
  expect((await api.get(`/v1/keys/${id}`, admin)).json().state).toBe('expired')
})

test.each([
  [{ name: 'x', scopes: [] }, 'scopes'],
  [{ name: 'x', scopes: ['root'] }, 'scopes[0]'],
  [{ name: 'x', scopes: ['ops', 'ops'] }, 'scopes'],
  [{ name: '', scopes: ['ops'] }, 'name'],
  [{ name: 'x', scopes: ['ops'], expiresInSeconds: 1 }, 'expiresInSeconds'],
  [{ name: 'x', scopes: ['ops'], tenantId: 'y' }, 'tenantId'],
])('the body %j is refused at %s', async (body, field) => {
  const admin = await api.addCaller(all)
  const answer = await post('/v1/keys', body, admin)
  expect([answer.statusCode, answer.json().field]).toEqual([400, field])
})

test.each(['rotate', 'revoke'])(
  'POST /v1/keys/:id/%s needs no body, and the document says so',
  async (verb) => {
    const admin = await api.addCaller(all)
    const { id } = await make(admin, ['messages:read'])
    const ask = (headers: Record<string, string>) =>
      api.app.inject({
        method: 'POST',
        url: `/v1/keys/${id}/${verb}`,
        headers: { authorization: `Bearer ${admin.key}`, ...headers },
      })
    for (const headers of [{}, { 'content-type': 'application/json' }]) {
      const answer = await ask(headers)
      expect([answer.statusCode, answer.json().id]).toEqual([200, id])
    }
    const { paths } = (await api.app.inject('/openapi.json')).json()
    const { requestBody } = paths[`/v1/keys/{id}/${verb}`].post
    expect(requestBody).toMatchObject({ content: expect.anything() })
    expect(requestBody.required ?? false).toBe(false)
  },
)
