import type { Capabilities } from '@heliograph/shared/domain/capabilities'
import type { ErrorExplanation } from '@heliograph/shared/domain/error-class'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { ProviderMessage, SendOutcome } from '@heliograph/shared/domain/send-outcome'

/** What a provider is asked to send: one message, one attempt. */
export type SendRequest = {
  readonly messageId: string
  readonly attempt: number
  /** Whose message it is: staged media is kept apart by tenant. */
  readonly tenantId: string
  readonly to: string
  /** Number or short code; absent when the messaging service picks. */
  readonly from?: string
  readonly messagingService?: string
  readonly body?: string
  readonly mediaUrls: readonly string[]
  /** Send as MMS even without media. */
  readonly requireMms: boolean
  /**
   * Monotonic time (`performance.now()`) after which the request must not begin any more: the claim may be
   * lost by then. Checked in the same tick as the first byte.
   */
  readonly startBefore?: number
  /** How long the provider may keep the message waiting; its own default when absent. */
  readonly validitySeconds?: number
  /** Absolute URL for status callbacks that names message and attempt; absent where none can reach us. */
  readonly statusCallbackUrl?: string
}

/** Which attempt something belongs to. */
export type AttemptTarget = { readonly messageId: string; readonly attempt: number }

/** A callback request as it came in, before anything in it is trusted. */
export type CallbackRequest = {
  readonly method: 'POST'
  /** `PUBLIC_BASE_URL` plus the raw path and query: what the provider signed. */
  readonly signedUrl: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body, byte by byte as it came: signatures cover exactly these bytes. */
  readonly rawBody: Buffer
}

/** Why a callback is not used. `forged`: signature or account do not fit. `malformed`: signed, but unreadable. */
export type CallbackFault =
  | { readonly kind: 'forged'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string }

/**
 * What a status callback says. `hint`: it is not signed well enough to be believed, so the provider's own record of
 * `providerId` has to be asked. `nothing`: genuine and of no interest, for example a status we do not keep.
 */
export type CallbackReading =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'hint'; readonly providerId: string }
  | { readonly kind: 'nothing'; readonly reason: string }
  | CallbackFault

/**
 * What came on an address that an account has for all its receipts. `target` is the attempt that the provider was told
 * with the message; without it the receipt's provider id decides. `handled`: nothing is left to do.
 */
export type EventReading =
  | { readonly kind: 'receipt'; readonly receipt: Receipt; readonly target?: AttemptTarget }
  | { readonly kind: 'inbound'; readonly inbound: InboundMessage }
  | { readonly kind: 'handled'; readonly what: string }
  /** Our side or the way to the provider's is in trouble: it should come again. */
  | { readonly kind: 'unavailable'; readonly detail: string }
  | CallbackFault

/** A message that somebody wrote to one of our senders. */
export type InboundMessage = {
  readonly providerId: string
  readonly from: string
  readonly to: string
  /** The messaging service that the sender belongs to. */
  readonly messagingService?: string
  readonly body: string
  /** Addresses at the provider; fetching them needs the account's credentials. */
  readonly mediaUrls: readonly string[]
  /** The provider's own reading of a keyword: STOP, START or HELP. */
  readonly optOutType?: string
}

/** What an inbound webhook says. `nothing`: genuine and no message to us. */
export type InboundReading =
  | { readonly kind: 'inbound'; readonly inbound: InboundMessage }
  | { readonly kind: 'nothing'; readonly reason: string }
  | CallbackFault

/**
 * Answer of a look-up by provider id; `to` where the provider says whom it is to. `unavailable` says when to ask again, if the provider said so. `unsupported`: this
 * provider has no such question; asking again is useless.
 */
export type LookUp =
  | { readonly kind: 'found'; readonly message: ProviderMessage; readonly to?: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly detail: string; readonly retryAfterMs?: number }
  | { readonly kind: 'unsupported' }

/** Which messages to list: outbound through the API to this recipient, taken at or after `since`. */
export type ListQuery = {
  readonly to: string
  /** Leave out where a messaging service picks: the provider shows no sender until it has. */
  readonly from?: string
  /** Providers keep whole seconds: leave room of some seconds before the request. */
  readonly since: Date
  /** The attempt that is looked for: all that a provider needs which keeps our reference. */
  readonly target: AttemptTarget
}

/** A message in the provider's list, with what tells it from others to the same recipient. */
export type ListedMessage = ProviderMessage & {
  readonly to: string
  readonly createdAt: Date
  /** Absent where the list does not show it. */
  readonly body?: string
  /** The attempt it was sent for, where the provider kept our reference: proof by itself. */
  readonly target?: AttemptTarget
}

/**
 * Answer of a listing, newest first. Not in the list proves nothing: lists lag behind.
 * `isComplete` is false when there was more than the provider adapter reads. `unsupported`: there is no list.
 */
export type Listing =
  | { readonly kind: 'listed'; readonly messages: readonly ListedMessage[]; readonly isComplete: boolean }
  | { readonly kind: 'unavailable'; readonly detail: string; readonly retryAfterMs?: number }
  | { readonly kind: 'unsupported' }

/**
 * Answer of a cancel request. `canceled`: the provider will not send it any more; its receipt may follow. `too_late`: it
 * was handed to the carrier, or is unknown. `unsupported`: this provider takes nothing back.
 */
export type CancelOutcome =
  | { readonly kind: 'canceled' }
  | { readonly kind: 'too_late' }
  | { readonly kind: 'unavailable'; readonly detail: string; readonly retryAfterMs?: number }
  | { readonly kind: 'unsupported' }

/**
 * Port to one provider account. `send` never throws for anything the provider or the network did:
 * every such end is a SendOutcome. It may throw only for a fault of ours before the first byte.
 */
export type Provider = {
  readonly name: ProviderName
  readonly capabilities: Capabilities
  /**
   * Sends once. Never repeats the request by itself. What the capabilities exclude is `rejected` without any request.
   * Aborting the signal ends as `ambiguous` or `not_sent`.
   */
  send(request: SendRequest, signal: AbortSignal): Promise<SendOutcome>
  /** Asks for the provider's own record of a message. Idempotent. */
  lookUp(providerId: string, signal: AbortSignal): Promise<LookUp>
  /** Finds candidates for a message whose id was lost. Idempotent. */
  list(query: ListQuery, signal: AbortSignal): Promise<Listing>
  /** Takes a message back that the provider still holds. Idempotent. */
  cancel(providerId: string, signal: AbortSignal): Promise<CancelOutcome>
  /** Verifies and translates a status callback that came to the address of one attempt. No I/O. Never throws. */
  readCallback(request: CallbackRequest): CallbackReading
  /** Verifies and translates an inbound message. No I/O. Never throws. */
  readInbound(request: CallbackRequest): InboundReading
  /**
   * Verifies and translates what comes to the account's one address for events; absent where each message has its own.
   * May fetch a certificate or confirm a subscription. Never throws.
   */
  readEvent?(request: CallbackRequest, signal: AbortSignal): Promise<EventReading>
  /** Plain words for a code of this provider; undefined for a code it never documented. */
  explain(code: string): ErrorExplanation | undefined
  /** Closes idle connections. */
  close(): Promise<void>
}
