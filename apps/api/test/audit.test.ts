import { verifyAudit } from '@heliograph/delivery/audit/verify-audit'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES } from '@heliograph/delivery/tenants/scopes'
import type { LightMyRequestResponse } from 'fastify'
import { expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const operator = await createApiKey(api.db, { tenantId: null, name: 'ops', scopes: OPERATOR_SCOPES })

type Line = {
  readonly action: string
  readonly target: string | null
  readonly actorPrefix: string | null
  readonly tenantId: string | null
  readonly details: Record<string, unknown>
}

function get(url: string, key: string, tenant?: string): Promise<LightMyRequestResponse> {
  const named = tenant === undefined ? {} : { 'heliograph-tenant': tenant }
  return api.app.inject({ url, headers: { authorization: `Bearer ${key}`, ...named } })
}

async function lines(url: string, key: string, tenant?: string): Promise<Line[]> {
  return (await get(url, key, tenant)).json().data
}

test('making and revoking a key is told with who, what, from where and in which request', async () => {
  const admin = await api.addCaller(['admin', 'ops'])
  const send = (url: string, payload: object) =>
    api.app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${admin.key}` }, payload })
  const made = await send('/v1/keys', { name: 'shop', scopes: ['ops'] })
  const { id, prefix } = made.json()
  const revoked = await send(`/v1/keys/${id}/revoke`, {})
  const [second, first] = (await get('/v1/audit', admin.key)).json().data
  expect(first).toMatchObject({
    tenantId: admin.tenantId,
    actor: 'key',
    actorPrefix: admin.key.slice(3, 15),
    action: 'key.created',
    target: id,
    ip: '127.0.0.1',
    requestId: made.headers['x-request-id'],
    details: { prefix, name: 'shop', scopes: ['ops'], expiresAt: null },
  })
  expect(second).toMatchObject({ action: 'key.revoked', requestId: revoked.headers['x-request-id'] })
  expect(second.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(second.seq).toBe(first.seq + 1)
})

test('stopping a batch is told once, with the key that did it; what changes nothing is not', async () => {
  const caller = await api.addCaller(['messages:write', 'admin'])
  const headers = { authorization: `Bearer ${caller.key}` }
  const post = (url: string, payload?: object) =>
    api.app.inject({ method: 'POST', url, headers, ...(payload && { payload }) })
  const { id } = (await post('/v1/batches', { mode: 'each' })).json()
  for (const action of ['resume', 'pause', 'pause', 'resume', 'cancel', 'cancel', 'pause']) {
    await post(`/v1/batches/${id}/${action}`)
  }
  const told = await lines('/v1/audit', caller.key)
  expect(told.map(({ action }) => action)).toEqual(['batch.canceled', 'batch.resumed', 'batch.paused'])
  for (const line of told) {
    expect(line).toMatchObject({
      target: id,
      tenantId: caller.tenantId,
      actorPrefix: caller.key.slice(3, 15),
    })
  }
  expect((await lines('/v1/audit?action=batch.paused', caller.key)).length).toBe(1)
})

test('a refused change leaves no line', async () => {
  const admin = await api.addCaller(['admin'])
  const own = (await get('/v1/keys', admin.key)).json().data[0].id
  const headers = { authorization: `Bearer ${admin.key}` }
  const refused = await api.app.inject({
    method: 'POST',
    url: `/v1/keys/${own}/revoke`,
    headers,
    payload: {},
  })
  expect(refused.statusCode).toBe(409)
  expect(await lines('/v1/audit', admin.key)).toEqual([])
})

test('every request of an operator is told, refused ones too, without the values it searched for', async () => {
  const caller = await api.addCaller()
  const search = `/v1/messages?to=${encodeURIComponent(recipient)}&limit=5`
  expect((await get(search, operator.key, caller.tenantId)).statusCode).toBe(200)
  expect((await get('/v1/messages', operator.key)).statusCode).toBe(400)
  expect((await get('/v1/messages', operator.key, 'nobody')).statusCode).toBe(404)
  const headers = { authorization: `Bearer ${operator.key}`, 'heliograph-tenant': caller.tenantId }
  const sent = await api.app.inject({ method: 'POST', url: '/v1/messages', headers, payload: {} })
  expect(sent.statusCode).toBe(403)
  const told = await lines(`/v1/audit?actor=${operator.prefix}&limit=5`, operator.key)
  expect(told.map(({ action, target, tenantId }) => [action, target, tenantId])).toEqual([
    ['operator.read', '/v1/audit', null],
    ['operator.write', '/v1/messages', caller.tenantId],
    ['operator.read', '/v1/messages', null],
    ['operator.read', '/v1/messages', null],
    ['operator.read', '/v1/messages', caller.tenantId],
  ])
  expect(told[4]?.details).toEqual({ method: 'GET', filters: ['to', 'limit'] })
  expect(JSON.stringify(told)).not.toContain(recipient.slice(1))
})

test('a tenant sees its own lines, also that an operator looked; an operator sees all', async () => {
  const mine = await api.addCaller(['admin'])
  const other = await api.addCaller(['admin', 'messages:read'])
  await get('/v1/messages', operator.key, mine.tenantId)
  await get('/v1/messages', operator.key, other.tenantId)
  const own = await lines('/v1/audit', mine.key)
  expect(own.map(({ action, tenantId }) => [action, tenantId])).toEqual([['operator.read', mine.tenantId]])
  const all = await lines('/v1/audit?limit=10', operator.key)
  const seen = new Set(all.map(({ tenantId }) => tenantId))
  expect([mine.tenantId, other.tenantId].every((id) => seen.has(id))).toBe(true)
  const named = await lines('/v1/audit?action=operator.read', operator.key, mine.tenantId)
  expect(named.every(({ tenantId }) => tenantId === mine.tenantId)).toBe(true)
  expect(named).toHaveLength(2)
})

test('lines are found by action and time, and paged with a cursor that fits nothing else', async () => {
  const admin = await api.addCaller(['admin'])
  for (const name of ['a', 'b', 'c']) {
    await api.app.inject({
      method: 'POST',
      url: '/v1/keys',
      headers: { authorization: `Bearer ${admin.key}` },
      payload: { name, scopes: ['admin'] },
    })
  }
  const page = (await get('/v1/audit?action=key.created&limit=2', admin.key)).json()
  expect(page.data.map((line: Line) => line.details['name'])).toEqual(['c', 'b'])
  const rest = await get(`/v1/audit?action=key.created&limit=2&cursor=${page.nextCursor}`, admin.key)
  expect(rest.json()).toMatchObject({ data: [{ details: { name: 'a' } }], nextCursor: null })
  const misused = await get(`/v1/audit?limit=2&cursor=${page.nextCursor}`, admin.key)
  expect([misused.statusCode, misused.json().code]).toEqual([400, 'invalid_cursor'])
  const between = `since=${encodeURIComponent(page.data[1].at)}&until=${encodeURIComponent(page.data[0].at)}`
  const found = await lines(`/v1/audit?${between}`, admin.key)
  expect(found.every((line) => line.details['name'] === 'b')).toBe(true)
  expect(await lines('/v1/audit?action=key.revoked', admin.key)).toEqual([])
  expect((await get('/v1/audit?since=yesterday', admin.key)).json()).toMatchObject({ field: 'since' })
})

test('after all of this the chain is whole', async () => {
  expect(await verifyAudit(api.db)).toMatchObject({ kind: 'intact' })
})
