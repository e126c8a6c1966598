import { setTimeout as delay } from 'node:timers/promises'

/** How long to try (default 5 s) and how often (default every 20 ms). */
export type EventuallyOptions = { readonly timeoutMs?: number; readonly everyMs?: number }

/**
 * Repeats an assertion until it holds and answers its value. At the deadline it throws the assertion's last
 * error, so that the test shows what was seen and not merely that time ran out.
 */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  options: EventuallyOptions = {},
): Promise<T> {
  const { timeoutMs = 5_000, everyMs = 20 } = options
  const deadline = performance.now() + timeoutMs
  for (;;) {
    try {
      return await assertion()
    } catch (error) {
      if (performance.now() >= deadline) throw error
    }
    await delay(everyMs)
  }
}
