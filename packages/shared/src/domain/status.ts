/** Every status a message can show, in the order of a usual life. */
export const messageStatuses = [
  'scheduled',
  'queued',
  'sending',
  'retrying',
  'ambiguous',
  'submitted',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'expired',
  'blocked',
  'unknown',
] as const

/** One word for where a message stands. See the glossary in docs/architecture.md. */
export type MessageStatus = (typeof messageStatuses)[number]

/** Statuses in which the row waits to be handed to a provider and `next_at` says when. */
export const dueStatuses = ['scheduled', 'queued', 'retrying'] as const satisfies readonly MessageStatus[]

/** Statuses after hand-over in which `next_at` says when to ask the provider for news. */
export const watchedStatuses = ['ambiguous', 'submitted', 'sent'] as const satisfies readonly MessageStatus[]

const finalStatuses: ReadonlySet<MessageStatus> = new Set([
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'expired',
  'blocked',
  'unknown',
])

/**
 * True when nothing more is expected. `sent` is not in the set: it becomes final by time
 * (`final_at`), and `unknown` may still be healed by a late receipt.
 */
export function isFinal(status: MessageStatus): boolean {
  return finalStatuses.has(status)
}

/** Attempt states. `absent` means that look-up proved an ambiguous attempt never arrived. */
export const attemptStates = ['open', 'accepted', 'rejected', 'not_sent', 'ambiguous', 'absent'] as const

/** Where one hand-over attempt stands. */
export type AttemptState = (typeof attemptStates)[number]

/** What a receipt can say about a message, in our words. */
export const receiptStatuses = ['submitted', 'sending', 'sent', 'delivered', 'undelivered', 'failed'] as const

/** A provider's word about a message, translated. `sending` and `submitted` both show as `submitted`. */
export type ReceiptStatus = (typeof receiptStatuses)[number]

const ranks: Record<ReceiptStatus, number> = {
  submitted: 10,
  sending: 20,
  sent: 30,
  delivered: 40,
  undelivered: 40,
  failed: 40,
}

/** Rank at which the provider has said its last word. */
export const finalRank = 40

/** How far a receipt has come, 10 to 40. A message's rank only rises. */
export function rankOf(status: ReceiptStatus): number {
  return ranks[status]
}

/** The status a message shows once a receipt of this kind is the furthest one known. */
export function statusFromReceipt(status: ReceiptStatus): MessageStatus {
  return status === 'sending' ? 'submitted' : status
}
