// Plivo's API over HTTP. A create is in the ledger before anything else happens to it.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Answer, sendEnding } from '../core/ending.ts'
import type { FaultCandidate } from '../core/faults.ts'
import type { Arrival } from '../core/ledger.ts'
import { answerUnderFaults } from '../core/request-faults.ts'
import { faultRefusal, notFound, refusal, unauthorized } from './answer.ts'
import { isAuthorized } from './auth.ts'
import type { Call } from './call.ts'
import { type JsonBody, readJsonBody } from './json-body.ts'
import { normalizeNumber } from './phone-number.ts'
import type { Plivo } from './plivo.ts'
import { type Found, findRoute } from './routes.ts'

const MAX_BODY_BYTES = 1_048_576

/** Registers Plivo's API below `/v1/Account`. */
export function plivoDoor(app: FastifyInstance, plivo: Plivo): void {
  let inFlight = 0
  let others = 0
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    const text = status === 500 ? 'Internal server error' : 'The request cannot be read'
    return sendEnding(reply, { kind: 'answer', answer: refusal(status, text) })
  })

  app.all('/v1/Account/*', async (request, reply) => {
    inFlight += 1
    const url = new URL(request.raw.url ?? '/', 'http://simulator')
    const found = findRoute(request.method, url.pathname)
    const body = readJsonBody(request.headers['content-type'], request.body)
    const isCreate = found.kind === 'route' && found.route.operation === 'create'
    const entry = isCreate ? plivo.ledger.record(arrivalOf(body)) : undefined
    if (!entry) others += 1
    try {
      const uuid = found.kind === 'route' ? found.uuid : ''
      const call = { url, uuid, body, entry, requesterIp: request.ip }
      const ending = await answerUnderFaults(plivo, {
        candidate: candidateOf(plivo, found, call, others),
        entry,
        refuse: faultRefusal,
        admit: () => admit(plivo, { found, request, inFlight, call }),
      })
      return await sendEnding(reply, ending)
    } finally {
      inFlight -= 1
    }
  })
}

type Visit = { found: Found; request: FastifyRequest; inFlight: number; call: Call }

function admit(plivo: Plivo, { found, request, inFlight, call }: Visit): Answer | Promise<Answer> {
  const settings = plivo.settings()
  if (!isAuthorized(request.headers.authorization, plivo.authId, settings)) return unauthorized()
  if (found.kind === 'not_found') return notFound()
  if (found.kind === 'method_not_allowed') return refusal(405, 'Method not allowed')
  if (found.authId !== plivo.authId) return unauthorized()
  if (!plivo.rate.admit(Date.now(), inFlight)) return faultRefusal('rate_limited')
  if (settings.accountStatus !== 'active' && call.entry) return faultRefusal('account_suspended')
  return found.route.handle(plivo, call)
}

function candidateOf(
  plivo: Plivo,
  found: Found,
  { entry }: Call,
  others: number,
): FaultCandidate | undefined {
  if (found.kind !== 'route') return undefined
  const { operation } = found.route
  if (!entry) return { operation, n: others, to: null, from: null, numberRules: [] }
  const numberRules = plivo.numberFaults.onCreate(entry.to ?? '')
  return { operation, n: entry.n, to: entry.to, from: entry.from, numberRules }
}

// Numbers stand in the ledger in E.164 with a plus, however they were written, so that every carrier's look alike.
function arrivalOf(body: JsonBody): Arrival {
  const number = (text: string | undefined): string | null =>
    text === undefined ? null : (normalizeNumber(text) ?? text)
  const text = body.text('text')
  return {
    provider: 'plivo',
    to: number(body.text('dst')),
    from: number(body.text('src')),
    messagingServiceSid: body.text('powerpack_uuid') ?? null,
    reference: null,
    bodySha256: text === undefined ? null : createHash('sha256').update(text).digest('hex'),
    mediaCount: body.list('media_urls').length,
    statusCallback: body.text('url') ?? null,
  }
}
