import { randomUUIDv7 } from 'node:crypto'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES, SCOPES, type Scope } from '@heliograph/delivery/tenants/scopes'
import { fastify } from 'fastify'
import { describe, expect, test } from 'vitest'
import { addAuth } from '../src/plugins/auth.ts'
import { openFailureLimiter } from '../src/plugins/failure-limiter.ts'
import { openApiFixture } from './api-fixture.ts'
import { listOperations, type Operation } from './operations.ts'

const api = await openApiFixture()
const operations = await listOperations(api.app)
const keys = new Map<string, string>()

/** A key with exactly these scopes, of the tenant or of an operator; one for each set. */
async function keyWith(scopes: readonly Scope[], isOperator: boolean): Promise<string> {
  const name = `${isOperator} ${scopes.join()}`
  const known = keys.get(name)
  if (known !== undefined) return known
  const tenantId = isOperator ? null : api.tenantId
  const { key } = await createApiKey(api.db, { tenantId, name, scopes })
  keys.set(name, key)
  return key
}

/**
 * Asks for nothing that exists: what counts is how far the key gets. `code` is undefined where errors are no problems,
 * as in the guides' shapes.
 */
async function call({ method, path }: Operation, key: string): Promise<{ status: number; code: unknown }> {
  const answer = await api.app.inject({
    method,
    url: path.replaceAll(/\{\w+\}/g, randomUUIDv7()),
    headers: { authorization: `Bearer ${key}` },
    ...(method === 'GET' ? {} : { payload: {} }),
  })
  const isProblem = answer.headers['content-type']?.toString().startsWith('application/problem+json')
  if (answer.statusCode >= 400 && path.startsWith('/v1/')) expect(isProblem).toBe(true)
  return { status: answer.statusCode, code: isProblem ? answer.json().code : undefined }
}

test('the app has routes, and each declares one known scope', () => {
  expect(operations.length).toBeGreaterThan(10)
  for (const { id, scopes } of operations) {
    expect([id, scopes.length, SCOPES.some((scope) => scope === scopes[0])]).toEqual([id, 1, true])
  }
})

test.each([
  ['without a scope', {}],
  ['outside the document', { config: { scope: 'ops' as const }, schema: { hide: true } }],
])('a route %s stops the app from starting', async (_, options) => {
  const app = fastify()
  addAuth(app, api.deps, openFailureLimiter())
  expect(() => app.get('/open', options, () => 'x')).toThrow(/GET \/open declares no scope or is hidden/)
  await app.close()
})

const titled = (chosen: readonly Operation[]) =>
  chosen.map((operation) => [`${operation.method} ${operation.path}`, operation] as const)

describe.each(titled(operations))('%s', (_, operation) => {
  const isOperator = operation.reach === 'installation'
  const all: readonly Scope[] = isOperator ? OPERATOR_SCOPES : SCOPES
  const isNeeded = (scope: string): boolean => operation.scopes.includes(scope)

  test('opens to a key with just its scope', async () => {
    const { status } = await call(operation, await keyWith(all.filter(isNeeded), isOperator))
    expect([401, 403]).not.toContain(status)
  })

  test('is 403 for every other scope, and for all of them together', async () => {
    const others = all.filter((scope) => !isNeeded(scope))
    for (const scopes of [...others.map((scope) => [scope]), others, []]) {
      const answer = await call(operation, await keyWith(scopes, isOperator))
      expect([scopes, answer.status]).toEqual([scopes, 403])
      expect(['scope_missing', undefined]).toContain(answer.code)
    }
  })

  test('is 401 without a key', async () => {
    const { method, path } = operation
    expect((await api.app.inject({ method, url: path })).statusCode).toBe(401)
  })
})

test.each(titled(operations.filter(({ reach }) => reach === 'installation')))(
  '%s is 403 for a key of a tenant with every scope',
  async (_, operation) => {
    const answer = await call(operation, await keyWith(SCOPES, false))
    expect(answer).toEqual({ status: 403, code: 'operator_only' })
  },
)

test.each(titled(operations.filter(({ reach }) => reach === 'tenant')))(
  '%s is 400 for an operator who names no tenant',
  async (_, operation) => {
    const answer = await call(operation, await keyWith(OPERATOR_SCOPES, true))
    expect(answer.status).toBe(400)
    expect(['tenant_required', undefined]).toContain(answer.code)
  },
)
