// The XMS API over HTTP. A create is in the ledger before anything else happens to it.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Answer, sendEnding } from '../core/ending.ts'
import type { FaultCandidate } from '../core/faults.ts'
import { answerUnderFaults } from '../core/request-faults.ts'
import { withPlus } from './address.ts'
import { emptyAnswer, faultRefusal, refusal } from './answer.ts'
import { arrivalOf } from './arrival.ts'
import { isBearer } from './auth.ts'
import { findBatch } from './batch-resource.ts'
import type { Call } from './call.ts'
import { type Found, findRoute } from './routes.ts'
import type { Sinch } from './sinch.ts'

const MAX_BODY_BYTES = 1_048_576

/** Registers the API below `/xms/v1`. */
export function sinchDoor(app: FastifyInstance, sinch: Sinch): void {
  let others = 0
  // The vendor's SDK sends a JSON content type with every GET, so the body is parsed where one is expected.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) =>
    sendEnding(reply, { kind: 'answer', answer: emptyAnswer(error.statusCode ?? 500) }),
  )

  app.all('/xms/v1/*', async (request, reply) => {
    const url = new URL(request.raw.url ?? '/', 'http://simulator')
    const found = findRoute(request.method, url.pathname)
    const json = readJson(request.body)
    const isCreate = found.kind === 'route' && found.route.operation === 'create'
    const entry = isCreate ? sinch.ledger.record(arrivalOf(json)) : undefined
    if (!entry) others += 1
    const ids = found.kind === 'route' ? found.ids : []
    const call = { query: url.searchParams, ids, json, entry }
    const ending = await answerUnderFaults(sinch, {
      candidate: candidateOf(sinch, found, call, others),
      entry,
      refuse: faultRefusal,
      admit: () => admit(sinch, { found, request, call }),
    })
    return sendEnding(reply, ending)
  })
}

type Visit = { found: Found; request: FastifyRequest; call: Call }

function admit(sinch: Sinch, { found, request, call }: Visit): Answer | Promise<Answer> {
  if (!isBearer(request.headers.authorization, sinch.settings().apiToken)) return emptyAnswer(401)
  if (found.kind === 'method_not_allowed') return emptyAnswer(405)
  if (found.kind === 'not_found' || found.servicePlanId !== sinch.servicePlanId) return emptyAnswer(404)
  if (request.method === 'POST' && call.json === undefined) {
    return refusal('syntax_invalid_json', 'the body is not JSON')
  }
  return found.route.handle(sinch, call)
}

function candidateOf(sinch: Sinch, found: Found, call: Call, n: number): FaultCandidate | undefined {
  if (found.kind !== 'route') return undefined
  const { operation } = found.route
  const { entry } = call
  if (entry) {
    const { to, from } = entry
    return {
      operation,
      n: entry.n,
      to,
      from,
      numberRules: to === null ? [] : sinch.numberFaults.onCreate(to),
    }
  }
  const batch = findBatch(sinch, call)
  const [recipient] = batch?.to ?? []
  const to = recipient === undefined ? null : withPlus(recipient)
  const from = batch?.from === undefined || batch.from === null ? null : withPlus(batch.from)
  return { operation, n, to, from, numberRules: [] }
}

// Undefined for what is not JSON; JSON itself has no undefined.
function readJson(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return undefined
  try {
    const json: unknown = JSON.parse(body)
    return json
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
