import { randomUUIDv7 } from 'node:crypto'
import type { Db } from '../db/db.ts'

/** The database keeps younger lines against everybody. */
export const minAuditDays = 90

/**
 * Removes the lines older than `days` (at least 90) and writes a line with the hash where the chain goes on, so that
 * it can still be verified. Answers how many it removed.
 */
export async function trimAudit(db: Db, days: number): Promise<number> {
  const [row] = await db.$queryRaw<{ removed: bigint }[]>`
    SELECT trim_audit_log(${randomUUIDv7()}::uuid, now() - make_interval(days => ${days}::int)) AS removed`
  return Number(row?.removed ?? 0)
}
