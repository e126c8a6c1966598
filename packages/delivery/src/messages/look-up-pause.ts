/** Which accounts asked for patience with look-ups. */
export type LookUpPause = {
  /** Ids of the accounts that are not to be asked now. */
  paused(): string[]
  /** Stops asking an account for `ms`. */
  pause(accountId: string, ms: number): void
}

/** Builds a pause of this process from a monotonic clock in milliseconds. */
export function buildLookUpPause(clock: () => number): LookUpPause {
  const until = new Map<string, number>()
  return {
    paused: () => [...until].filter(([, at]) => at > clock()).map(([id]) => id),
    pause: (accountId, ms) => until.set(accountId, clock() + ms),
  }
}
