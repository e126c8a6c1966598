import type { Db } from '../db/db.ts'

/** Messages of one sender and priority that wait to be sent and fall due together. */
export type WaitingMessages = {
  readonly senderId: string
  /** 0 urgent, 1 normal, 2 bulk. */
  readonly priority: number
  /** Hours since 1970 for what falls due later; 0: due by now. */
  readonly hour: number
  readonly messages: number
  /** Messages a second, where the sender has a rate of its own. */
  readonly mps: number | null
}

/**
 * Counts the messages that wait, over all tenants, looking at no more than `cap` of those that are due and of those that
 * fall due later. What is set aside, by a hold or a paused batch, does not count. Its cost grows with what waits
 * (about 0.4 s for a million due rows, and as much again for a million later ones), so it is asked every few seconds at most.
 */
export async function countBacklog(db: Db, cap: number): Promise<WaitingMessages[]> {
  // No bound on ids: what waits has a small index in every month, and given a bound the planner takes the large one
  // of the ids.
  return await db.$queryRaw<WaitingMessages[]>`
    SELECT waiting.sender_id AS "senderId", waiting.priority, waiting.hour, waiting.messages, s.mps
    FROM (
      SELECT sender_id, priority, 0 AS hour, count(*)::int AS messages FROM (
        SELECT sender_id, priority FROM mms_log
        WHERE status IN ('scheduled', 'queued', 'retrying') AND next_at <= now()
        LIMIT ${cap}::int) due
      GROUP BY sender_id, priority
      UNION ALL
      SELECT sender_id, priority, hour, count(*)::int FROM (
        SELECT sender_id, priority, floor(date_part('epoch', next_at) / 3600)::int AS hour FROM mms_log
        WHERE status IN ('scheduled', 'retrying') AND next_at > now() AND next_at < expires_at
        LIMIT ${cap}::int) later
      GROUP BY sender_id, priority, hour) waiting
    LEFT JOIN sender s ON s.id = waiting.sender_id`
}
