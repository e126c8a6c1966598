/** What kind of trouble an error code means, and with it who has to act. */
export const errorClasses = [
  'account',
  'sender',
  'configuration',
  'recipient',
  'content',
  'opt_out',
  'filtered',
  'throttled',
  'transient',
  'network',
  'ambiguous',
  'expired',
  'canceled',
  'unknown',
] as const

/**
 * `account` and `sender` faults hold that account or sender, `throttled`, `transient` and `network`
 * are tried again where nothing was sent, `ambiguous` is proven, all others are final at once.
 */
export type ErrorClass = (typeof errorClasses)[number]

/** One line of a provider's error table, in plain words. */
export type ErrorExplanation = {
  /** The provider's code as it reports it, for example "21610". */
  readonly code: string
  readonly class: ErrorClass
  /** Short title, a few words. */
  readonly title: string
  /** What happened, in words for somebody who does not know the provider. */
  readonly cause: string
  /** What to do about it. */
  readonly remedy: string
}
