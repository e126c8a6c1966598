import type { Db } from '../db/db.ts'

/** Messages that wait to be sent and are due, by sender. */
export type SenderBacklog = {
  readonly senderId: string
  readonly due: number
  /** Messages a second, where the sender has a rate of its own. */
  readonly mps: number | undefined
}

/**
 * Counts the messages that are due, over all tenants, looking at no more than `cap` of them. Its cost grows with the
 * backlog (about 0.1 s for a million rows), so it is asked every few seconds at most.
 */
export async function countBacklog(db: Db, cap: number): Promise<SenderBacklog[]> {
  const rows = await db.$queryRaw<{ senderId: string; due: number; mps: number | null }[]>`
    SELECT due.sender_id AS "senderId", due.due, s.mps
    FROM (
      SELECT sender_id, count(*)::int AS due FROM (
        SELECT sender_id FROM mms_log
        WHERE status IN ('scheduled', 'queued', 'retrying') AND next_at <= now()
          AND id >= uuidv7_floor(now() - interval '45 days')
        LIMIT ${cap}::int) looked
      GROUP BY sender_id) due
    LEFT JOIN sender s ON s.id = due.sender_id`
  return rows.map(({ senderId, due, mps }) => ({ senderId, due, mps: mps ?? undefined }))
}
