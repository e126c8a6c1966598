/** A gate between a test and the code under test. Opening it twice changes nothing. */
export type Latch<T = void> = {
  readonly open: (value: T) => void
  readonly isOpen: () => boolean
  /** Answers the value once open; throws after `timeoutMs` (default 5 s). */
  readonly wait: (timeoutMs?: number) => Promise<T>
}

/** Makes a closed latch. */
export function createLatch<T = void>(): Latch<T> {
  const gate = Promise.withResolvers<T>()
  let isOpen = false
  return {
    open: (value) => {
      isOpen = true
      gate.resolve(value)
    },
    isOpen: () => isOpen,
    wait: (timeoutMs = 5_000) => within(gate.promise, timeoutMs),
  }
}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`Latch still closed after ${timeoutMs} ms`)),
    timeoutMs,
  )
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
