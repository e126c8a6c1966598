import type { Db } from '../db/db.ts'

/**
 * Clears text and media URLs of inbound messages older than `days`; numbers, keyword and times stay as evidence of
 * consent. Answers how many it cleared, at most `limit` a call.
 */
export async function clearInbound(db: Db, input: { days: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    UPDATE inbound_message SET body = NULL, media_urls = '{}', content_cleared_at = now()
    WHERE id IN (
      SELECT id FROM inbound_message
      WHERE content_cleared_at IS NULL AND received_at < now() - make_interval(days => ${input.days}::int)
      ORDER BY received_at LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED)`
}
