import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES } from '@heliograph/delivery/tenants/scopes'
import type { LightMyRequestResponse } from 'fastify'
import { describe, expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const { key: operator } = await createApiKey(api.db, { tenantId: null, name: 'ops', scopes: OPERATOR_SCOPES })

type Options = { readonly key?: string; readonly tenant?: string; readonly body?: object }

function call(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  options: Options = {},
): Promise<LightMyRequestResponse> {
  const { key = operator, tenant, body } = options
  return api.app.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${key}`,
      ...(tenant === undefined ? {} : { 'heliograph-tenant': tenant }),
    },
    ...(body === undefined ? {} : { payload: body }),
  })
}

describe('an operator manages tenants', () => {
  test('makes one, gives it its first key, and switches it off and on', async () => {
    const made = await call('POST', '/v1/tenants', {
      body: { name: 'Acme Ltd', defaultPolicy: 'at_most_once' },
    })
    expect(made.statusCode).toBe(201)
    expect(made.headers['location']).toBe(`/v1/tenants/${made.json().id}`)
    const { id } = made.json()
    const keyBody = { name: 'first', scopes: ['admin', 'messages:write', 'messages:read'] }
    const first = await call('POST', '/v1/keys', { tenant: 'Acme Ltd', body: keyBody })
    expect(first.statusCode).toBe(201)
    const { key } = first.json()
    expect((await api.post({ to: recipient, body: 'x' }, { key })).statusCode).toBe(202)

    const off = await call('PATCH', `/v1/tenants/${id}`, { body: { isActive: false } })
    expect(off.json()).toMatchObject({ id, name: 'Acme Ltd', isActive: false, defaultPolicy: 'at_most_once' })
    expect((await api.get('/v1/messages', { key })).statusCode).toBe(401)
    expect((await call('GET', '/v1/messages', { tenant: id })).statusCode).toBe(200)
    await call('PATCH', `/v1/tenants/${id}`, { body: { isActive: true, name: 'Acme' } })
    expect((await api.get('/v1/messages', { key })).statusCode).toBe(200)
    expect((await call('GET', `/v1/tenants/${id}`)).json()).toMatchObject({ name: 'Acme', isActive: true })
  })

  test('a taken name is 409, for a new tenant and for a rename', async () => {
    await call('POST', '/v1/tenants', { body: { name: 'taken' } })
    const { id } = (await call('POST', '/v1/tenants', { body: { name: 'free' } })).json()
    const again = await call('POST', '/v1/tenants', { body: { name: 'taken' } })
    const renamed = await call('PATCH', `/v1/tenants/${id}`, { body: { name: 'taken' } })
    for (const answer of [again, renamed]) {
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'tenant_name_taken'])
    }
    expect((await call('PATCH', `/v1/tenants/${id}`, { body: { name: 'free' } })).statusCode).toBe(200)
  })

  test('an unknown tenant is 404, an empty change and a name like an id are 400', async () => {
    for (const id of ['nope', '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c']) {
      expect((await call('GET', `/v1/tenants/${id}`)).json().code).toBe('tenant_not_found')
      expect((await call('PATCH', `/v1/tenants/${id}`, { body: { isActive: true } })).statusCode).toBe(404)
    }
    expect((await call('PATCH', `/v1/tenants/${api.tenantId}`, { body: {} })).statusCode).toBe(400)
    const likeId = await call('POST', '/v1/tenants', { body: { name: api.tenantId } })
    expect([likeId.statusCode, likeId.json().field]).toEqual([400, 'name'])
  })

  test('the list is paged and complete', async () => {
    const names: string[] = []
    let cursor = ''
    do {
      const page = (await call('GET', `/v1/tenants?limit=2${cursor}`)).json()
      names.push(...page.data.map((tenant: { name: string }) => tenant.name))
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    expect(names).toHaveLength(await api.db.tenant.count())
    expect(new Set(names).size).toBe(names.length)
  })

  test('a repeated request with its key makes no second tenant', async () => {
    const send = () =>
      api.app.inject({
        method: 'POST',
        url: '/v1/tenants',
        headers: { authorization: `Bearer ${operator}`, 'idempotency-key': 't-1' },
        payload: { name: 'once' },
      })
    const [first, second] = [await send(), await send()]
    expect([second.statusCode, second.body]).toEqual([201, first.body])
    expect(second.headers['idempotent-replayed']).toBe('true')
  })
})

describe('an operator reads across tenants', () => {
  test('by naming one, by id or name, and sees what its own keys see', async () => {
    const { id } = (await api.post({ to: recipient, body: 'hello' })).json()
    const { name } = await api.db.tenant.findUniqueOrThrow({ where: { id: api.tenantId } })
    for (const tenant of [api.tenantId, name]) {
      const answer = await call('GET', `/v1/messages/${id}`, { tenant })
      expect([answer.statusCode, answer.body]).toEqual([200, (await api.get(`/v1/messages/${id}`)).body])
    }
    const other = await api.addCaller()
    expect((await call('GET', `/v1/messages/${id}`, { tenant: other.tenantId })).statusCode).toBe(404)
  })

  test('without naming one it is 400, with an unknown one 404', async () => {
    const none = await call('GET', '/v1/messages')
    expect([none.statusCode, none.json().code]).toEqual([400, 'tenant_required'])
    const unknown = await call('GET', '/v1/messages', { tenant: 'nobody' })
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'tenant_not_found'])
  })

  test('and never sends, whatever tenant it names', async () => {
    const before = await api.countMessages()
    const answer = await call('POST', '/v1/messages', {
      tenant: api.tenantId,
      body: { to: recipient, body: 'x' },
    })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'scope_missing'])
    expect(await api.countMessages()).toBe(before)
  })
})

describe('a key of a tenant is no operator', () => {
  test('the routes of the installation are 403, with every scope', async () => {
    const admin = await api.addCaller(['messages:write', 'messages:read', 'content:read', 'ops', 'admin'])
    for (const url of ['/v1/tenants', `/v1/tenants/${admin.tenantId}`]) {
      const answer = await call('GET', url, { key: admin.key })
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'operator_only'])
    }
  })

  test('naming a tenant is 403, with nothing to tell one that exists from one that does not', async () => {
    const answers = await Promise.all(
      [api.tenantId, (await api.addCaller()).tenantId, 'nobody'].map((tenant) =>
        call('GET', '/v1/messages', { key: api.key, tenant }),
      ),
    )
    const bodies = answers.map((answer) => ({ ...answer.json(), requestId: '' }))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403])
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
  })

  test('an operator hands a tenant no scope it lacks, except to send', async () => {
    const { key } = await createApiKey(api.db, { tenantId: null, name: 'weak', scopes: ['admin'] })
    const ask = (scopes: string[]) =>
      call('POST', '/v1/keys', { key, tenant: api.tenantId, body: { name: 'x', scopes } })
    expect((await ask(['content:read'])).statusCode).toBe(403)
    expect((await ask(['messages:write', 'admin'])).statusCode).toBe(201)
  })
})
