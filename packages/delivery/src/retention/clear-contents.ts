import type { Db } from '../db/db.ts'

/**
 * Clears text, media URLs and metadata of messages older than `days`, the oldest first; number, status
 * and history stay. Answers how many it cleared, at most `limit` a call.
 */
export async function clearContents(db: Db, input: { days: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    UPDATE mms_content SET body = NULL, media_urls = '{}', metadata = '{}'
    WHERE message_id IN (
      SELECT message_id FROM mms_content
      WHERE message_id < uuidv7_floor(now() - make_interval(days => ${input.days}::int))
        AND (body IS NOT NULL OR media_urls <> '{}' OR metadata <> '{}')
      ORDER BY message_id LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED)`
}
