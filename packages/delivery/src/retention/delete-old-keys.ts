import type { Db } from '../db/db.ts'

/** Idempotency keys are remembered this long: longer than any client retries. */
const keyDays = 14
/** A receipt whose attempt did not show up in a week will not be attached any more. */
const parkedDays = 7

/** Deletes old idempotency keys and parked receipts, at most `limit` of each a call. Answers how many. */
export async function deleteOldKeys(db: Db, limit: number): Promise<number> {
  const keys = await db.$executeRaw`
    DELETE FROM idempotency_key WHERE ctid IN (
      SELECT ctid FROM idempotency_key WHERE created_at < now() - make_interval(days => ${keyDays}::int)
      ORDER BY created_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`
  const parked = await db.$executeRaw`
    DELETE FROM parked_receipt WHERE ctid IN (
      SELECT ctid FROM parked_receipt WHERE parked_at < now() - make_interval(days => ${parkedDays}::int)
      ORDER BY parked_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`
  return Math.max(keys, parked)
}

/** Deletes provider ids of messages that were dropped, at most `limit` a call. Answers how many. */
export async function deleteOldRefs(db: Db, input: { days: number; limit: number }): Promise<number> {
  return await db.$executeRaw`
    DELETE FROM provider_ref WHERE ctid IN (
      SELECT r.ctid FROM provider_ref r
      WHERE r.message_id < uuidv7_floor(now() - make_interval(days => ${input.days}::int))
        AND NOT EXISTS (SELECT 1 FROM mms_log m WHERE m.id = r.message_id)
      ORDER BY r.message_id LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED)`
}
