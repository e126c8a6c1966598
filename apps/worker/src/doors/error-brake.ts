/** Stops a fetch loop that fails without pause. */
export type ErrorBrake = {
  /** Counts one error; pulls the brake when there were too many within a second. */
  count(): void
  /** Lets go for good. */
  release(): void
}

const maxPerSecond = 20
const pauseMs = 2_000

/**
 * BullMQ fetches again at once after an error that is not about the connection (READONLY, NOREPLICAS,
 * MISCONF), thousands of times a second. The brake pauses it for 2 s at a time.
 */
export function buildErrorBrake(deps: {
  readonly pause: () => Promise<void>
  readonly resume: () => void
  readonly clock: () => number
}): ErrorBrake {
  let windowStartedAt = Number.NEGATIVE_INFINITY
  let errors = 0
  let timer: NodeJS.Timeout | undefined
  const pull = () => {
    timer = setTimeout(() => {
      timer = undefined
      deps.resume()
    }, pauseMs)
    // A pause that fails leaves the loop running; the next errors pull again.
    deps.pause().catch(() => undefined)
  }
  return {
    count: () => {
      const now = deps.clock()
      if (now - windowStartedAt >= 1_000) {
        windowStartedAt = now
        errors = 0
      }
      errors += 1
      if (errors > maxPerSecond && timer === undefined) pull()
    },
    release: () => clearTimeout(timer),
  }
}
