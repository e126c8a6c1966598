import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import { type Reaction, reactionTo as reactionToClass } from '../reaction.ts'

/** What to do after Plivo refused with this class. Its limit counts requests within 5 s, and it names no time to wait. */
export function reactionTo(errorClass: ErrorClass): Reaction {
  const reaction = reactionToClass(errorClass)
  return errorClass === 'throttled' && reaction.kind === 'retry'
    ? { ...reaction, retryAfterMs: limitWindowMs }
    : reaction
}

const limitWindowMs = 5_000
