import type { Db } from '../db/db.ts'

/**
 * Drops the oldest month of messages when all of it is older than `days` and final. Answers its name
 * (YYYYMM), or undefined when there is nothing to drop.
 */
export async function dropMonth(db: Db, days: number): Promise<string | undefined> {
  const rows = await db.$queryRaw<{ month: string | null }[]>`
    SELECT drop_message_month(now() - make_interval(days => ${days}::int)) AS month`
  return rows[0]?.month ?? undefined
}
