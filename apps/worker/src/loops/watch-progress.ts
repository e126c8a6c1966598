/** What is watched. Times in milliseconds. */
export type ProgressDeps = {
  /** Doorbells waiting in Redis for anybody. */
  readonly waiting: () => Promise<number>
  /** When this process last took one, on the monotonic clock. */
  readonly lastAnsweredAt: () => number
  /** True while this process works at its limit, so that taking none is no sign of trouble. */
  readonly isBusy: () => boolean
  readonly clock: () => number
  readonly wedgedAfterMs: number
}

/**
 * Answers true when doorbells have been waiting for long and this process, with hands free, took none: a
 * fetch loop that hangs without an error does not come back by itself, a new process does.
 */
export function buildProgressWatch(deps: ProgressDeps): () => Promise<boolean> {
  let stuckSince: number | undefined
  return async () => {
    const waiting = await deps.waiting()
    if (waiting === 0 || deps.isBusy()) {
      stuckSince = undefined
      return false
    }
    const now = deps.clock()
    stuckSince = Math.max(stuckSince ?? now, deps.lastAnsweredAt())
    return now - stuckSince >= deps.wedgedAfterMs
  }
}
