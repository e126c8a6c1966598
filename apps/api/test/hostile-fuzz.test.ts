import { randomUUIDv7 } from 'node:crypto'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES, SCOPES } from '@heliograph/delivery/tenants/scopes'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { buildRandom } from '../../../chaos/random.ts'
import { problemCodes } from '../src/problems/problem-codes.ts'
import { openApiFixture, recipient } from './api-fixture.ts'
import { drawRequest, type Operation } from './hostile-requests.ts'

const requests = 2_000
const atOnce = 8
const hangMs = 10_000
/** A run can be repeated: put the seed that a failure printed here. */
const seed = 20_261_121

type Json = { readonly [name: string]: Json } & { readonly [index: number]: Json }

const api = await openApiFixture()
const { key } = await api.addCaller(SCOPES)
const { key: operator } = await createApiKey(api.db, {
  tenantId: null,
  name: 'fuzz',
  scopes: OPERATOR_SCOPES,
})
const { id } = (await api.post({ to: recipient, body: 'x' }, { key })).json()
const document: Json = (await api.app.inject('/openapi.json')).json()
const operations = readOperations()

/** Every operation of the document, and the paths that it does not show. */
function readOperations(): Operation[] {
  const shown = Object.entries(document['paths'] ?? {}).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => readOperation(path, method, operation)),
  )
  const hidden = [
    '/',
    '/docs',
    '/docs/json',
    '/openapi.json',
    '/webhooks/twilio/status/a/b',
    '/webhooks/{x}',
    '/v1/{x}',
  ]
  return [...shown, ...hidden.map((path) => ({ method: 'GET', path, query: [], headers: [], examples: [] }))]
}

function readOperation(path: string, method: string, operation: Json): Operation {
  const parameters = Object.values(operation['parameters'] ?? {})
  const names = (place: string) =>
    parameters
      .filter((parameter) => String(parameter['in']) === place)
      .map((parameter) => String(parameter['name']))
  const content = Object.values(operation['requestBody']?.['content'] ?? {})[0]
  const name =
    String(content?.['schema']?.['$ref'] ?? '')
      .split('/')
      .at(-1) ?? ''
  const schema = document['components']?.['schemas']?.[name] ?? content?.['schema']
  return {
    method: method.toUpperCase(),
    path,
    query: names('query'),
    headers: names('header'),
    examples: [...Object.values(schema?.['examples'] ?? {}), ...Object.values(content?.['examples'] ?? {})],
  }
}

const answers = new Map<number, number>()

type Fault = { readonly fault: string; readonly answer: string; readonly request: string }

async function judge(request: InjectOptions): Promise<Fault | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), hangMs)
  try {
    const answer = await Promise.race([api.app.inject(request), late.promise])
    const fault = answer === undefined ? 'no answer' : faultOf(request, answer)
    const status = answer?.statusCode ?? 0
    answers.set(status, (answers.get(status) ?? 0) + 1)
    if (fault === undefined) return undefined
    return {
      fault,
      answer: (answer?.body ?? '').slice(0, 500),
      request: JSON.stringify(request).slice(0, 2_000),
    }
  } finally {
    clearTimeout(timer)
  }
}

type Answer = Awaited<ReturnType<typeof api.app.inject>>

function faultOf(request: InjectOptions, { statusCode, headers, body }: Answer): string | undefined {
  if (/\n\s+at |node_modules|\.ts:\d+|postgres(ql)?:\/\/|PrismaClient/.test(body))
    return 'tells of its inside'
  if (statusCode < 400) return undefined
  if (statusCode >= 500 && statusCode !== 503) return `a ${statusCode}`
  if (request.method === 'HEAD') return undefined
  const type = String(headers['content-type'])
  // The routes of the guides answer in the guides' words.
  if (/^(\/api)?\/send-mms/.test(String(request.url)) && type.startsWith('application/json')) {
    return /"(error|details|message)":/.test(body) ? undefined : 'not in the words of a guide'
  }
  if (!type.startsWith('application/problem+json')) return 'not a problem'
  const problem: { code?: unknown; status?: unknown } = JSON.parse(body)
  const known = Object.entries(problemCodes).find(([code]) => code === problem.code)
  return known?.[1].status === statusCode
    ? undefined
    : `an undocumented ${statusCode} ${String(problem.code)}`
}

test(`${requests} malformed requests over all routes: no 5xx, no stack trace, no hang, only documented problems`, async () => {
  expect(operations.length).toBeGreaterThan(15)
  const random = buildRandom(seed)
  const draws = { random, ids: [id, randomUUIDv7()], keys: [key, key, operator] }
  const faults: Fault[] = []
  for (let sent = 0; sent < requests; sent += atOnce) {
    const batch = Array.from({ length: atOnce }, () => drawRequest(draws, operations))
    for (const fault of await Promise.all(batch.map(judge))) if (fault !== undefined) faults.push(fault)
  }
  expect({ seed, faults: faults.slice(0, 5) }).toMatchObject({ faults: [] })
  // Nothing is proven by requests that all fail at the first look.
  const counts = Object.fromEntries(answers)
  expect(counts[200]).toBeGreaterThan(requests / 50)
  for (const status of [202, 400, 401, 404, 405, 415])
    expect([status, counts[status] ?? 0]).not.toEqual([status, 0])
  expect((await api.app.inject('/livez')).statusCode).toBe(200)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
}, 60_000)
