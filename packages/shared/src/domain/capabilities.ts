import type { ProviderName } from './provider-name.ts'

/** Media types that a carrier takes up to one size. */
export type MediaTypeLimit = {
  /** Exact types such as `image/png`, or a family such as `video/*`. */
  readonly types: readonly string[]
  readonly maxBytes: number
}

/**
 * What one carrier can do and how much of it it takes. One table per adapter, read by the checks before sending, by the
 * API and by the docs, so that none of them can promise what another refuses.
 */
export type Capabilities = {
  readonly provider: ProviderName
  readonly media: {
    /** Files of one message. `min` 1: a message of text alone is refused. */
    readonly min: number
    readonly max: number
    /** Where the files may be. `https` and `http` are fetched by the carrier, or staged by us where it cannot. */
    readonly sources: readonly ('https' | 'http' | 's3')[]
    readonly types: readonly MediaTypeLimit[]
    /** All files and the text together. */
    readonly maxTotalBytes: number
  }
  readonly body: {
    /** UTF-16 code units. */
    readonly maxChars: number
  }
  /** Recipients' countries as ISO 3166-1 alpha-2 codes; `any` where the carrier itself decides by account. */
  readonly countries: readonly string[] | 'any'
  readonly senders: readonly ('number' | 'messaging_service')[]
  /** How long the carrier may keep a message waiting, in seconds. */
  readonly validity: { readonly minSeconds: number; readonly maxSeconds: number }
  /** Its own record of a message can be asked for by its id. */
  readonly lookUp: boolean
  /**
   * How a message whose answer was lost is found: by our own reference, exactly; by recipient and time, among others;
   * or not at all, and then the policy `confirmed` acts as `at_most_once`.
   */
  readonly search: 'by_reference' | 'by_recipient' | 'none'
  /** A message that the carrier holds can be taken back. */
  readonly cancel: boolean
  /** Where receipts come to: an address per message, or one for the whole account. */
  readonly receipts: 'per_message' | 'per_account'
  /** How it proves that a callback is its own, in a few words. */
  readonly signature: string
  /** Opt-outs that it reports, in a few words. */
  readonly optOut: string
  /** Inbound messages with media reach us. */
  readonly inboundMedia: boolean
}
