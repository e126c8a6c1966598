import type { Db } from '../db/db.ts'
import type { MessageQueue } from '../queue/message-queue.ts'
import { takeDue } from './take-due.ts'

/** What one sweep of the relay did. */
export type RelayReport = { readonly rung: number; readonly depth: number }

/** What the relay needs. `window` answers how many jobs the queue may hold. */
export type RelayDeps = {
  readonly db: Db
  readonly queue: MessageQueue
  readonly window: () => number
  readonly ringGraceMs: number
}

/** Most rows of one statement, so that it stays short, and most statements of one sweep. */
const maxBatch = 50
const maxStatements = 20

/**
 * Rings for due rows that nobody rang for, at most as many as the queue is short of its window. A crash
 * between taking and ringing costs `ringGraceMs`: the rows are still due.
 */
export async function relayDue(deps: RelayDeps): Promise<RelayReport> {
  const depth = await deps.queue.depth()
  let [rung, room] = [0, Math.min(maxBatch * maxStatements, deps.window() - depth)]
  while (room > 0) {
    const limit = Math.min(maxBatch, room)
    const rings = await takeDue(deps.db, { limit, ringGraceMs: deps.ringGraceMs })
    await deps.queue.ring(rings)
    rung += rings.length
    // Places are shared out in whole numbers, so that a full statement may bring a little less than its limit.
    room = rings.length < limit / 2 ? 0 : room - rings.length
  }
  return { rung, depth: depth + rung }
}
