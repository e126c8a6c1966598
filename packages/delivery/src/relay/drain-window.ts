/** Measures how fast this process works doorbells off. */
export type DrainWindow = {
  /** Counts one finished doorbell. */
  count(): void
  /** Two seconds of measured work, at least 200. */
  size(): number
}

const minWindow = 200
const windowSeconds = 2
const leastMeasureMs = 100
/** What is left of a rate after a second of slower work. */
const keptPerSecond = 0.7

/**
 * Builds a window from a monotonic clock in milliseconds. A faster rate counts at once, so that a backlog
 * is not held up by a small window; a slower one is smoothed over a few seconds.
 */
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
      if (elapsedMs >= leastMeasureMs) {
        const measured = (finished * 1_000) / elapsedMs
        const kept = keptPerSecond ** (elapsedMs / 1_000)
        ratePerSecond = Math.max(measured, measured + kept * (ratePerSecond - measured))
        finished = 0
        since = clock()
      }
      return Math.max(minWindow, Math.ceil(ratePerSecond * windowSeconds))
    },
  }
}
