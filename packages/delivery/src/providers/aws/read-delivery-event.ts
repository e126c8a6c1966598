import type { Receipt } from '@heliograph/shared/domain/receipt'
import { z } from 'zod'
import { readAttemptReference } from '../attempt-reference.ts'
import type { EventReading } from '../provider.ts'
import { contextKey } from './create-input.ts'
import { classifyCode } from './error-catalogue.ts'
import { messageIdPattern } from './message-id.ts'
import { readNumber } from './read-number.ts'
import { readStatus } from './status.ts'

/** What helps and what may be missing or odd does not cost the rest. */
const amount = z.number().nonnegative().max(1_000).optional().catch(undefined)

const deliveryEvent = z.object({
  eventType: z.string(),
  messageId: z.string().regex(messageIdPattern),
  isFinal: z.boolean().optional(),
  originationPhoneNumber: z.string().optional().catch(undefined),
  context: z.record(z.string(), z.unknown()).optional().catch(undefined),
  totalMessageParts: z.int().min(1).max(1_000).optional().catch(undefined),
  totalMessagePrice: amount,
  totalCarrierFee: amount,
})

/**
 * Translates an event about an outbound message. Events may come twice and in any order: the caller relies on ranks
 * only rising. An event that does not say whether it is final is taken for what its type usually is.
 */
export function readDeliveryEvent(json: object): EventReading {
  const parsed = deliveryEvent.safeParse(json)
  if (!parsed.success) return { kind: 'malformed', reason: 'an event without a message id' }
  const event = parsed.data
  if (/^(VOICE|RCS)_/.test(event.eventType)) return { kind: 'handled', what: 'an event of another channel' }
  const reading = readStatus(event.eventType, event.isFinal ?? true)
  if (reading === undefined)
    return { kind: 'malformed', reason: 'no type of event about an outbound message' }
  const { status, errorCode } = reading
  const from = readNumber(event.originationPhoneNumber)
  const price = sumPrice(event.totalMessagePrice, event.totalCarrierFee)
  const receipt: Receipt = {
    source: 'callback',
    providerId: event.messageId,
    status,
    ...(errorCode === undefined ? {} : { errorCode, errorClass: classifyCode(errorCode) ?? 'unknown' }),
    ...(from === undefined ? {} : { from }),
    ...(event.totalMessageParts === undefined ? {} : { segments: event.totalMessageParts }),
    // AWS bills messages in US dollars.
    ...(price === undefined ? {} : { price, priceUnit: 'USD' }),
  }
  const target = readTarget(event.context)
  return { kind: 'receipt', receipt, ...(target === undefined ? {} : { target }) }
}

function readTarget(context: Readonly<Record<string, unknown>> | undefined) {
  const reference = context?.[contextKey]
  return typeof reference === 'string' ? readAttemptReference(reference) : undefined
}

/** Sum in millionths, where binary fractions cannot show; undefined for nothing. */
function sumPrice(...amounts: readonly (number | undefined)[]): string | undefined {
  const millionths = amounts.reduce<number>((sum, part) => sum + Math.round((part ?? 0) * 1e6), 0)
  return millionths <= 0 ? undefined : (millionths / 1e6).toFixed(6).replace(/\.?0+$/, '')
}
