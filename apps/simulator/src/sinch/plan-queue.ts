import type { Settings } from './settings.ts'

/** The one queue of a plan: everything is accepted at once and drained in order at the plan's rate. */
export type PlanQueue = {
  /** Takes the next place and says how long from `nowMs` it takes until its turn. */
  take(nowMs: number): number
  clear(): void
}

/** Makes an empty queue. */
export function createPlanQueue(settings: () => Settings): PlanQueue {
  let nextFreeMs = 0
  return {
    take: (nowMs) => {
      const rate = settings().messagesPerSecond
      if (rate === 0) return 0
      const turnMs = Math.max(nowMs, nextFreeMs)
      nextFreeMs = turnMs + 1_000 / rate
      return turnMs - nowMs
    },
    clear: () => {
      nextFreeMs = 0
    },
  }
}
