import type { Settings } from './settings.ts'

/** Plivo's limits on API requests. */
export type Rate = {
  /** False when this request, counted now, is one too many: within five seconds, or in flight. */
  admit(nowMs: number, inFlight: number): boolean
}

const WINDOW_MS = 5_000

/** Makes a limit that has seen no request. Refused requests count as well. */
export function createRate(settings: () => Settings): Rate {
  let seenAt: number[] = []
  return {
    admit: (nowMs, inFlight) => {
      const { maxRequestsPer5s, maxConcurrentRequests } = settings()
      if (maxConcurrentRequests > 0 && inFlight > maxConcurrentRequests) return false
      if (maxRequestsPer5s === 0) return true
      seenAt = [...seenAt.filter((atMs) => atMs > nowMs - WINDOW_MS), nowMs].slice(-maxRequestsPer5s - 1)
      return seenAt.length <= maxRequestsPer5s
    },
  }
}
