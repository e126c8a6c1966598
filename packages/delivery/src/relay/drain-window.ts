/** Measures how fast this process works doorbells off. */
export type DrainWindow = {
  /** Counts one finished doorbell. */
  count(): void
  /** Two seconds of measured work, at least 200. */
  size(): number
}

const minWindow = 200
const windowSeconds = 2
const smoothing = 0.3

/** Builds a window from a monotonic clock in milliseconds; the rate is smoothed over a few seconds. */
export function buildDrainWindow(clock: () => number): DrainWindow {
  let ratePerSecond = 0
  let finished = 0
  let since = clock()
  return {
    count: () => {
      finished += 1
    },
    size: () => {
      const elapsedMs = clock() - since
      if (elapsedMs >= 1_000) {
        ratePerSecond += smoothing * ((finished * 1_000) / elapsedMs - ratePerSecond)
        finished = 0
        since = clock()
      }
      return Math.max(minWindow, Math.ceil(ratePerSecond * windowSeconds))
    },
  }
}
