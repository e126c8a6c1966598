import type { Db } from '../db/db.ts'

/** Long enough to ask why something did not arrive; there is no content in them to protect. */
const refusedDays = 14

/** Deletes refused requests older than 14 days, at most `limit` a call. Answers how many. */
export async function deleteRefusedRequests(db: Db, limit: number): Promise<number> {
  return await db.$executeRaw`
    DELETE FROM refused_request WHERE id IN (
      SELECT id FROM refused_request WHERE id < uuidv7_floor(now() - make_interval(days => ${refusedDays}::int))
      ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`
}
