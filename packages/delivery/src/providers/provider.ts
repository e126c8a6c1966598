import type { ErrorExplanation } from '@heliograph/shared/domain/error-class'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { ProviderMessage, SendOutcome } from '@heliograph/shared/domain/send-outcome'

/** What a provider is asked to send: one message, one attempt. */
export type SendRequest = {
  readonly messageId: string
  readonly attempt: number
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
  /** How long the provider may keep the message waiting, 1 to 36000; its own default when absent. */
  readonly validitySeconds?: number
  /** Absolute URL for status callbacks that names message and attempt; absent where none can reach us. */
  readonly statusCallbackUrl?: string
}

/** A callback request as it came in, before anything in it is trusted. */
export type CallbackRequest = {
  /** `PUBLIC_BASE_URL` plus the raw path and query: what the provider signed. */
  readonly signedUrl: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Decoded form parameters (null-prototype object), or undefined when the body was no form. */
  readonly form: Readonly<Record<string, unknown>> | undefined
}

/** `forged`: the signature or the account does not fit. `malformed`: signed, but not a status we can read. */
export type CallbackReading =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'forged'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string }

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

/** `forged`: the signature or the account does not fit. `malformed`: signed, but not a message we can read. */
export type InboundReading =
  | { readonly kind: 'inbound'; readonly inbound: InboundMessage }
  | { readonly kind: 'forged'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string }

/** Answer of a look-up by provider id. `unavailable` says when to ask again, if the provider said so. */
export type LookUp =
  | { readonly kind: 'found'; readonly message: ProviderMessage }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly detail: string; readonly retryAfterMs?: number }

/** Which messages to list: outbound through the API to this recipient, taken at or after `since`. */
export type ListQuery = {
  readonly to: string
  /** Leave out where a messaging service picks: the provider shows no sender until it has. */
  readonly from?: string
  /** Providers keep whole seconds: leave room of some seconds before the request. */
  readonly since: Date
}

/** A message in the provider's list, with what tells it from others to the same recipient. */
export type ListedMessage = ProviderMessage & {
  readonly to: string
  readonly body: string
  readonly createdAt: Date
}

/**
 * Answer of a listing, newest first. Not in the list proves nothing: lists lag behind.
 * `isComplete` is false when there was more than the provider adapter reads.
 */
export type Listing =
  | { readonly kind: 'listed'; readonly messages: readonly ListedMessage[]; readonly isComplete: boolean }
  | { readonly kind: 'unavailable'; readonly detail: string; readonly retryAfterMs?: number }

/**
 * Port to one provider account. `send` never throws for anything the provider or the network did:
 * every such end is a SendOutcome. It may throw only for a fault of ours before the first byte.
 */
export type Provider = {
  readonly name: 'twilio'
  /** Sends once. Never repeats the request by itself. Aborting the signal ends as `ambiguous` or `not_sent`. */
  send(request: SendRequest, signal: AbortSignal): Promise<SendOutcome>
  /** Asks for the provider's own record of a message. Idempotent. */
  lookUp(providerId: string, signal: AbortSignal): Promise<LookUp>
  /** Finds candidates for a message whose id was lost. Idempotent. */
  list(query: ListQuery, signal: AbortSignal): Promise<Listing>
  /** Verifies and translates a status callback. Pure: no I/O. */
  readCallback(request: CallbackRequest): CallbackReading
  /** Verifies and translates an inbound message. Pure: no I/O. */
  readInbound(request: CallbackRequest): InboundReading
  /** Plain words for a code of this provider; undefined for a code it never documented. */
  explain(code: string): ErrorExplanation | undefined
  /** Closes idle connections. */
  close(): Promise<void>
}
