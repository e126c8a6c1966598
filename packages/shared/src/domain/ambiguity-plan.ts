import type { Policy } from './policy.ts'

/** How lost answers are proven. Durations in milliseconds. */
export type AmbiguitySettings = {
  /** No resend before an attempt has been ambiguous this long: longer than lists lag behind. */
  readonly holdMs: number
  /** Least time between two list checks that count. */
  readonly gapMs: number
  /** Wait before the first look; a create usually shows within seconds. */
  readonly firstLookMs: number
  /** When a message that may not be sent again is reported as `unknown`. */
  readonly unknownAfterMs: number
  /** When `at_least_once` stops waiting for a list that cannot be read. */
  readonly resendAfterMs: number
}

/** List checks that must have come back clean before a resend. */
const cleanChecksNeeded = 2

/** Hold 120 s, checks 60 s apart, `unknown` after 15 minutes, blind resend after 30. */
export const defaultAmbiguitySettings: AmbiguitySettings = {
  holdMs: 120_000,
  gapMs: 60_000,
  firstLookMs: 5_000,
  unknownAfterMs: 900_000,
  resendAfterMs: 1_800_000,
}

/** What is known about an ambiguous attempt after looking for it and not finding it. */
export type UnprovenAttempt = {
  readonly policy: Policy
  /** Time since the answer was lost. */
  readonly ageMs: number
  /** List checks that counted and came back clean, this one included. */
  readonly cleanChecks: number
  readonly listing: 'clean' | 'unreachable' | 'unsupported'
  /** True when the message's validity is over. */
  readonly isExpired: boolean
}

/** `resend`: the attempt is absent (or, with `isRisky`, taken for absent). `unknown`: final, healable. */
export type AmbiguityPlan =
  | { readonly kind: 'wait'; readonly nextInMs: number }
  | { readonly kind: 'resend'; readonly isRisky: boolean }
  | { readonly kind: 'unknown' }

/** Decides what becomes of an attempt that no witness has proven yet. */
export function planAmbiguous(settings: AmbiguitySettings, attempt: UnprovenAttempt): AmbiguityPlan {
  const { policy, ageMs, listing } = attempt
  const mayResend = policy !== 'at_most_once' && listing !== 'unsupported'
  const isAbsent = listing === 'clean' && ageMs >= settings.holdMs && attempt.cleanChecks >= cleanChecksNeeded
  if (mayResend && isAbsent) return { kind: 'resend', isRisky: false }
  if (policy === 'at_least_once' && ageMs >= settings.resendAfterMs) return { kind: 'resend', isRisky: true }
  const isHopeless = policy === 'at_least_once' ? false : attempt.isExpired || !mayResend
  if (isHopeless && ageMs >= settings.unknownAfterMs) return { kind: 'unknown' }
  return { kind: 'wait', nextInMs: nextLookMs(settings, ageMs) }
}

function nextLookMs(settings: AmbiguitySettings, ageMs: number): number {
  const untilHoldMs = settings.holdMs - ageMs
  return untilHoldMs > 0 ? Math.min(settings.gapMs, untilHoldMs) : settings.gapMs
}
