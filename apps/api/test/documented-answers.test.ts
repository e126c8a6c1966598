import { SCOPES } from '@heliograph/delivery/tenants/scopes'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ProblemCode } from '../src/problems/problem-codes.ts'
import { openApiFixture } from './api-fixture.ts'
import { openOtherCarriers } from './carrier-accounts.ts'
import { buildCarrierRecipes } from './carrier-recipes.ts'
import { buildCommonRecipes } from './common-recipes.ts'
import {
  type DocumentedAnswer,
  type DocumentedOperation,
  nameAnswer,
  readDocumentedOperations,
} from './documented-operations.ts'
import { buildGoodRequests } from './good-requests.ts'
import { type Answer, openKitchen, type Recipe } from './kitchen.ts'
import { buildOwnRecipes } from './own-recipes.ts'
import { sendInFlight } from './requests-in-flight.ts'
import { buildSuccessRecipes } from './success-recipes.ts'
import { openTroubledApps } from './troubled-apps.ts'

// Every answer that the OpenAPI document lists is produced here, by a request made for it: a promise that nothing keeps
// fails, and so does a new one without a recipe. The other way round, that no app gives an answer outside the document,
// is held by every test file (answer-book.ts).

const carriers = await openOtherCarriers()
const api = await openApiFixture(carriers.accounts)
const owner = await api.addCaller(SCOPES)
const kitchen = await openKitchen({
  api,
  owner,
  goods: buildGoodRequests(api, owner, carriers),
  appWith: await openTroubledApps(api),
})
const operations = await readDocumentedOperations(api.app)
let inFlight: Promise<Map<string, Answer>> | undefined
const errors: Record<string, Recipe> = {
  ...buildCommonRecipes(kitchen),
  ...buildOwnRecipes(kitchen),
  idempotency_in_flight: async ({ id }) => {
    inFlight ??= sendInFlight(kitchen, operations.filter(takesKey))
    const answer = (await inFlight).get(id)
    if (answer === undefined) throw new Error('the operation takes no Idempotency-Key')
    return answer
  },
}
const carrierErrors = buildCarrierRecipes(kitchen, carriers)
const successes = buildSuccessRecipes(kitchen)

/** The routes of the guides answer in their shapes, without codes: what stands for each status there. */
const guideCodes: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'scope_missing',
  404: 'tenant_not_found',
  409: 'recipient_opted_out',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'idempotency_key_reused',
  429: 'rate_limited',
  500: 'internal_error',
  503: 'database_unavailable',
}

function takesKey({ answers }: DocumentedOperation): boolean {
  return answers.some(({ code }) => code === 'idempotency_in_flight')
}

function recipeFor(
  { id, path }: DocumentedOperation,
  { status, code }: DocumentedAnswer,
): Recipe | undefined {
  const ofCarrier = path.startsWith('/webhooks/') ? carrierErrors[code ?? ''] : undefined
  if (ofCarrier !== undefined) return ofCarrier
  if (code !== undefined) return errors[code]
  const own = successes[`${id} ${status}`]
  if (own !== undefined) return own
  return status < 400 ? kitchen.send : errors[guideCodes[status] ?? '']
}

/** What can be wrong with a request or a process of any operation, by the recipes for it. */
const wrongs = [
  'unauthorized',
  'key_in_url',
  'tenant_required',
  'operator_only',
  'invalid_request',
  'invalid_cursor',
  'message_not_found',
  'idempotency_key_reused',
]
const wrongBodies = ['malformed_body', 'unsupported_media_type', 'payload_too_large']
const troubles = ['overloaded', 'database_unavailable', 'internal_error', 'sender_backlog']

const isProblem = ({ headers }: Answer) =>
  String(headers['content-type']).startsWith('application/problem+json')
const codeOf = (answer: Answer): string | undefined =>
  isProblem(answer) ? String(JSON.parse(answer.body).code) : undefined

describe.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s',
  (_, operation) => {
    const { method, path, answers } = operation
    const named = answers.map((answer) => [answer.status, answer.code ?? '', answer] as const)
    test.each(named)('answers %i %s', async (status, _code, documented) => {
      const recipe = recipeFor(operation, documented)
      if (recipe === undefined) throw new Error('say in a recipe how to get this answer')
      const answer = await recipe(operation)
      expect([answer.statusCode, codeOf(answer)], answer.body).toEqual([status, documented.code])
      const type = String(answer.headers['content-type']).split(';')[0]
      const body = documented.bodies.find(({ mediaType }) => mediaType === type)
      expect([type, body?.mediaType]).toEqual([type, documented.bodies.length === 0 ? undefined : type])
      if (body === undefined || !type?.endsWith('json')) return
      expect(z.fromJSONSchema(body.schema).safeParse(JSON.parse(answer.body)).error).toBeUndefined()
    })

    test('answers nothing else, whatever is wrong with the request or the process', async () => {
      const known = answers.map((answer) => nameAnswer(method, path, answer))
      for (const name of [...wrongs, ...wrongBodies, ...troubles]) {
        const answer = await errors[name]?.(operation)
        if (answer === undefined) throw new Error(`no recipe ${name}`)
        const given = { status: answer.statusCode, code: codeOf(answer) }
        expect(known, name).toContain(nameAnswer(method, path, given))
      }
    })

    test('takes its examples as they stand', async () => {
      for (const { mediaType, examples } of operation.bodies) {
        for (const example of examples) {
          const payload = typeof example === 'string' ? example : JSON.stringify(example)
          const headers = { 'content-type': mediaType, prefer: 'wait=0' }
          const answer = await kitchen.send(operation, { payload, headers })
          expect(answer.statusCode, answer.body).toBeLessThan(300)
        }
      }
    })
  },
)
