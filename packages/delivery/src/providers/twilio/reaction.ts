import type { ErrorClass } from '@heliograph/shared/domain/error-class'

/** What a refusal of a create request means for the message and for those behind it. */
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
 * What to do after a refusal (4xx) with this class and code. A hold or a limit does not use up an
 * attempt: the message is not at fault. Whatever is neither passing nor open is final.
 */
export function reactionTo(errorClass: ErrorClass, code: string): Reaction {
  switch (errorClass) {
    case 'account':
    case 'sender':
      return { kind: 'retry', usesAttempt: false, hold: errorClass }
    case 'throttled':
      return slowLimits.has(code)
        ? { kind: 'retry', usesAttempt: false, retryAfterMs: slowLimitMs }
        : { kind: 'retry', usesAttempt: false }
    case 'transient':
    case 'network':
      return { kind: 'retry', usesAttempt: true }
    case 'ambiguous':
      return { kind: 'prove' }
    default:
      return { kind: 'reject' }
  }
}

/** Limits that are counted by the hour or the day: asking again within seconds is useless. */
const slowLimits: ReadonlySet<string> = new Set([
  '30023',
  '30027',
  '30454',
  '30610',
  '30615',
  '60728',
  '63018',
  '63038',
])
const slowLimitMs = 15 * 60_000
