import type { ErrorClass } from './error-class.ts'
import type { ReceiptStatus } from './status.ts'

/** Why an attempt did not end in a provider id. `detail` is free of numbers, bodies and secrets. */
export type SendFault = {
  /** Provider code ("21211") or our own word for a transport fault ("connect_timeout"). */
  readonly code: string
  readonly class: ErrorClass
  readonly detail: string
  readonly httpStatus?: number
  readonly requestId?: string
}

/** What the provider told us when it accepted a message, or about a message we asked for. */
export type ProviderMessage = {
  readonly providerId: string
  readonly status: ReceiptStatus
  /** The sender that carries it; absent until a messaging service picked one. */
  readonly from?: string
  readonly segments?: number
  readonly mediaCount?: number
  /** Positive decimal string in `priceUnit`, absent until billed. */
  readonly price?: string
  readonly priceUnit?: string
  readonly errorCode?: string
  readonly errorClass?: ErrorClass
}

/**
 * How one hand-over to a provider ended.
 *
 * - `accepted`: the provider gave its id.
 * - `rejected`: the provider certainly refused it and will always refuse it.
 * - `not_sent`: it certainly was not taken; trying again is safe. `usesAttempt` is false where the
 *   provider asked for patience (429) or a hold is set. `hold` names what must be held.
 * - `ambiguous`: the answer was lost after the request may have arrived; never resent blindly.
 */
export type SendOutcome =
  | ({
      readonly kind: 'accepted'
      readonly httpStatus?: number
      readonly requestId?: string
    } & ProviderMessage)
  | { readonly kind: 'rejected'; readonly fault: SendFault }
  | {
      readonly kind: 'not_sent'
      readonly fault: SendFault
      readonly usesAttempt: boolean
      readonly retryAfterMs?: number
      readonly hold?: 'account' | 'sender'
    }
  | { readonly kind: 'ambiguous'; readonly fault: SendFault }
