import type { MessageQueue, Ring } from './message-queue.ts'

/** Doorbells of the API: rung while the queue is shallow, left to the relay otherwise. */
export type RingBudget = {
  /** False while the queue is deep or away: the relay will ring in its own time. */
  isOpen(): boolean
  /** Rings without being waited for. A failure closes the budget and is reported, never thrown. */
  ring(ring: Ring): void
}

/** Deepest queue the API still rings into. */
const maxDepth = 200
const refreshMs = 500

/**
 * Keeps an estimate of the queue's depth, refreshed at most twice a second and only while messages
 * come in, so that a burst never fills Redis.
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
    isOpen: () => {
      if (deps.clock() - refreshedAt >= refreshMs) refresh()
      return depth < maxDepth
    },
    ring: (ring) => {
      depth += 1
      deps.queue.ring([ring]).catch(close)
    },
  }
}
