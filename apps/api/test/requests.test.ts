import { randomUUIDv7 } from 'node:crypto'
import { openDb } from '@heliograph/delivery/db/db'
import { openRefusalRecorder } from '@heliograph/delivery/reports/refusal-recorder'
import { refusedRequest, refusedRequestPage } from '@heliograph/shared/contracts/requests'
import { eventually } from '@heliograph/testkit/eventually'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const other = await api.addCaller()
const refusedIds: string[] = []

const refuse = async (body: unknown, key = api.key) => {
  const answer = await api.post(body, { key })
  expect(answer.statusCode).toBe(400)
  return String(answer.json().requestId)
}

beforeAll(async () => {
  for (let n = 0; n < 5; n += 1)
    refusedIds.unshift(await refuse({ to: recipient, text: `secret words ${n}` }))
  await refuse({ to: 'not a number' }, other.key)
  await api.deps.refusals.flush()
})

describe('a refused write', () => {
  test('is kept with its code, route and broken rules, and without anything it said', async () => {
    const id = refusedIds[0]
    const answer = await api.get(`/v1/requests/${id}`)
    expect(answer.statusCode).toBe(200)
    expect(refusedRequest.strict().parse(answer.json())).toMatchObject({
      requestId: id,
      method: 'POST',
      route: '/v1/messages',
      status: 400,
      code: 'invalid_request',
      title: 'The request breaks a rule',
      problems: expect.arrayContaining([{ field: 'text', rule: 'unknown_field' }]),
    })
    const stored = JSON.stringify(await api.db.refusedRequest.findMany())
    expect(stored).not.toContain('secret words')
    expect(stored).not.toContain(recipient)
    expect(stored).not.toContain('not a number')
  })

  test('is there a moment later by itself', async () => {
    const { key } = await api.addCaller()
    const requestId = await refuse({ to: recipient }, key)
    const look = () => api.get(`/v1/requests/${requestId}`, { key })
    await eventually(async () => expect((await look()).statusCode).toBe(200))
  })

  test('is kept when its body could not even be read', async () => {
    const requestId = await refuse('{"to":')
    await api.deps.refusals.flush()
    expect((await api.get(`/v1/requests/${requestId}`)).json()).toMatchObject({
      code: 'malformed_body',
      problems: [],
    })
  })

  test('is kept when the key lacks the scope, under the tenant of the key', async () => {
    const reader = await api.addCaller(['messages:read'])
    const answer = await api.post({ to: recipient, body: 'x' }, { key: reader.key })
    expect(answer.statusCode).toBe(403)
    await api.deps.refusals.flush()
    const kept = await api.get(`/v1/requests/${answer.json().requestId}`, { key: reader.key })
    expect(kept.json()).toMatchObject({ status: 403, code: 'scope_missing' })
  })

  test('without a valid key is counted and not kept', async () => {
    const answer = await api.post({ to: recipient, body: 'x' }, { key: 'hg_nobody_knows_this_key_at_all' })
    expect(answer.statusCode).toBe(401)
    await api.deps.refusals.flush()
    expect(await api.db.refusedRequest.count({ where: { id: answer.json().requestId } })).toBe(0)
    expect(api.logLines.some((line) => line.includes('"event":"refusals.anonymous"'))).toBe(true)
  })

  test('is not kept for reads and for what was accepted', async () => {
    const before = await api.db.refusedRequest.count()
    expect((await api.get('/v1/messages?limit=0')).statusCode).toBe(400)
    expect((await api.post({ to: recipient, body: 'fine' })).statusCode).toBe(202)
    await api.deps.refusals.flush()
    expect(await api.db.refusedRequest.count()).toBe(before)
  })
})

describe('the list', () => {
  test('is newest first, pages through everything once, and holds only the tenant of the key', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page = refusedRequestPage.parse(
        (await api.get(`/v1/requests?limit=2&code=invalid_request${query}`)).json(),
      )
      seen.push(...page.data.map((request) => request.requestId))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(refusedIds)
    expect((await api.get('/v1/requests', { key: other.key })).json().data).toHaveLength(1)
  })

  test('is filtered by code, status, route and time', async () => {
    const count = async (query: string) =>
      (await api.get(`/v1/requests?limit=200&${query}`)).json().data.length
    expect(await count('code=invalid_request')).toBe(5)
    expect(await count('code=payload_too_large')).toBe(0)
    expect(await count('status=400&code=invalid_request')).toBe(5)
    expect(await count('status=409')).toBe(0)
    expect(await count('route=/v1/messages&code=invalid_request')).toBe(5)
    expect(await count('route=/v1/batches')).toBe(0)
    expect(await count('from=2026-01-01T00:00:00Z&code=invalid_request')).toBe(5)
    expect(await count('to=2026-01-01T00:00:00Z')).toBe(0)
  })

  test('does not take a cursor of another list, filter or tenant, or a changed one', async () => {
    const cursor = (await api.get('/v1/requests?limit=2')).json().nextCursor as string
    await api.post({ to: recipient, body: 'x' })
    const foreign = (await api.get('/v1/messages?limit=1')).json().nextCursor
    const tries = [
      [`limit=2&cursor=${cursor}&status=400`, api.key],
      [`limit=2&cursor=${cursor}`, other.key],
      [`limit=2&cursor=${cursor.slice(0, -2)}AA`, api.key],
      [`limit=2&cursor=${foreign}`, api.key],
    ] as const
    for (const [query, key] of tries) {
      const answer = await api.get(`/v1/requests?${query}`, { key })
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_cursor'])
    }
  })

  test.each(['status=500', 'code=DROP', 'route=x', 'from=yesterday', 'limit=0'])(
    'refuses %s',
    async (query) => {
      const answer = await api.get(`/v1/requests?${query}`)
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
    },
  )

  test.each([randomUUIDv7(), 'x', '%00'])('has nothing for %s', async (id) => {
    const answer = await api.get(`/v1/requests/${id}`)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'request_not_found'])
  })

  test("does not show another tenant's request", async () => {
    const answer = await api.get(`/v1/requests/${refusedIds[0]}`, { key: other.key })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'request_not_found'])
  })
})

test('a database that is away for diagnostics costs them and not the request', async () => {
  const away = openDb({
    url: 'postgresql://nobody@127.0.0.1:1/none',
    maxConnections: 1,
    applicationName: 'away',
  })
  const refusals = openRefusalRecorder({ db: away, log: api.deps.log })
  const app = await api.build({ refusals })
  expect((await api.post({ to: recipient }, { app })).statusCode).toBe(400)
  await refusals.close()
  await away.$disconnect()
  expect(api.logLines.some((line) => line.includes('"event":"refusals.dropped","dropped":1'))).toBe(true)
})

test('more refusals than fit are dropped and counted, and the rest is kept', async () => {
  const refusals = openRefusalRecorder({ db: api.db, log: api.deps.log })
  const { tenantId } = await api.addCaller()
  for (let n = 0; n < 1_500; n += 1) {
    refusals.note({
      id: randomUUIDv7(),
      tenantId,
      keyId: null,
      at: new Date(),
      method: 'POST',
      route: '/v1/messages',
      status: 429,
      code: 'rate_limited',
      problems: [],
      recipientHash: null,
      recipientHashes: [],
    })
  }
  await refusals.close()
  expect(await api.db.refusedRequest.count({ where: { tenantId } })).toBe(1_000)
  expect(api.logLines.some((line) => line.includes('"event":"refusals.dropped","dropped":500'))).toBe(true)
})
