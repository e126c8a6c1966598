import type { ReceiptStatus } from '@heliograph/shared/domain/status'

/** Our word for a Twilio message status, with the code it implies where Twilio gives none. */
export type StatusReading = { readonly status: ReceiptStatus; readonly impliedCode?: string }

/**
 * Translates the status of an outbound message. Undefined for inbound statuses and for words that
 * Twilio does not document. `read` is a delivery; a canceled message has failed with code `canceled`.
 */
export function readStatus(word: string): StatusReading | undefined {
  return statuses.get(word)
}

/** True for the words of messages that come in, which share the resource with outbound ones. */
export function isInboundStatus(word: string): boolean {
  return word === 'receiving' || word === 'received'
}

const statuses: ReadonlyMap<string, StatusReading> = new Map([
  ['accepted', { status: 'submitted' }],
  ['scheduled', { status: 'submitted' }],
  ['queued', { status: 'submitted' }],
  ['sending', { status: 'sending' }],
  ['sent', { status: 'sent' }],
  ['delivered', { status: 'delivered' }],
  ['read', { status: 'delivered' }],
  ['partially_delivered', { status: 'delivered' }],
  ['undelivered', { status: 'undelivered' }],
  ['failed', { status: 'failed' }],
  ['canceled', { status: 'failed', impliedCode: 'canceled' }],
])
