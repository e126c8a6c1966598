// Twilio's API over HTTP. A create is in the ledger before anything else happens to it; then faults strike in the order in
// which they would in the real world: nothing answers, the edge refuses, the account refuses, the answer gets lost.
import { createHash } from 'node:crypto'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FaultRule } from '../core/fault-rule.ts'
import type { RequestFaults } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import { type Answer, refusal } from './answer.ts'
import { isAuthorized } from './auth.ts'
import type { Call } from './call.ts'
import { faultAfter, faultBefore } from './fault-answer.ts'
import { type Form, readForm } from './form.ts'
import { numberRulesOnCreate } from './number-rules.ts'
import { type Found, findRoute } from './routes.ts'
import { type Ending, sendEnding } from './send-ending.ts'
import { newSid } from './sid.ts'
import type { Twilio } from './twilio.ts'

const MAX_FORM_BYTES = 1_048_576

/** Registers Twilio's API below `/2010-04-01`. */
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
      const ending = await answer(twilio, {
        found,
        request,
        inFlight,
        call: { url, sids: sidsOf(found), form, entry },
        n: others,
      })
      if (entry) note(entry, ending)
      reply.header('twilio-request-id', newSid('RQ'))
      reply.header('twilio-request-duration', ((performance.now() - startedMs) / 1000).toFixed(3))
      return await sendEnding(reply, ending)
    } finally {
      inFlight -= 1
    }
  })
}

type Visit = { found: Found; request: FastifyRequest; inFlight: number; call: Call; n: number }

async function answer(twilio: Twilio, visit: Visit): Promise<Ending> {
  const { found, call } = visit
  const faults =
    found.kind === 'route' ? faultsOf(twilio, found, visit) : { slow: undefined, fatal: undefined }
  noteFaults(call.entry, faults)
  await slowDown(twilio, faults.slow, 'slow_accept')
  const before = faultBefore(faults.fatal)
  if (before) return before
  const result = await admit(twilio, visit)
  await slowDown(twilio, faults.slow, 'slow_answer')
  // A refused request cannot be "accepted and then lost": it is answered as it is.
  return result.status < 300 ? faultAfter(faults.fatal, result) : { kind: 'answer', answer: result }
}

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

function faultsOf(twilio: Twilio, found: Found & { kind: 'route' }, { call, n }: Visit): RequestFaults {
  const { operation } = found.route
  const { entry, url } = call
  const to = entry ? entry.to : url.searchParams.get('To')
  const from = entry ? entry.from : url.searchParams.get('From')
  const numberRules = entry ? numberRulesOnCreate(entry.to, twilio.createsTo) : []
  return twilio.faults.forRequest({ operation, n: entry?.n ?? n, to, from, numberRules })
}

async function slowDown(
  twilio: Twilio,
  rule: FaultRule | undefined,
  fault: FaultRule['fault'],
): Promise<void> {
  if (rule?.fault === fault) await twilio.timers.sleep(rule.delayMs ?? 1_000)
}

function arrivalOf(form: Form): Parameters<Twilio['ledger']['record']>[0] {
  const body = form.find('Body')
  return {
    provider: 'twilio',
    to: form.find('To') ?? null,
    from: form.find('From') ?? null,
    messagingServiceSid: form.find('MessagingServiceSid') ?? null,
    bodySha256: body === undefined ? null : createHash('sha256').update(body).digest('hex'),
    mediaCount: form.list('MediaUrl').length,
    statusCallback: form.find('StatusCallback') ?? null,
  }
}

function noteFaults(entry: LedgerEntry | undefined, faults: RequestFaults): void {
  for (const rule of [faults.slow, faults.fatal]) if (rule) entry?.faults.push(rule.fault)
}

function note(entry: LedgerEntry, ending: Ending): void {
  entry.answer = ending.kind === 'answer' ? ending.answer.status : ending.kind
  entry.errorCode = ending.kind === 'answer' ? ending.answer.errorCode : null
}

function sidsOf(found: Found): string[] {
  return found.kind === 'route' ? found.sids : []
}
