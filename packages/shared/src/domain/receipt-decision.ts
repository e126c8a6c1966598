import type { Receipt } from './receipt.ts'
import { type AttemptState, finalRank, type MessageStatus, rankOf, statusFromReceipt } from './status.ts'

/** What is known about a message when a receipt comes in. */
export type KnownMessage = {
  readonly status: MessageStatus
  readonly rank: number
  readonly providerId: string | null
  readonly attempt: { readonly state: AttemptState; readonly providerId: string | null }
  /** True when a receipt with the same provider id, status and error code is already in the history. */
  readonly isRepeat: boolean
}

/**
 * What a receipt changes.
 *
 * - `applied`: the message moves. `binds` writes the provider id to the attempt, `isDuplicate` says that
 *   the message already had another proven provider id.
 * - `bound`: the provider id is new, but the message is further already.
 * - `ignored`: old news; `isNew` asks for a line in the history.
 * - `conflicting`: two different last words; the first stands.
 * - `mismatch`: the attempt belongs to another provider id; nothing may change.
 */
export type ReceiptDecision =
  | {
      readonly kind: 'applied'
      readonly status: MessageStatus
      readonly rank: number
      readonly binds: boolean
      readonly isDuplicate: boolean
    }
  | { readonly kind: 'bound'; readonly isDuplicate: boolean }
  | { readonly kind: 'ignored' | 'conflicting'; readonly isNew: boolean }
  | { readonly kind: 'mismatch' }

/**
 * Decides what one receipt does. Rank only rises, so that receipts may come early, late, doubled or
 * out of order. The first last word stands until the provider's own look-up says otherwise. Statuses of
 * ours have rank 0: any proof that the provider has the message heals them.
 */
export function decideReceipt(known: KnownMessage, receipt: Receipt): ReceiptDecision {
  const bound = known.attempt.providerId
  if (bound !== null && bound !== receipt.providerId) return { kind: 'mismatch' }
  const binds = bound === null
  const isDuplicate = known.providerId !== null && known.providerId !== receipt.providerId
  const rank = rankOf(receipt.status)
  const status = statusFromReceipt(receipt.status)
  if (rank > known.rank) return { kind: 'applied', status, rank, binds, isDuplicate }
  if (binds) return { kind: 'bound', isDuplicate }
  if (rank === finalRank && known.rank === finalRank && status !== known.status && !isDuplicate) {
    return receipt.source === 'lookup'
      ? { kind: 'applied', status, rank, binds, isDuplicate }
      : { kind: 'conflicting', isNew: !known.isRepeat }
  }
  return { kind: 'ignored', isNew: !known.isRepeat && (rank < known.rank || status !== known.status) }
}
