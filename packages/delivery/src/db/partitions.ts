import type { Db } from './db.ts'
import { Prisma } from './db.ts'

/**
 * Makes the monthly partitions of all message tables for this month and `monthsAhead` more; answers the
 * names of those it made, none when all were there. Safe to run side by side.
 */
export async function ensurePartitions(db: Db, monthsAhead: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM ensure_message_partitions(${monthsAhead}::integer) AS name`
  return rows.map((row) => row.name)
}

/**
 * Answers the DEFAULT partitions that hold rows. Each is an alarm: its rows have ids outside every month,
 * and the month they belong to cannot be made while they are there.
 */
export async function findStrayRows(db: Db): Promise<string[]> {
  const defaults = await db.$queryRaw<{ name: string }[]>`
    SELECT child.relname AS name
    FROM pg_class child JOIN pg_inherits ON inhrelid = child.oid
    WHERE pg_get_expr(child.relpartbound, child.oid) = 'DEFAULT' AND child.relkind = 'r'
    ORDER BY child.relname`
  const stray: string[] = []
  for (const { name } of defaults) {
    const table = Prisma.raw(`"${name.replaceAll('"', '""')}"`)
    const [found] = await db.$queryRaw<{ is_stray: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM ${table}) AS is_stray`
    if (found?.is_stray === true) stray.push(name)
  }
  return stray
}
