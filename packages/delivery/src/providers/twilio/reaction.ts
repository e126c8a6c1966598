import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import { type Reaction, reactionTo as reactionToClass } from '../reaction.ts'

/** What to do after Twilio refused with this class and code: limits that are counted by the hour or the day wait longer. */
export function reactionTo(errorClass: ErrorClass, code: string): Reaction {
  const reaction = reactionToClass(errorClass)
  return errorClass === 'throttled' && slowLimits.has(code)
    ? { kind: 'retry', usesAttempt: false, retryAfterMs: slowLimitMs }
    : reaction
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
