import type { ReceiptStatus } from '@heliograph/shared/domain/status'

/** Our word for an event of AWS, with its type as the error code where it is a failure. */
export type StatusReading = { readonly status: ReceiptStatus; readonly errorCode?: string }

/**
 * Translates the type of an event about an outbound message. A failure that AWS does not call final may still turn out
 * well, so it stays `sending`. `SUCCESSFUL` means that the carrier took it: a delivery may follow even where it is
 * called final. Undefined for types of other channels and for words that AWS does not document.
 */
export function readStatus(eventType: string, isFinal: boolean): StatusReading | undefined {
  const word = /^(?:MEDIA|TEXT)_([A-Z_]{1,60})$/.exec(eventType)?.[1] ?? ''
  const progress = ways.get(word)
  if (progress !== undefined) return { status: progress }
  const end = failures.get(word)
  if (end === undefined) return undefined
  return isFinal ? { status: end, errorCode: eventType } : { status: 'sending' }
}

const ways: ReadonlyMap<string, ReceiptStatus> = new Map([
  ['QUEUED', 'submitted'],
  ['PENDING', 'sending'],
  ['SENT', 'sent'],
  ['SUCCESSFUL', 'sent'],
  ['DELIVERED', 'delivered'],
])

const failures: ReadonlyMap<string, 'undelivered' | 'failed'> = new Map([
  ['INVALID', 'undelivered'],
  ['INVALID_MESSAGE', 'failed'],
  ['UNREACHABLE', 'undelivered'],
  ['CARRIER_UNREACHABLE', 'failed'],
  ['BLOCKED', 'undelivered'],
  ['CARRIER_BLOCKED', 'undelivered'],
  ['SPAM', 'undelivered'],
  ['FILE_INACCESSIBLE', 'failed'],
  ['FILE_SIZE_EXCEEDED', 'failed'],
  ['FILE_TYPE_UNSUPPORTED', 'failed'],
  ['TTL_EXPIRED', 'failed'],
  ['PROTECT_BLOCKED', 'failed'],
  ['UNKNOWN', 'undelivered'],
])
