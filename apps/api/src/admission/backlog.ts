import type { Db } from '@heliograph/delivery/db/db'
import { countBacklog } from '@heliograph/delivery/limits/count-backlog'

/** What waits to be sent, as last counted plus what this process added since. */
export type Backlog = {
  /** Due messages of a sender, and its messages a second. */
  of(senderId: string): { readonly due: number; readonly mps: number }
  total(): number
  add(senderId: string, count: number): void
  close(): Promise<void>
}

type Deps = {
  readonly db: Db
  /** Counting stops there. */
  readonly cap: number
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

type Lane = { due: number; mps: number }

/** Twilio hands over 25 MMS a second for an account unless more was agreed. */
const usualMps = 25
const leastWaitMs = 5_000
/** A count that takes long is asked for less often, so that it costs a fortieth of a connection at most. */
const restFactor = 40

/**
 * Opens the gauge. It counts in the background, every five seconds while messages come in, and nobody waits for
 * it: before the first count the backlog is taken for empty.
 */
export function openBacklog(deps: Deps): Backlog {
  let lanes = new Map<string, Lane>()
  let nextAtMs = 0
  let counting: Promise<void> = Promise.resolve()
  let isClosed = false
  const count = async () => {
    const startedAt = deps.now()
    nextAtMs = Number.POSITIVE_INFINITY
    try {
      const counted = await countBacklog(deps.db, deps.cap)
      lanes = new Map(counted.map(({ senderId, due, mps }) => [senderId, { due, mps: mps ?? usualMps }]))
    } catch (error) {
      deps.onError(error)
    } finally {
      nextAtMs = deps.now() + Math.max(leastWaitMs, restFactor * (deps.now() - startedAt))
    }
  }
  const refresh = () => {
    if (!isClosed && deps.now() >= nextAtMs) counting = count()
  }
  return {
    of: (senderId) => {
      refresh()
      return lanes.get(senderId) ?? { due: 0, mps: usualMps }
    },
    total: () => {
      refresh()
      let total = 0
      for (const lane of lanes.values()) total += lane.due
      return total
    },
    add: (senderId, added) => {
      const lane = lanes.get(senderId) ?? { due: 0, mps: usualMps }
      lane.due += added
      lanes.set(senderId, lane)
    },
    close: async () => {
      isClosed = true
      await counting
    },
  }
}
