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

/** Most rows of one sweep, so that one statement stays short. */
const maxBatch = 1_000

/**
 * Rings for due rows that nobody rang for, at most as many as the queue is short of its window. A crash
 * between taking and ringing costs `ringGraceMs`: the rows are still due.
 */
export async function relayDue(deps: RelayDeps): Promise<RelayReport> {
  const depth = await deps.queue.depth()
  const limit = Math.min(maxBatch, deps.window() - depth)
  if (limit <= 0) return { rung: 0, depth }
  const rings = await takeDue(deps.db, { limit, ringGraceMs: deps.ringGraceMs })
  await deps.queue.ring(rings)
  return { rung: rings.length, depth: depth + rings.length }
}
