import { defaultReportLimits } from '@heliograph/delivery/reports/report-limits'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { SCOPES } from '@heliograph/delivery/tenants/scopes'
import { usage } from '@heliograph/shared/contracts/usage'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiFixture, sender } from './api-fixture.ts'
import { seedMessages } from './seed-messages.ts'

const api = await openApiFixture()
const other = await api.addCaller()

const read = async (query: string, key = api.key) => {
  const answer = await api.get(`/v1/usage?${query}`, { key })
  expect(answer.statusCode).toBe(200)
  return usage.strict().parse(answer.json())
}

beforeAll(async () => {
  const priced = { submittedAfterMs: 100, price: '0.1', priceUnit: 'USD', segments: 1 }
  await seedMessages(api, api.tenantId, [
    { at: '2026-09-30T23:59:59.999Z', ...priced },
    { at: '2026-10-01T00:00:00.000Z', ...priced, tags: ['promo', 'autumn'] },
    { at: '2026-10-02T00:00:00.000Z', ...priced, price: '0.2', tags: ['promo'] },
    { at: '2026-10-31T23:59:59.999Z', ...priced, price: '0.000001', priceUnit: 'EUR' },
    { at: '2026-10-20T00:00:00.000Z', submittedAfterMs: 100, segments: 2 },
    { at: '2026-10-20T00:00:00.000Z', status: 'blocked' },
    { at: '2026-11-01T00:00:00.000Z', ...priced },
  ])
  await seedMessages(api, other.tenantId, [{ at: '2026-10-02T00:00:00.000Z', ...priced }])
})

describe('usage', () => {
  test('of a month is exact to the last decimal, per currency, and names what has no price yet', async () => {
    const { data } = await read('from=2026-10&to=2026-10')
    expect(data).toEqual([
      {
        month: '2026-10',
        messages: 5,
        handedOver: 4,
        segments: 5,
        billed: expect.arrayContaining([
          { currency: 'USD', amount: '0.3', messages: 2 },
          { currency: 'EUR', amount: '0.000001', messages: 1 },
        ]),
        unpricedMessages: 1,
        estimated: [{ currency: 'USD', amount: '0.15', messages: 1 }],
      },
    ])
  })

  test('of several months has a line for each, in order', async () => {
    const { data, isTruncated } = await read('from=2026-09&to=2026-11')
    expect(data.map((line) => [line.month, line.messages])).toEqual([
      ['2026-09', 1],
      ['2026-10', 5],
      ['2026-11', 1],
    ])
    expect(isTruncated).toBe(false)
  })

  test('grows by a price that comes late', async () => {
    const late = await api.addCaller()
    const [id = ''] = await seedMessages(api, late.tenantId, [
      { at: '2026-10-05T00:00:00.000Z', submittedAfterMs: 1 },
    ])
    expect((await read('from=2026-10&to=2026-10', late.key)).data).toMatchObject([
      { billed: [], unpricedMessages: 1, estimated: [] },
    ])
    await api.db.mmsLog.update({ where: { id }, data: { price: '0.02', priceUnit: 'USD' } })
    expect((await read('from=2026-10&to=2026-10', late.key)).data).toMatchObject([
      { billed: [{ currency: 'USD', amount: '0.02', messages: 1 }], unpricedMessages: 0 },
    ])
  })

  test('is split by sender', async () => {
    const { data } = await read('from=2026-10&to=2026-10&groupBy=sender')
    expect(data).toMatchObject([{ month: '2026-10', sender, messages: 5 }])
  })

  test('is split by tag, a message counting for each of its tags', async () => {
    const { data } = await read('from=2026-10&to=2026-10&groupBy=tag')
    expect(data.map((line) => [line.tag, line.messages])).toEqual([
      [null, 3],
      ['promo', 2],
      ['autumn', 1],
    ])
    expect(data[1]?.billed).toEqual([{ currency: 'USD', amount: '0.3', messages: 2 }])
  })

  test('is of this month unless the query says otherwise, and of the tenant only', async () => {
    const month = new Date().toISOString().slice(0, 7)
    expect(await read('')).toMatchObject({ from: month, to: month, groupBy: 'month' })
    expect((await read('from=2026-10&to=2026-10', other.key)).data).toMatchObject([{ messages: 1 }])
  })
})

describe('usage over all tenants', () => {
  const october = '/v1/usage?from=2026-10&to=2026-10'
  const readAs = async (key: string, query: string, tenant?: string) => {
    const headers = { authorization: `Bearer ${key}`, ...(tenant && { 'heliograph-tenant': tenant }) }
    const answer = await api.app.inject({ url: `${october}${query}`, headers })
    expect(answer.statusCode).toBe(200)
    return usage.strict().parse(answer.json()).data
  }

  test('is for an operator who names none: a line per month and tenant, with its name, or all together', async () => {
    const { key } = await createApiKey(api.db, { tenantId: null, name: 'ops', scopes: ['messages:read'] })
    const tenants = await api.db.tenant.findMany()
    const lines = await readAs(key, '&groupBy=tenant')
    const nameOf = (id: string) => tenants.find((tenant) => tenant.id === id)?.name
    const line = (id: string) => lines.find(({ tenant }) => tenant?.id === id)
    expect(line(api.tenantId)).toMatchObject({
      tenant: { name: nameOf(api.tenantId) },
      messages: 5,
      segments: 5,
    })
    expect(line(other.tenantId)).toMatchObject({
      tenant: { name: nameOf(other.tenantId) },
      messages: 1,
      billed: [{ currency: 'USD', amount: '0.1', messages: 1 }],
    })
    expect(lines.map(({ messages }) => messages)).toEqual(
      lines.map(({ messages }) => messages).toSorted((left, right) => right - left),
    )
    const all = lines.reduce((sum, { messages }) => sum + messages, 0)
    expect(await readAs(key, '')).toMatchObject([{ messages: all }])
    expect(await readAs(key, '&groupBy=sender')).toMatchObject([{ sender, messages: all }])
    expect(await readAs(key, '&groupBy=tenant', other.tenantId)).toMatchObject([{ messages: 1 }])
    const told = await api.db.auditLog.findFirst({
      where: { action: 'operator.read', target: '/v1/usage', tenantId: null },
    })
    expect(told?.details).toEqual({ method: 'GET', filters: ['from', 'to', 'groupBy'] })
  })

  test('is never for a key of a tenant, whatever it may do: it sees itself', async () => {
    const { tenantId, key } = await api.addCaller(SCOPES)
    expect(await readAs(key, '&groupBy=tenant')).toEqual([])
    await seedMessages(api, tenantId, [{ at: '2026-10-03T00:00:00.000Z' }])
    expect(await readAs(key, '&groupBy=tenant')).toMatchObject([{ tenant: { id: tenantId }, messages: 1 }])
    expect(await readAs(key, '')).toMatchObject([{ messages: 1 }])
  })
})

test('months that take too long to sum are refused with the way out', async () => {
  const app = await api.build({ reportLimits: { ...defaultReportLimits, maxUsageMs: -1 } })
  const answer = await api.get('/v1/usage?from=2026-10', { app })
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'range_too_large'])
})

test.each([
  ['from=2026-13', 'from'],
  ['from=2026-12&to=2026-11', 'from'],
  ['from=2025-01&to=2026-11', 'from'],
  ['groupBy=recipient', 'groupBy'],
])('refuses %s', async (query, field) => {
  const answer = await api.get(`/v1/usage?${query}`)
  expect([answer.statusCode, answer.json().code, answer.json().field]).toEqual([
    400,
    'invalid_request',
    field,
  ])
})
