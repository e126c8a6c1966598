import type { ReceiptStatus } from '@heliograph/shared/domain/status'

/**
 * Translates the state of an outbound message. Undefined for inbound states and for words that Plivo does not document.
 * There is no word for a canceled message, and an expired one has `failed` with code 420.
 */
export function readStatus(word: string): ReceiptStatus | undefined {
  return statuses.get(word)
}

const statuses: ReadonlyMap<string, ReceiptStatus> = new Map([
  ['queued', 'submitted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  // Older accounts only.
  ['rejected', 'failed'],
])
