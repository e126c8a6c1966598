import type { ApplyReceipt } from '@heliograph/delivery/messages/apply-receipt'
import { findRefAnyTenant } from '@heliograph/delivery/messages/message-queries'
import { parkReceipt } from '@heliograph/delivery/messages/park-receipt'
import type { ProviderDefinition } from '@heliograph/delivery/providers/definition'
import type { EventReading } from '@heliograph/delivery/providers/provider'
import { definitions } from '@heliograph/delivery/providers/registry'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import type { Limits } from '../limits.ts'
import { addRawBodies, readCarrierRequest } from '../plugins/raw-bodies.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { store } from './provider-inbound.ts'
import { shareReceipts } from './share-receipts.ts'

function schemaOf({ name, title, capabilities }: ProviderDefinition) {
  return {
    security: [],
    operationId: `${name}Events`,
    summary: `Events of ${title}`,
    description:
      `The one address for receipts, inbound messages and subscriptions of ${title}, which proves itself by ` +
      `${capabilities.signature}. Doubled and late events are harmless.`,
    tags: ['provider callbacks'],
    response: {
      200: z.null().describe('Recorded, known already, or of no interest.'),
      ...problemResponses(
        'malformed_callback',
        'callback_refused',
        'not_found',
        'provider_id_mismatch',
        'provider_unavailable',
        'database_unavailable',
      ),
    },
  }
}

/**
 * POST /webhooks/<provider>/events, for providers with one address per account. The adapter's checks come before anything
 * in the event is used, one durable write before the answer. Our trouble is a 503, so that the event comes again.
 */
export const providerEvents: FastifyPluginCallbackZod<{ deps: ApiDeps; limits: Limits }> = (
  app,
  { deps, limits },
  done,
) => {
  addRawBodies(app, limits.maxEventBytes, () => refused('body'))
  app.addHook('onRequest', (_request, _reply, next) => {
    const isOff = deps.settings.publicBaseUrl === undefined
    next(isOff ? new Refusal('not_found', 'callbacks are off: PUBLIC_BASE_URL is not set') : undefined)
  })
  const config = { logEvent: 'event.handled', deadlineMs: limits.callbackTimeoutMs }
  const door = { ...deps, apply: shareReceipts(deps) }
  for (const definition of definitions.filter((one) => one.capabilities.receipts === 'per_account')) {
    const { name } = definition
    const options = { schema: schemaOf(definition), config }
    app.post(`/webhooks/${name}/events`, options, async (request, reply) => {
      noteFacts(request, { provider: name })
      const { providerAccountId, reading } = await read(deps, request, name, limits.callbackTimeoutMs)
      if (reading.kind === 'handled') noteFacts(request, { outcome: reading.what })
      if (reading.kind === 'inbound')
        await store(deps, request, { providerAccountId, inbound: reading.inbound })
      if (reading.kind === 'receipt') await record(door, request, providerAccountId, reading)
      return reply.code(200).send(null)
    })
  }
  done()
}

type Genuine = Extract<EventReading, { readonly kind: 'receipt' | 'inbound' | 'handled' }>
type ReceiptReading = Extract<EventReading, { readonly kind: 'receipt' }>

/** Reads the event with the account it belongs to. */
async function read(
  deps: ApiDeps,
  request: FastifyRequest,
  name: ProviderName,
  timeoutMs: number,
): Promise<{ readonly providerAccountId: string; readonly reading: Genuine }> {
  const callback = readCarrierRequest(request, deps.settings.publicBaseUrl)
  let reason = 'no account'
  for (const [providerAccountId, provider] of deps.providers) {
    if (provider.name !== name || provider.readEvent === undefined) continue
    const reading = await provider.readEvent(callback, AbortSignal.timeout(timeoutMs))
    switch (reading.kind) {
      case 'forged':
        reason = reading.reason
        break
      case 'malformed':
        noteFacts(request, { reason: reading.reason })
        throw new Refusal('malformed_callback', `signed, but ${reading.reason}`)
      case 'unavailable':
        noteFacts(request, { reason: reading.detail })
        throw new Refusal('provider_unavailable', 'what proves the event could not be fetched; repeat this')
      default:
        return { providerAccountId, reading }
    }
  }
  noteFacts(request, { reason })
  throw refused('signature')
}

/** Applies the receipt to the attempt it names; without one, to the attempt that its provider id is bound to. */
async function record(
  deps: ApiDeps & { readonly apply: ApplyReceipt },
  request: FastifyRequest,
  providerAccountId: string,
  { receipt, target: named }: ReceiptReading,
): Promise<void> {
  const ref = { providerAccountId, providerId: receipt.providerId }
  const target = named ?? (await findRefAnyTenant({ db: deps.callbackDb }, ref))
  noteFacts(request, { receipt: receipt.status, providerId: receipt.providerId })
  if (target === undefined) {
    // Not ours to know: the account may send by other ways too.
    noteFacts(request, { outcome: 'unknown_message' })
    return
  }
  const { messageId, attempt } = target
  noteFacts(request, { messageId, attempt })
  // The reference in an event is what its sender wrote: it never leads to an attempt of another account.
  const result = await deps.apply({ ...target, providerAccountId }, receipt)
  const isParked = result.kind === 'unknown_attempt'
  if (isParked) await parkReceipt(deps.callbackDb, target, receipt)
  noteFacts(request, { outcome: isParked ? 'parked' : result.kind })
  if (result.kind !== 'mismatch') return
  throw new Refusal(
    'provider_id_mismatch',
    'this attempt is bound to another provider id; nothing was changed',
  )
}

function refused(what: 'signature' | 'body'): Refusal {
  return new Refusal('callback_refused', `the ${what} is not what the carrier sends`)
}
