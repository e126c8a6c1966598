import type { Db } from '../db/db.ts'

/**
 * Closes open attempts whose message has moved on without them: a late receipt of an earlier attempt
 * settled the message while this one was under way, and then its process died. The carrier may have
 * it, so it becomes ambiguous; a callback still binds it and shows the duplicate. Answers how many.
 */
export async function closeOrphans(db: Db, input: { leaseMs: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    UPDATE mms_attempt t SET state = 'ambiguous', finished_at = now(), error_code = 'lease_expired',
      error_class = 'ambiguous', detail = 'the message was settled by other evidence meanwhile'
    WHERE (t.message_id, t.n) IN (
      SELECT o.message_id, o.n FROM mms_attempt o JOIN mms_log m ON m.id = o.message_id
      WHERE o.state = 'open' AND o.started_at < now() - make_interval(secs => ${input.leaseMs / 1000}::float8)
        AND NOT (m.status = 'sending' AND m.fence = o.n)
      LIMIT ${input.limit}::int) AND t.state = 'open'`
}
