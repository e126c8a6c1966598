import { type Db, Prisma } from '../db/db.ts'

/** What one process let in since it last told. `count` may be 0, to hear the total, or negative, to take back. */
export type CountShare = {
  readonly tenantId: string
  readonly name: string
  readonly endsAt: Date
  readonly count: number
}

/**
 * Adds counts of one process to those of all and answers the totals, in the order given. One statement; names must
 * not repeat. Rows are written in one order, so that processes wait for each other and never lock up.
 */
export async function shareCounts(db: Db, shares: readonly CountShare[]): Promise<number[]> {
  if (shares.length === 0) return []
  const rows = await db.$queryRaw<{ tenantId: string; name: string; endsAtMs: number; count: number }[]>(
    Prisma.sql`
      INSERT INTO admission_count AS known (tenant_id, name, ends_at, count)
      SELECT * FROM unnest(${shares.map((share) => share.tenantId)}::uuid[],
        ${shares.map((share) => share.name)}::text[],
        ${shares.map((share) => share.endsAt.toISOString())}::timestamptz[],
        ${shares.map((share) => share.count)}::int[]) AS told (tenant_id, name, ends_at, count)
      ORDER BY 1, 2, 3
      ON CONFLICT (tenant_id, name, ends_at) DO UPDATE SET count = known.count + excluded.count
      RETURNING tenant_id AS "tenantId", name, extract(epoch FROM ends_at)::float8 * 1000 AS "endsAtMs", count`,
  )
  const totals = new Map(
    rows.map((row) => [`${row.tenantId} ${row.name} ${Math.round(row.endsAtMs)}`, row.count]),
  )
  return shares.map(
    (share) => totals.get(`${share.tenantId} ${share.name} ${share.endsAt.getTime()}`) ?? share.count,
  )
}

/** Deletes counts of windows that are over, at most `limit` a call. Answers how many. */
export async function deleteOldCounts(db: Db, limit: number): Promise<number> {
  return await db.$executeRaw`
    DELETE FROM admission_count WHERE ctid IN (
      SELECT ctid FROM admission_count WHERE ends_at < now() - interval '1 hour'
      ORDER BY ends_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`
}
