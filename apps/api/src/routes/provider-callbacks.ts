import { applyReceipt, type ReceiptResult } from '@heliograph/delivery/messages/apply-receipt'
import { findAttemptAnyTenant } from '@heliograph/delivery/messages/message-queries'
import { parkReceipt } from '@heliograph/delivery/messages/park-receipt'
import type { CallbackReading } from '@heliograph/delivery/providers/provider'
import { type CallbackTarget, readCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import type { Limits } from '../limits.ts'
import { addCarrierForms, isForm } from '../plugins/carrier-forms.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    callbackTarget?: CallbackTarget
  }
}

const schema = {
  operationId: 'twilioStatusCallback',
  summary: 'Status callback of Twilio',
  security: [],
  description:
    'The token names message and attempt and is signed by us; the form is signed by Twilio over the configured ' +
    'public URL. Doubled and late callbacks are harmless.',
  tags: ['provider callbacks'],
  consumes: ['application/x-www-form-urlencoded'],
  params: z.object({
    token: z
      .string()
      .describe('Message, attempt and our signature.')
      .meta({ examples: ['01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12.1.0123456789abcdefABCDEF'] }),
  }),
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
  await addCarrierForms(app, limits.maxCallbackBytes, () => refused('body'))
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

function tokenOf(request: FastifyRequest): string {
  const parsed = schema.params.safeParse(request.params)
  return parsed.success ? parsed.data.token : ''
}

function refused(what: 'token' | 'signature' | 'body'): Refusal {
  return new Refusal('callback_refused', `the ${what} is not what the carrier sends for this message`)
}

function unknownAccount(): Refusal {
  return new Refusal('attempt_not_found', 'the account of this attempt is not configured here')
}
