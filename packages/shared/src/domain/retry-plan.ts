/** How retries are spaced and bounded. Durations in milliseconds. */
export type RetryPolicy = {
  readonly baseMs: number
  readonly factor: number
  readonly capMs: number
  readonly maxAttempts: number
}

/** Base 2 s, doubling, at most 15 minutes apart, 8 attempts. */
export const defaultRetryPolicy: RetryPolicy = { baseMs: 2_000, factor: 2, capMs: 900_000, maxAttempts: 8 }

/**
 * Delay before the next attempt: exponential with full jitter, never shorter than what the provider
 * asked for. `jitter` is in [0, 1); `tries` counts all attempts so far, 1 or more.
 */
export function retryDelayMs(policy: RetryPolicy, tries: number, jitter: number, retryAfterMs = 0): number {
  const exponent = Math.max(0, tries - 1)
  const ceiling = Math.min(policy.capMs, policy.baseMs * policy.factor ** exponent)
  return Math.max(Math.round(ceiling * jitter), retryAfterMs)
}

/** What becomes of a message whose last attempt certainly was not sent. */
export type RetryStep =
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'give_up'; readonly code: 'retries_exhausted' }

/** Decides between another attempt and `retries_exhausted`. */
export function planRetry(
  policy: RetryPolicy,
  input: {
    /** Attempts that count against the limit; a 429 does not. */
    readonly attemptsUsed: number
    readonly tries: number
    readonly jitter: number
    readonly retryAfterMs?: number
  },
): RetryStep {
  if (input.attemptsUsed >= policy.maxAttempts) return { kind: 'give_up', code: 'retries_exhausted' }
  const delayMs = retryDelayMs(policy, input.tries, input.jitter, input.retryAfterMs)
  return { kind: 'retry', delayMs }
}

/** Waits between looks at a message that went silent: 2, 4, 8, 16, 30 s when no callbacks are configured. */
export const quickPollLadderMs = [2_000, 4_000, 8_000, 16_000, 30_000] as const

/** Waits when callbacks work: first look after 10 minutes, then backing off to a day. */
export const slowPollLadderMs = [600_000, 1_800_000, 7_200_000, 28_800_000, 86_400_000] as const

/** Waits before each look for the price of a message that has ended; carriers bill within a day. */
export const priceLadderMs = [600_000, 3_600_000, 21_600_000, 86_400_000] as const
