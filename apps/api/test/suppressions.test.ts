import { randomUUIDv7 } from 'node:crypto'
import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { beforeEach, describe, expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()
const caller = await api.addCaller(['messages:write', 'messages:read', 'content:read', 'ops'])
const { tenantId } = caller
const url = '/v1/suppressions'

type Options = { key?: string; headers?: Record<string, string> }

const post = (body: unknown, { key = caller.key, headers = {} }: Options = {}) =>
  api.app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
const remove = (id: string, { key = caller.key, headers = {} }: Options = {}) =>
  api.app.inject({
    method: 'DELETE',
    url: `${url}/${id}`,
    headers: { authorization: `Bearer ${key}`, ...headers },
  })
const list = async (query = '', key = caller.key) => (await api.get(`${url}${query}`, { key })).json()
const senderId = api.account.senders[0]?.id ?? ''

beforeEach(async () => {
  await api.db.$executeRaw`DELETE FROM suppression`
})

/** An opt-out as the engine makes it. */
const add = (data: { reason: string; tenantId?: string; shownTo?: string[]; detail?: string }) =>
  api.db.suppression.create({ data: { senderId, recipient, ...data } })

describe('POST /v1/suppressions', () => {
  test('refuses the next message and blocks the waiting one', async () => {
    const { id } = (await api.post({ to: recipient, body: 'x' }, { key: caller.key })).json()
    const answer = await post({ recipient, note: 'asked by phone' })
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({
      recipient,
      sender: null,
      shared: false,
      reason: 'api',
      detail: 'asked by phone',
      removedAt: null,
    })
    expect(answer.json().createdBy).toMatch(/^[0-9a-f-]{36}$/)
    expect((await api.post({ to: recipient, body: 'x' }, { key: caller.key })).json().code).toBe(
      'recipient_opted_out',
    )
    const claim = await claimMessage(api.db, {
      id,
      gen: 0,
      leaseMs: 45_000,
      worker: 'test',
      probeIntervalMs: 5_000,
    })
    expect(claim).toEqual({ kind: 'blocked' })
    const message = (await api.get(`/v1/messages/${id}`, { key: caller.key })).json()
    expect(message).toMatchObject({ status: 'blocked', error: { code: 'opted_out', class: 'opt_out' } })
  })

  test('for one sender leaves the others, and binds no other tenant', async () => {
    await post({ recipient, sender })
    const service = `MG${'e'.repeat(32)}`
    expect(
      (await api.post({ to: recipient, from: service, body: 'x' }, { key: caller.key })).statusCode,
    ).toBe(202)
    expect((await api.post({ to: recipient, body: 'x' })).statusCode).toBe(202)
  })

  test('twice is one opt-out: 201, then 200 with the same id', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post({ recipient, sender })))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([
      ...Array<number>(9).fill(200),
      201,
    ])
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
  })

  test("takes the place of the carrier's own, so that START does not lift it", async () => {
    const code = await add({ reason: 'provider_code', tenantId, detail: '21610' })
    const { id } = (await post({ recipient, sender })).json()
    expect((await list()).data).toMatchObject([{ id, reason: 'api' }])
    expect((await list('?includeRemoved=true')).data.map((row: { id: string }) => row.id)).toEqual([
      id,
      code.id,
    ])
  })

  test('replays the first answer for the same Idempotency-Key, and refuses another body', async () => {
    const headers = { 'idempotency-key': 'opt-out-1' }
    const first = await post({ recipient }, { headers })
    const again = await post({ recipient }, { headers })
    expect([again.statusCode, again.headers['idempotent-replayed'], again.json()]).toEqual([
      201,
      'true',
      first.json(),
    ])
    const other = await post({ recipient: '+15558675311' }, { headers })
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_key_reused'])
  })

  test.each([
    ['recipient', { recipient: '867-5310' }],
    ['recipient', {}],
    ['sender', { recipient, sender: '+15005550001' }],
    ['note', { recipient, note: '' }],
    ['removedAt', { recipient, removedAt: null }],
  ])('names the field that is wrong: %s', async (field, body) => {
    const answer = await post(body)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
    expect(JSON.stringify(answer.json())).toContain(field)
  })
})

describe('DELETE /v1/suppressions/:id', () => {
  test('lets messages pass again and keeps the evidence', async () => {
    const { id } = (await post({ recipient })).json()
    const answer = await remove(id)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ suppression: { id, reason: 'api' }, warnings: [] })
    expect(answer.json().suppression.removedAt).not.toBeNull()
    expect((await api.post({ to: recipient, body: 'x' }, { key: caller.key })).statusCode).toBe(202)
    expect((await list()).data).toEqual([])
    expect((await list('?includeRemoved=true')).data).toMatchObject([{ id }])
  })

  test('twice changes nothing the second time', async () => {
    const { id } = (await post({ recipient })).json()
    expect((await remove(id)).json()).toEqual((await remove(id)).json())
  })

  test('warns that the carrier still blocks what it knows of', async () => {
    const { id } = await add({ reason: 'provider_code', tenantId, detail: '21610' })
    expect((await remove(id)).json().warnings).toMatchObject([{ code: 'carrier_still_blocks' }])
  })

  test('of an opt-out that binds all lifts it for this tenant alone', async () => {
    const { id } = await add({ reason: 'opt_out_keyword', shownTo: [tenantId, api.tenantId], detail: 'STOP' })
    expect((await list()).data).toMatchObject([{ id, shared: true }])
    const answer = (await remove(id)).json()
    expect(answer).toMatchObject({
      suppression: { shared: false, reason: 'opt_out_keyword' },
      warnings: [{ code: 'carrier_still_blocks' }],
    })
    expect((await list()).data).toEqual([])
    expect((await list('?includeRemoved=true')).data).toMatchObject([{ id: answer.suppression.id }])
    expect((await api.post({ to: recipient, body: 'x' }, { key: caller.key })).statusCode).toBe(202)
    expect((await api.post({ to: recipient, body: 'x' })).json().code).toBe('recipient_opted_out')
  })

  test('needs the scope ops', async () => {
    const { id } = (await post({ recipient })).json()
    const writer = await api.addCaller(['messages:write', 'messages:read'])
    const answer = await remove(id, { key: writer.key })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'scope_missing'])
  })

  test("of another tenant's opt-out, a shared one it has nothing to do with, or none is 404", async () => {
    const { id } = (await post({ recipient })).json()
    const shared = await add({ reason: 'opt_out_keyword', shownTo: [tenantId] })
    const other = await api.addCaller(['messages:read', 'ops'])
    for (const one of [id, shared.id, randomUUIDv7()]) {
      const answer = await remove(one, { key: other.key })
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'suppression_not_found'])
    }
    expect((await list()).data).toHaveLength(2)
  })

  test('leaves a line in the audit log, as setting does', async () => {
    const { id } = (await post({ recipient })).json()
    await remove(id)
    await remove(id)
    const lines = await api.db.$queryRaw<{ action: string }[]>`
      SELECT action FROM audit_log WHERE target = ${id} ORDER BY id`
    expect(lines.map(({ action }) => action)).toEqual(['suppression.added', 'suppression.removed'])
  })
})

describe('GET /v1/suppressions', () => {
  test('filters by recipient in any usual spelling and by sender', async () => {
    const { id } = (await post({ recipient, sender })).json()
    await post({ recipient: '+15558675311' })
    for (const spelled of [recipient, '+1 (555) 867-5310', '555-867-5310']) {
      expect((await list(`?recipient=${encodeURIComponent(spelled)}`)).data).toMatchObject([{ id }])
    }
    expect((await list(`?sender=${encodeURIComponent(sender)}`)).data).toMatchObject([{ id }])
    const answer = await api.get(`${url}?recipient=nonsense`, { key: caller.key })
    expect([answer.statusCode, answer.json().field]).toEqual([400, 'recipient'])
  })

  test("reads a number without a country code as one of the default sender's country", async () => {
    const { id } = (await post({ recipient: '+447700900123' })).json()
    const british = {
      ...api.account,
      senders: [{ id, address: '+447700900000', kind: 'number', isDefault: true }],
    } as const
    const app = await api.build({ routing: [british] })
    const found = await api.get(`${url}?recipient=07700900123`, { key: caller.key, app })
    expect(found.json().data).toMatchObject([{ id }])
    const inbound = await api.get('/v1/inbound?from=07700900123', { key: caller.key, app })
    expect([inbound.statusCode, inbound.json().data]).toEqual([200, []])
  })

  test('shows shared ones to those that had written to the recipient, and to any that asks for the number', async () => {
    const { id } = await add({ reason: 'opt_out_keyword', shownTo: [tenantId] })
    expect((await list()).data).toMatchObject([{ id }])
    expect((await list('', api.key)).data).toEqual([])
    expect((await list(`?recipient=${encodeURIComponent(recipient)}`, api.key)).data).toMatchObject([{ id }])
  })

  test('pages over own and shared ones without gaps', async () => {
    await post({ recipient: '+15558675311' })
    await add({ reason: 'opt_out_keyword', shownTo: [tenantId] })
    await post({ recipient: '+15558675312' })
    const first = await list('?limit=2')
    const second = await list(`?limit=2&cursor=${first.nextCursor}`)
    const recipients = [...first.data, ...second.data].map((row: { recipient: string }) => row.recipient)
    expect(recipients).toEqual(['+15558675312', recipient, '+15558675311'])
    expect(second.nextCursor).toBeNull()
    const other = await api.get(`${url}?includeRemoved=true&cursor=${first.nextCursor}`, { key: caller.key })
    expect(other.json().code).toBe('invalid_cursor')
  })

  test('masks numbers and notes without content:read', async () => {
    const reader = await api.addCaller(['messages:write', 'messages:read'])
    await post({ recipient, sender, note: 'called from home' }, { key: reader.key })
    expect((await list(`?recipient=${encodeURIComponent(recipient)}`, reader.key)).data).toMatchObject([
      { recipient: '+*******5310', sender: '+*******0006', detail: null, contentMasked: true },
    ])
  })
})
