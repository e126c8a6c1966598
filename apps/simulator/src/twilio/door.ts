// Twilio's API over HTTP. A create is in the ledger before anything else happens to it.
import { createHash } from 'node:crypto'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Answer, sendEnding } from '../core/ending.ts'
import type { FaultCandidate } from '../core/faults.ts'
import type { Arrival } from '../core/ledger.ts'
import { answerUnderFaults } from '../core/request-faults.ts'
import { normalizeNumber } from './address.ts'
import { faultRefusal, refusal } from './answer.ts'
import { isAuthorized } from './auth.ts'
import type { Call } from './call.ts'
import { type Form, readForm } from './form.ts'
import { type Found, findRoute } from './routes.ts'
import { newSid } from './sid.ts'
import type { Twilio } from './twilio.ts'

const MAX_FORM_BYTES = 1_048_576

/** Registers Twilio's API below `/2010-04-01`, and its 404 for every path that is nobody's. */
export async function twilioDoor(app: FastifyInstance, twilio: Twilio): Promise<void> {
  let inFlight = 0
  let others = 0
  app.removeAllContentTypeParsers()
  await app.register(formbody, { bodyLimit: MAX_FORM_BYTES })
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const code = error.statusCode === 413 ? 20413 : error.statusCode === undefined ? 20500 : 20001
    return sendEnding(reply, { kind: 'answer', answer: refusal(code, 'request') })
  })

  app.all('/*', (request, reply) => {
    const { pathname } = new URL(request.url, 'http://simulator')
    return sendEnding(reply, { kind: 'answer', answer: refusal(20404, pathname) })
  })
  app.all('/2010-04-01/*', async (request, reply) => {
    inFlight += 1
    const startedMs = performance.now()
    const url = new URL(request.raw.url ?? '/', 'http://simulator')
    const found = findRoute(request.method, url.pathname)
    const form = readForm(request.body)
    const isCreate = found.kind === 'route' && found.route.operation === 'create'
    const entry = isCreate ? twilio.ledger.record(arrivalOf(form)) : undefined
    if (!entry) others += 1
    try {
      reply.header('twilio-concurrent-requests', String(inFlight))
      const call = { url, sids: sidsOf(found), form, entry }
      const ending = await answerUnderFaults(twilio, {
        candidate: candidateOf(twilio, found, call, others),
        entry,
        refuse: faultRefusal,
        admit: () => admit(twilio, { found, request, inFlight, call }),
      })
      reply.header('twilio-request-id', newSid('RQ'))
      reply.header('twilio-request-duration', ((performance.now() - startedMs) / 1000).toFixed(3))
      return await sendEnding(reply, ending)
    } finally {
      inFlight -= 1
    }
  })
}

type Visit = { found: Found; request: FastifyRequest; inFlight: number; call: Call }

function admit(twilio: Twilio, { found, request, inFlight, call }: Visit): Answer | Promise<Answer> {
  const settings = twilio.settings()
  if (!isAuthorized(request.headers.authorization, twilio.accountSid, settings)) return refusal(20003)
  if (found.kind === 'method_not_allowed') return refusal(20004)
  if (found.kind === 'not_found' || found.accountSid !== twilio.accountSid)
    return refusal(20404, call.url.pathname)
  if (settings.accountStatus !== 'active' && found.route.operation !== 'account') return refusal(20005)
  if (settings.maxConcurrentRequests > 0 && inFlight > settings.maxConcurrentRequests) return refusal(20429)
  return found.route.handle(twilio, call)
}

function candidateOf(
  twilio: Twilio,
  found: Found,
  { entry, url }: Call,
  others: number,
): FaultCandidate | undefined {
  if (found.kind !== 'route') return undefined
  const { operation } = found.route
  if (entry) {
    const numberRules = twilio.numberFaults.onCreate(normalizeNumber(entry.to ?? '') ?? '')
    return { operation, n: entry.n, to: entry.to, from: entry.from, numberRules }
  }
  const query = url.searchParams
  return { operation, n: others, to: query.get('To'), from: query.get('From'), numberRules: [] }
}

function arrivalOf(form: Form): Arrival {
  const body = form.find('Body')
  return {
    provider: 'twilio',
    to: form.find('To') ?? null,
    from: form.find('From') ?? null,
    messagingServiceSid: form.find('MessagingServiceSid') ?? null,
    reference: null,
    bodySha256: body === undefined ? null : createHash('sha256').update(body).digest('hex'),
    mediaCount: form.list('MediaUrl').length,
    statusCallback: form.find('StatusCallback') ?? null,
  }
}

function sidsOf(found: Found): string[] {
  return found.kind === 'route' ? found.sids : []
}
