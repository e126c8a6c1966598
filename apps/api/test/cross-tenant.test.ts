import { randomUUIDv7 } from 'node:crypto'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { SCOPES } from '@heliograph/delivery/tenants/scopes'
import { expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'
import { listOperations, type Operation } from './operations.ts'

// For every route with an id in its path: another tenant's id is a 404 that does not differ from the one of an id that
// nobody has, and the owner's own id is not. A new route has to say here how its thing is made.

const api = await openApiFixture()
const owner = await api.addCaller(SCOPES)
const stranger = await api.addCaller(SCOPES)

type Maker = () => Promise<string>

/** How to make a thing of the owner, by the part of the path before its id. `shared`: the same for everybody. */
const makers: Readonly<Record<string, Maker | 'shared'>> = {
  messages: async () => (await api.post({ to: recipient, body: 'x' }, { key: owner.key })).json().id,
  batches: async () => {
    const id = randomUUIDv7()
    await api.db.batch.create({ data: { id, tenantId: owner.tenantId, mode: 'each' } })
    return id
  },
  keys: async () => {
    const draft = { tenantId: owner.tenantId, name: 'x', scopes: ['ops'] as const }
    return (await createApiKey(api.db, draft)).keyId
  },
  requests: async () => {
    const id = randomUUIDv7()
    const refused = { method: 'POST', route: '/v1/messages', status: 400, code: 'invalid_request' }
    await api.db.refusedRequest.create({
      data: { id, tenantId: owner.tenantId, at: new Date(), ...refused },
    })
    return id
  },
  suppressions: async () => {
    const { id } = await api.db.suppression.create({
      data: { tenantId: owner.tenantId, recipient: `+1555${Date.now() % 10_000_000}`, reason: 'api' },
    })
    return id
  },
  inbound: async () => {
    const id = randomUUIDv7()
    await api.db.inboundMessage.create({
      data: {
        id,
        tenantId: owner.tenantId,
        providerAccountId: api.account.id,
        providerId: `SM${id.replaceAll('-', '')}`,
        fromNumber: recipient,
        toNumber: sender,
      },
    })
    return id
  },
  errors: 'shared',
}

/** Bodies that are accepted, where an empty one is not: what is wrong with a body comes before the 404. */
const bodies: Readonly<Record<string, object>> = {
  resolveMessage: { outcome: 'sent', note: 'seen in the console' },
  appendBatchItems: { items: [{ to: recipient, body: 'x' }] },
}

const operations = (await listOperations(api.app)).filter(
  ({ path, reach }) => path.includes('{') && reach !== 'installation',
)
const ofTenants = operations.filter(({ path }) => makers[resourceOf(path)] !== 'shared')

function resourceOf(path: string): string {
  return /([^/{}]+)\/\{/.exec(path)?.[1] ?? ''
}

async function call(
  { id, method, path }: Operation,
  key: string,
  target: string,
): Promise<{ status: number; problem: unknown }> {
  const answer = await api.app.inject({
    method,
    url: path.replace(/\{\w+\}/, target),
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': randomUUIDv7() },
    ...(method === 'GET' ? {} : { payload: bodies[id] ?? {} }),
  })
  return {
    status: answer.statusCode,
    problem: answer.statusCode < 400 ? undefined : { ...answer.json<object>(), requestId: '' },
  }
}

test('every route with an id in its path has one id, and says here how its thing is made', () => {
  expect(operations.length).toBeGreaterThan(5)
  for (const { path } of operations) {
    expect([path, path.match(/\{/g)?.length, resourceOf(path) in makers]).toEqual([path, 1, true])
  }
})

test.each(ofTenants.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s is 404 for the id of another tenant',
  async (_, operation) => {
    const make = makers[resourceOf(operation.path)]
    if (typeof make !== 'function') throw new Error(`say how to make what ${operation.path} is about`)
    const target = await make()
    const foreign = await call(operation, stranger.key, target)
    expect(foreign).toMatchObject({ status: 404 })
    expect(foreign).toEqual(await call(operation, stranger.key, randomUUIDv7()))
    const own = await call(operation, owner.key, target)
    expect([400, 401, 403, 404, 415]).not.toContain(own.status)
    expect(own.status).toBeLessThan(500)
  },
)

test.each(ofTenants.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s is the same 404 for what cannot be an id',
  async (_, operation) => {
    for (const target of ['x', '%00', '..%2f', '0'.repeat(64), '%C3%BF']) {
      const answer = await call(operation, owner.key, target)
      expect([target, answer.status]).toEqual([target, 404])
    }
  },
)
