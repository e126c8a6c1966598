import type { MessageQueue, Ring } from './message-queue.ts'

/** Doorbells of the API: rung while the queue is shallow, left to the relay otherwise. */
export type RingBudget = {
  /**
   * Sets aside up to `count` doorbells and answers how many: 0 while the queue is deep or away, then the relay
   * will ring in its own time. Each is either rung or given back.
   */
  reserve(count: number): number
  /** Rings reserved doorbells in one round trip, without being waited for. A failure is reported, never thrown. */
  ring(rings: readonly Ring[]): void
  /** Gives reserved doorbells back that nothing was stored for. */
  release(count: number): void
}

/** Deepest queue the API still rings into. */
const maxDepth = 200
const refreshMs = 500

/**
 * Keeps an estimate of the queue's depth, refreshed at most twice a second and only while messages
 * come in, so that a burst never fills Redis. A ring that fails closes the budget until the next refresh.
 */
export function openRingBudget(deps: {
  readonly queue: MessageQueue
  readonly clock: () => number
  readonly onError: (error: unknown) => void
}): RingBudget {
  let depth = 0
  let refreshedAt = Number.NEGATIVE_INFINITY
  const close = (error: unknown) => {
    depth = maxDepth
    deps.onError(error)
  }
  const refresh = () => {
    refreshedAt = deps.clock()
    deps.queue.depth().then((current) => {
      depth = current
    }, close)
  }
  return {
    reserve: (count) => {
      if (deps.clock() - refreshedAt >= refreshMs) refresh()
      const granted = Math.max(0, Math.min(count, maxDepth - depth))
      depth += granted
      return granted
    },
    ring: (rings) => {
      if (rings.length > 0) deps.queue.ring(rings).catch(close)
    },
    release: (count) => {
      depth = Math.max(0, depth - count)
    },
  }
}
