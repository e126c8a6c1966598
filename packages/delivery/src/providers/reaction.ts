import type { ErrorClass } from '@heliograph/shared/domain/error-class'

/** What a refusal of a send request means for the message and for those behind it. */
export type Reaction =
  | { readonly kind: 'reject' }
  | {
      readonly kind: 'retry'
      readonly usesAttempt: boolean
      readonly retryAfterMs?: number
      readonly hold?: 'account' | 'sender'
    }
  | { readonly kind: 'prove' }

/**
 * What to do after a refusal of this class. A hold or a limit does not use up an attempt: the message is not at fault.
 * Whatever is neither passing nor open is final.
 */
export function reactionTo(errorClass: ErrorClass): Reaction {
  switch (errorClass) {
    case 'account':
    case 'sender':
      return { kind: 'retry', usesAttempt: false, hold: errorClass }
    case 'throttled':
      return { kind: 'retry', usesAttempt: false }
    case 'transient':
    case 'network':
      return { kind: 'retry', usesAttempt: true }
    case 'ambiguous':
      return { kind: 'prove' }
    default:
      return { kind: 'reject' }
  }
}
