import type { Db } from '../db/db.ts'

/** Ends messages whose time was over before they could be handed over. Answers how many, at most `limit` a call. */
export async function sweepExpired(db: Db, limit: number): Promise<number> {
  return await db.$executeRaw`
    WITH late AS (
      SELECT id FROM mms_log
      WHERE status IN ('scheduled', 'queued', 'retrying') AND expires_at <= now()
      ORDER BY expires_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE mms_log m SET status = 'expired', next_at = NULL, error_code = coalesce(m.error_code, 'expired'),
        error_class = 'expired', final_at = now(), version = m.version + 1
      FROM late WHERE m.id = late.id
      RETURNING m.*
    )
    INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, error_code, error_class)
    SELECT id, version, tenant_id, 'message.expired', status, rank, error_code, error_class FROM moved`
}
