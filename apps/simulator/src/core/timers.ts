// setTimeout fires at once for anything longer than this (about 24.8 days); scheduled messages may wait 35 days.
const LONGEST_TIMEOUT_MS = 2_147_483_647

/** Every timer of one simulator, so that closing it leaves none behind. */
export type Timers = {
  /** Runs `run` once after `delayMs`; the returned function cancels it. Does nothing after `close`. */
  after(delayMs: number, run: () => void): () => void
  /** Resolves true after `delayMs`, or false as soon as the signal aborts or the timers close. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<boolean>
  /** How many timers are armed. */
  pending(): number
  /** Cancels everything; pending sleeps resolve false. */
  close(): void
}

/** Makes an empty set of timers. */
export function createTimers(): Timers {
  const armed = new Set<NodeJS.Timeout>()
  const closing = new AbortController()

  const after = (delayMs: number, run: () => void): (() => void) => {
    if (closing.signal.aborted) return () => undefined
    let current: NodeJS.Timeout
    const arm = (remainingMs: number): void => {
      const stepMs = Math.min(Math.max(remainingMs, 0), LONGEST_TIMEOUT_MS)
      current = setTimeout(() => {
        armed.delete(current)
        if (remainingMs > stepMs) arm(remainingMs - stepMs)
        else run()
      }, stepMs)
      armed.add(current)
    }
    arm(delayMs)
    return () => {
      clearTimeout(current)
      armed.delete(current)
    }
  }

  const sleep = (delayMs: number, signal?: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      if (closing.signal.aborted || signal?.aborted) return resolve(false)
      const settle = (slept: boolean): void => {
        cancel()
        closing.signal.removeEventListener('abort', stop)
        signal?.removeEventListener('abort', stop)
        resolve(slept)
      }
      const stop = (): void => settle(false)
      const cancel = after(delayMs, () => settle(true))
      closing.signal.addEventListener('abort', stop)
      signal?.addEventListener('abort', stop)
    })

  const close = (): void => {
    closing.abort()
    for (const timer of armed) clearTimeout(timer)
    armed.clear()
  }

  return { after, sleep, pending: () => armed.size, close }
}
