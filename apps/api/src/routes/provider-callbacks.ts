import formbody from '@fastify/formbody'
import { applyReceipt, type ReceiptResult } from '@heliograph/delivery/messages/apply-receipt'
import { findAttemptAnyTenant } from '@heliograph/delivery/messages/message-queries'
import { parkReceipt } from '@heliograph/delivery/messages/park-receipt'
import type { CallbackReading } from '@heliograph/delivery/providers/provider'
import { type CallbackTarget, readCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import type { Limits } from '../limits.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    callbackTarget?: CallbackTarget
  }
}

const maxParams = 100

const schema = {
  operationId: 'twilioStatusCallback',
  summary: 'Status callback of Twilio',
  description:
    'The token names message and attempt and is signed by us; the form is signed by Twilio over the configured ' +
    'public URL. Doubled and late callbacks are harmless.',
  tags: ['provider callbacks'],
  consumes: ['application/x-www-form-urlencoded'],
  params: z.object({ token: z.string() }),
  response: {
    204: z.null().describe('Recorded, or known already.'),
    ...problemResponses(
      'malformed_callback',
      'callback_refused',
      'not_found',
      'attempt_not_found',
      'provider_id_mismatch',
      'database_unavailable',
    ),
  },
}

/**
 * POST /webhooks/twilio/status/:token. The order matters: our MAC before the body is read, the
 * provider's signature before anything in it is used, one durable write before 204. Any fault is a 503,
 * so that a provider that repeats callbacks repeats this one: recording it twice changes nothing.
 */
export const providerCallbacks: FastifyPluginAsyncZod<{ deps: ApiDeps; limits: Limits }> = async (
  app,
  { deps, limits },
) => {
  await readFormsOnly(app, limits.maxCallbackBytes)
  app.addHook('onRequest', (request, _reply, done) => {
    if (deps.settings.publicBaseUrl === undefined) {
      done(new Refusal('not_found', 'callbacks are off: PUBLIC_BASE_URL is not set'))
      return
    }
    const target = readCallbackToken(deps.keyring, tokenOf(request))
    if (target === undefined) {
      done(refused('token'))
      return
    }
    request.callbackTarget = target
    noteFacts(request, target)
    done()
  })
  const config = { logEvent: 'callback.handled' }
  // Deeper paths carry no token of ours either, and are refused by the hook like any other.
  app.post('/webhooks/twilio/status/*', { schema: { hide: true }, config }, () => {
    throw refused('token')
  })
  const options = { schema, config, handlerTimeout: limits.callbackTimeoutMs }
  app.post('/webhooks/twilio/status/:token', options, async (request, reply) => {
    const target = request.callbackTarget
    if (target === undefined) throw refused('token')
    const reading = await read(deps, request, target)
    const outcome = await record(deps, target, reading.receipt)
    noteFacts(request, { provider: 'twilio', receipt: reading.receipt.status, outcome })
    if (outcome === 'mismatch') throw mismatch()
    return reply.code(204).send(null)
  })
}

async function read(
  deps: ApiDeps,
  request: FastifyRequest,
  target: CallbackTarget,
): Promise<Extract<CallbackReading, { kind: 'receipt' }>> {
  const attempt = await findAttemptAnyTenant({ db: deps.callbackDb }, target)
  // Our MAC says that we made this attempt: without its row the database is behind, and the receipt waits.
  const provider = deps.providers.get(attempt?.providerAccountId ?? deps.account.id)
  if (provider === undefined) throw unknownAccount()
  if (attempt !== undefined) noteFacts(request, { tenantId: attempt.tenantId })
  const reading = provider.readCallback({
    signedUrl: `${deps.settings.publicBaseUrl}${request.raw.url}`,
    headers: request.headers,
    form: isForm(request.body) ? request.body : undefined,
  })
  if (reading.kind === 'receipt') return reading
  noteFacts(request, { reason: reading.reason })
  if (reading.kind === 'forged') throw refused('signature')
  throw new Refusal('malformed_callback', `signed, but ${reading.reason}`)
}

async function record(
  deps: ApiDeps,
  target: CallbackTarget,
  receipt: Receipt,
): Promise<ReceiptResult['kind'] | 'parked'> {
  const result = await applyReceipt({ db: deps.callbackDb, nextLookMs: deps.nextLookMs }, target, receipt)
  if (result.kind !== 'unknown_attempt') return result.kind
  await parkReceipt(deps.callbackDb, target, receipt)
  return 'parked'
}

function mismatch(): Refusal {
  return new Refusal(
    'provider_id_mismatch',
    'this attempt is bound to another provider id; nothing was changed',
  )
}

/** Forms are read within bounds; anything else reaches the signature check as no form, and fails it. */
async function readFormsOnly(app: FastifyInstance, maxBytes: number): Promise<void> {
  app.removeAllContentTypeParsers()
  await app.register(formbody, { bodyLimit: maxBytes, parser: readForm })
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, _body, done) =>
    done(null),
  )
  app.setErrorHandler((error) => {
    const isBodyFault = error instanceof Error && 'code' in error && /^FST_ERR_CTP_/.test(String(error.code))
    throw isBodyFault ? refused('body') : error
  })
}

/** Names and values as they were sent; a repeated name becomes a list. Too many are no form of a provider: none is kept. */
function readForm(text: string): Record<string, unknown> {
  const form: Record<string, unknown> = Object.create(null)
  if (text.split('&', maxParams + 1).length > maxParams) return form
  const params = new URLSearchParams(text)
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    form[name] = values.length === 1 ? values[0] : values
  }
  return form
}

function tokenOf(request: FastifyRequest): string {
  const parsed = schema.params.safeParse(request.params)
  return parsed.success ? parsed.data.token : ''
}

function isForm(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null
}

function refused(what: 'token' | 'signature' | 'body'): Refusal {
  return new Refusal('callback_refused', `the ${what} is not what the carrier sends for this message`)
}

function unknownAccount(): Refusal {
  return new Refusal('attempt_not_found', 'the account of this attempt is not configured here')
}
