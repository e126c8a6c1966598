import type { Db } from '../db/db.ts'

/**
 * Turns attempts whose lease ran out into `ambiguous`: the process died or hangs, and the provider may
 * have the message. Never back to retrying. Counts against the message as a crash, until a process survives it.
 * Answers how many, at most `limit` a call.
 */
export async function sweepLeases(db: Db, input: { firstLookMs: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    WITH expired AS (
      SELECT id FROM mms_log WHERE status = 'sending' AND lease_until < now()
      LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE mms_log m SET status = 'ambiguous', lease_until = NULL, error_code = 'lease_expired',
        error_class = 'ambiguous', attempts_used = m.attempts_used + 1, crashes = m.crashes + 1, version = m.version + 1,
        next_at = now() + make_interval(secs => ${input.firstLookMs / 1000}::float8)
      FROM expired WHERE m.id = expired.id
      RETURNING m.*
    ), attempt AS (
      UPDATE mms_attempt t SET state = 'ambiguous', finished_at = now(), error_code = 'lease_expired',
        error_class = 'ambiguous', detail = 'the process that sent it stopped before the answer was recorded'
      FROM moved WHERE t.message_id = moved.id AND t.n = moved.fence AND t.state = 'open'
    )
    INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, error_code, error_class)
    SELECT id, version, tenant_id, 'attempt.ambiguous', status, rank, fence, error_code, error_class FROM moved`
}
