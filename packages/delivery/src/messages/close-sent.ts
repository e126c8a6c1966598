import type { Db } from '../db/db.ts'

/**
 * Closes messages that stayed `sent` for `windowMs`: for many carriers that is the last word (Twilio: no
 * receipt after 72 h is to be expected for US and Canadian MMS). A later receipt still moves them.
 */
export async function closeSent(db: Db, input: { windowMs: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    WITH quiet AS (
      SELECT id FROM mms_log
      WHERE status = 'sent'
        AND next_at <= now() AND sent_at <= now() - make_interval(secs => ${input.windowMs / 1000}::float8)
      LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE mms_log m SET next_at = NULL, final_at = now(), version = m.version + 1
      FROM quiet WHERE m.id = quiet.id
      RETURNING m.*
    )
    INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
    SELECT id, version, tenant_id, 'message.closed', status, rank FROM moved`
}
