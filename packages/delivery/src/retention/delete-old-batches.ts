import type { Db } from '../db/db.ts'

/**
 * Clears what the items of batches older than `days` have in common, as `clearContents` does for messages. Answers
 * how many it cleared, at most `limit` a call.
 */
export async function clearBatchDefaults(db: Db, input: { days: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    UPDATE batch SET defaults = defaults - '{body,mediaUrls,metadata}'::text[]
    WHERE id IN (
      SELECT id FROM batch
      WHERE id < uuidv7_floor(now() - make_interval(days => ${input.days}::int))
        AND defaults ?| '{body,mediaUrls,metadata}'::text[]
      ORDER BY id LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED)`
}

/**
 * Deletes batches older than `days` whose messages were all dropped, with the names of their chunks. Answers how many,
 * at most `limit` a call.
 */
export async function deleteOldBatches(db: Db, input: { days: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    WITH old AS (
      SELECT id FROM batch b
      WHERE b.id < uuidv7_floor(now() - make_interval(days => ${input.days}::int))
        AND NOT EXISTS (
          SELECT 1 FROM mms_facet f WHERE f.tenant_id = b.tenant_id AND f.facet = 'batch:' || b.id::text)
      ORDER BY b.id LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED
    ), chunks AS (
      DELETE FROM batch_chunk c USING old WHERE c.batch_id = old.id
    )
    DELETE FROM batch USING old WHERE batch.id = old.id`
}
