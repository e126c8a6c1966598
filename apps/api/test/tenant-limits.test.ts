import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES, SCOPES } from '@heliograph/delivery/tenants/scopes'
import { limitsView } from '@heliograph/shared/contracts/tenant-limits'
import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { openAdmission } from '../src/admission/open-admission.ts'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const { key: operator } = await createApiKey(api.db, { tenantId: null, name: 'ops', scopes: OPERATOR_SCOPES })
const unlimited = {
  dailyMessages: 0,
  dailyPerCountry: 0,
  recipientPerHour: 0,
  prefixPerHour: 0,
  maxBacklog: 0,
}
let nowMs = Date.now()
const admissions = [1, 2].map(() =>
  openAdmission({
    db: api.db,
    quotas: unlimited,
    now: () => nowMs,
    onError: (error) => {
      throw error
    },
  }),
)
afterAll(() => Promise.all(admissions.map((admission) => admission.close())))
const [app, elsewhere] = await Promise.all(admissions.map((admission) => api.build({ admission })))

type Options = {
  readonly key?: string
  readonly body?: object
  readonly headers?: Record<string, string>
  readonly app?: FastifyInstance | undefined
}

const call = (method: 'GET' | 'PUT' | 'DELETE', id: string, options: Options = {}) =>
  (options.app ?? app ?? api.app).inject({
    method,
    url: `/v1/tenants/${id}/limits`,
    headers: { authorization: `Bearer ${options.key ?? operator}`, ...options.headers },
    ...(options.body === undefined ? {} : { payload: options.body }),
  })
const read = async (id: string) => limitsView.strict().parse((await call('GET', id)).json())
const none = {
  dailyMessages: null,
  dailyPerCountry: null,
  countryMessages: {},
  recipientPerHour: null,
  prefixPerHour: null,
  writesPerSecond: null,
  readsPerSecond: null,
}
const linesOf = (tenantId: string) =>
  api.db.auditLog.findMany({
    where: { tenantId, action: { startsWith: 'tenant.limits' } },
    orderBy: { seq: 'asc' },
  })

describe('the limits of a tenant', () => {
  test('are set as a whole, shown and taken away', async () => {
    const { tenantId } = await api.addCaller()
    expect(await read(tenantId)).toEqual({ tenantId, ...none })
    const all = {
      dailyMessages: 50_000,
      dailyPerCountry: 0,
      countryMessages: { GB: 5_000, JM: 0, '+881': 1 },
      recipientPerHour: 10,
      prefixPerHour: 20,
      writesPerSecond: 30,
      readsPerSecond: 40,
    }
    const set = await call('PUT', tenantId, { body: all })
    expect([set.statusCode, set.json()]).toEqual([200, { tenantId, ...all }])
    expect(await read(tenantId)).toEqual({ tenantId, ...all })
    const some = { dailyMessages: 0, readsPerSecond: null }
    expect((await call('PUT', tenantId, { body: some })).json()).toEqual({
      tenantId,
      ...none,
      dailyMessages: 0,
    })
    const removed = await call('DELETE', tenantId)
    expect([removed.statusCode, removed.json()]).toEqual([200, { tenantId, ...none }])
    expect(await read(tenantId)).toEqual({ tenantId, ...none })
  })

  test('are told in the audit log with the change itself, and nothing is told when nothing changes', async () => {
    const { tenantId } = await api.addCaller()
    const body = { dailyMessages: 5, countryMessages: { JM: 0, GB: 7 } }
    for (let n = 0; n < 2; n += 1) await call('PUT', tenantId, { body })
    for (let n = 0; n < 2; n += 1) await call('DELETE', tenantId)
    const details = { dailyMessages: 5, countryMessages: ['JM=0', 'GB=7'] }
    expect(await linesOf(tenantId)).toMatchObject([
      { action: 'tenant.limits_set', target: tenantId, actorPrefix: operator.slice(3, 15), details },
      { action: 'tenant.limits_removed', target: tenantId, details: {} },
    ])
  })

  test('with an Idempotency-Key the first answer comes back, whatever was set since', async () => {
    const { tenantId } = await api.addCaller()
    const headers = { 'idempotency-key': 'limits-1' }
    const first = await call('PUT', tenantId, { body: { dailyMessages: 5 }, headers })
    await call('DELETE', tenantId)
    const again = await call('PUT', tenantId, { body: { dailyMessages: 5 }, headers })
    expect([again.headers['idempotent-replayed'], again.json()]).toEqual(['true', first.json()])
    expect(await read(tenantId)).toEqual({ tenantId, ...none })
    const other = await call('PUT', tenantId, { body: { dailyMessages: 6 }, headers })
    expect(other.json().code).toBe('idempotency_key_reused')
  })

  test.each([
    ['no limit', {}, '(request)'],
    ['nothing but null', { dailyMessages: null, countryMessages: {} }, '(request)'],
    ['less than none', { dailyMessages: -1 }, 'dailyMessages'],
    ['part of a message', { dailyPerCountry: 1.5 }, 'dailyPerCountry'],
    ['text', { dailyMessages: '5' }, 'dailyMessages'],
    ['nothing an hour', { recipientPerHour: 0 }, 'recipientPerHour'],
    ['more than the database holds', { prefixPerHour: 3_000_000_000 }, 'prefixPerHour'],
    ['a country that is none', { countryMessages: { gb: 1 } }, 'countryMessages.gb'],
    ['an unknown field', { daily: 1 }, 'daily'],
  ])('are refused with %s, and nothing changes', async (_, body, field) => {
    const { tenantId } = await api.addCaller()
    const answer = await call('PUT', tenantId, { body })
    expect([answer.statusCode, answer.json().code, answer.json().field]).toEqual([
      400,
      'invalid_request',
      field,
    ])
    expect(await read(tenantId)).toEqual({ tenantId, ...none })
  })

  test('of a tenant that is none are 404, and nothing is stored', async () => {
    for (const id of ['nope', '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c']) {
      const answers = [
        await call('GET', id),
        await call('PUT', id, { body: { dailyMessages: 1 } }),
        await call('DELETE', id),
      ]
      expect(answers.map((answer) => answer.json().code)).toEqual(Array(3).fill('tenant_not_found'))
    }
    expect(await api.db.tenantLimit.count({ where: { dailyMessages: 1 } })).toBe(0)
  })

  test('are no business of a tenant, not even its own', async () => {
    const { tenantId, key } = await api.addCaller(SCOPES)
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const answer = await call(method, tenantId, {
        key,
        ...(method === 'PUT' && { body: { dailyMessages: 1 } }),
      })
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'operator_only'])
    }
  })
})

describe('a change counts', () => {
  const send = async (key: string, where = app) => {
    const options = { key, ...(where && { app: where }) }
    return (await api.post({ to: recipient, body: 'x' }, options)).json().code
  }

  test('at once in the process that made it', async () => {
    const { tenantId, key } = await api.addCaller()
    expect(await send(key)).toBeUndefined()
    await call('PUT', tenantId, { body: { dailyMessages: 0 } })
    expect(await send(key)).toBe('quota_exceeded')
    await call('DELETE', tenantId)
    expect(await send(key)).toBeUndefined()
  })

  test('within 10 seconds in every other one, for the first request after a pause too', async () => {
    const { tenantId, key } = await api.addCaller()
    expect(await send(key, elsewhere)).toBeUndefined()
    await call('PUT', tenantId, { body: { dailyMessages: 0 } })
    nowMs += 10_000
    expect(await send(key, elsewhere)).toBe('quota_exceeded')
  })
})
