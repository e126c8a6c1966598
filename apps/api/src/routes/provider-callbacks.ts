import type { ApplyReceipt, ReceiptResult } from '@heliograph/delivery/messages/apply-receipt'
import { findAttemptAnyTenant } from '@heliograph/delivery/messages/message-queries'
import { parkReceipt } from '@heliograph/delivery/messages/park-receipt'
import { asReceipt } from '@heliograph/delivery/messages/poll-silent'
import type { AimedReceipt } from '@heliograph/delivery/messages/receipt-row'
import type { ProviderDefinition } from '@heliograph/delivery/providers/definition'
import type { Provider } from '@heliograph/delivery/providers/provider'
import { definitions } from '@heliograph/delivery/providers/registry'
import { type CallbackTarget, readCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import type { Limits } from '../limits.ts'
import { addRawBodies, readCarrierRequest } from '../plugins/raw-bodies.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { shareReceipts } from './share-receipts.ts'

declare module 'fastify' {
  interface FastifyRequest {
    callbackTarget?: CallbackTarget
  }
}

const params = z.object({
  token: z
    .string()
    .describe('Message, attempt and our signature.')
    .meta({ examples: ['01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12.1.0123456789abcdefABCDEF'] }),
})

/** What became of a callback, as the log says it. */
type Outcome = Omit<ReceiptResult, 'kind'> & { readonly kind: ReceiptResult['kind'] | 'parked' | 'nothing' }

const nothing: Outcome = { kind: 'nothing' }

const taken = z.null().describe('Recorded, or known already.')

function schemaOf({ name, title, capabilities, replies, canHint }: ProviderDefinition) {
  return {
    operationId: `${name}StatusCallback`,
    summary: `Status callback of ${title}`,
    security: [],
    description:
      `The token names message and attempt and is signed by us; ${title} proves itself by ${capabilities.signature}, ` +
      'over the configured public URL. Doubled and late callbacks are harmless.',
    tags: ['provider callbacks'],
    params,
    response: {
      // The type names both; the document shows the one that this provider gets.
      ...({ [replies.receipt]: taken } as { 200: typeof taken; 204: typeof taken }),
      ...problemResponses(
        'malformed_callback',
        'callback_refused',
        'not_found',
        'attempt_not_found',
        'provider_id_mismatch',
        ...(canHint ? (['provider_unavailable'] as const) : []),
        'database_unavailable',
      ),
    },
  }
}

/**
 * POST /webhooks/<provider>/status/:token, for every provider whose receipts name their attempt. The order matters: our
 * MAC before the body is read, the provider's signature before anything in it is used, one durable write before the
 * answer. Any fault is a 503, so that a provider that repeats callbacks repeats this one: recording it twice changes
 * nothing.
 */
export const providerCallbacks: FastifyPluginCallbackZod<{ deps: ApiDeps; limits: Limits }> = (
  app,
  { deps, limits },
  done,
) => {
  addRawBodies(app, limits.maxCallbackBytes, () => refused('body'))
  app.addHook('onRequest', (request, _reply, next) => {
    if (deps.settings.publicBaseUrl === undefined) {
      next(new Refusal('not_found', 'callbacks are off: PUBLIC_BASE_URL is not set'))
      return
    }
    const target = readCallbackToken(deps.keyring, tokenOf(request))
    if (target === undefined) {
      next(refused('token'))
      return
    }
    request.callbackTarget = target
    noteFacts(request, target)
    next()
  })
  const config = { logEvent: 'callback.handled', deadlineMs: limits.callbackTimeoutMs }
  const apply = shareReceipts(deps)
  for (const definition of definitions.filter((one) => one.capabilities.receipts === 'per_message')) {
    const { name, replies } = definition
    // Deeper paths carry no token of ours either, and are refused by the hook like any other.
    app.post(`/webhooks/${name}/status/*`, { schema: { hide: true }, config }, () => {
      throw refused('token')
    })
    const options = { schema: schemaOf(definition), config }
    app.post(`/webhooks/${name}/status/:token`, options, async (request, reply) => {
      const target = request.callbackTarget
      if (target === undefined) throw refused('token')
      const account = accountOf(deps, name)
      const receipt = await read(deps, request, account.provider)
      noteFacts(request, { provider: name, ...(receipt && { receipt: receipt.status }) })
      const aim = { ...target, providerAccountId: account.id }
      const result = receipt === undefined ? nothing : await record(deps, apply, { target: aim, receipt })
      noteFacts(request, { outcome: result.kind, ...(result.tenantId && { tenantId: result.tenantId }) })
      if (result.kind === 'mismatch') throw mismatch()
      if (result.kind === 'other_account') throw unknownAccount()
      return reply.code(replies.receipt).send(null)
    })
  }
  done()
}

/** The account whose callbacks come on a path. */
type Account = { readonly id: string; readonly provider: Provider }

/** There is at most one account of each provider: its signature is the only one that counts. */
function accountOf(deps: ApiDeps, name: ProviderName): Account {
  const { id } = deps.routing.find((account) => account.provider === name) ?? {}
  const provider = id === undefined ? undefined : deps.providers.get(id)
  if (id === undefined || provider?.name !== name) throw unknownAccount()
  return { id, provider }
}

/** The receipt of a callback; undefined for one that says nothing we keep. */
async function read(
  deps: ApiDeps,
  request: FastifyRequest,
  provider: Provider,
): Promise<Receipt | undefined> {
  const reading = provider.readCallback(readCarrierRequest(request, deps.settings.publicBaseUrl))
  switch (reading.kind) {
    case 'receipt':
      return reading.receipt
    case 'hint':
      return await ask(deps, request, { provider, providerId: reading.providerId })
    case 'nothing':
      noteFacts(request, { reason: reading.reason })
      return undefined
    case 'forged':
      noteFacts(request, { reason: reading.reason })
      throw refused('signature')
    case 'malformed':
      noteFacts(request, { reason: reading.reason })
      throw new Refusal('malformed_callback', `signed, but ${reading.reason}`)
  }
}

/**
 * What the provider itself says of a message that a callback only hinted at. The id in it is anybody's word, so it has to
 * be the attempt's own, or that of a message to the same recipient while the attempt has none.
 */
async function ask(
  deps: ApiDeps,
  request: FastifyRequest,
  hint: { readonly provider: Provider; readonly providerId: string },
): Promise<Receipt> {
  const { provider, providerId } = hint
  noteFacts(request, { hint: providerId })
  const target = request.callbackTarget
  const attempt = target && (await findAttemptAnyTenant({ db: deps.callbackDb }, target))
  // Our MAC says that we made this attempt: without its row the database is behind.
  if (attempt === undefined) throw notYet()
  if (attempt.providerId !== null && attempt.providerId !== providerId) throw mismatch()
  const answer = await provider.lookUp(providerId, AbortSignal.timeout(hintTimeoutMs))
  if (answer.kind === 'absent') throw refused('message')
  if (answer.kind !== 'found') {
    noteFacts(request, { reason: answer.kind === 'unavailable' ? answer.detail : answer.kind })
    throw notYet()
  }
  if (attempt.providerId === null && answer.to === undefined) throw notYet()
  if (answer.to !== undefined && answer.to !== attempt.to) throw refused('message')
  return asReceipt(answer.message)
}

function notYet(): Refusal {
  return new Refusal('provider_unavailable', 'what became of the message cannot be told yet; repeat this')
}

const hintTimeoutMs = 5_000

/** Keeps what is about an attempt that is not here yet: without its row the database is behind, and the receipt waits. */
async function record(
  deps: ApiDeps,
  apply: ApplyReceipt,
  { target, receipt }: AimedReceipt,
): Promise<Outcome> {
  const result = await apply(target, receipt)
  if (result.kind !== 'unknown_attempt') return result
  await parkReceipt(deps.callbackDb, target, receipt)
  return { kind: 'parked' }
}

function mismatch(): Refusal {
  return new Refusal(
    'provider_id_mismatch',
    'this attempt is bound to another provider id; nothing was changed',
  )
}

function tokenOf(request: FastifyRequest): string {
  const parsed = params.safeParse(request.params)
  return parsed.success ? parsed.data.token : ''
}

function refused(what: 'token' | 'signature' | 'body' | 'message'): Refusal {
  return new Refusal('callback_refused', `the ${what} is not what the carrier sends for this message`)
}

function unknownAccount(): Refusal {
  return new Refusal('attempt_not_found', 'the account of this attempt is not configured here')
}
