import type { BatchCounts } from '@heliograph/shared/contracts/batches'
import type { MessageStatus } from '@heliograph/shared/domain/status'
import { type Db, Prisma, type Tx } from '../db/db.ts'
import { type BatchKey, type BatchRow, batchColumns, batchFacet } from './batch-row.ts'

/** One batch of the tenant, or undefined. */
export async function findBatch(db: Db | Tx, key: BatchKey): Promise<BatchRow | undefined> {
  const rows = await db.$queryRaw<BatchRow[]>`
    SELECT ${batchColumns} FROM batch WHERE id = ${key.id}::uuid AND tenant_id = ${key.tenantId}::uuid`
  return rows[0]
}

/** Which page of a tenant's batches: newest first, older than `beforeId`. */
export type BatchFilter = {
  readonly tenantId: string
  readonly limit: number
  readonly beforeId: string | undefined
}

/** One page of batches, newest first. */
export async function listBatches(
  db: Db,
  filter: BatchFilter,
): Promise<{ readonly rows: readonly BatchRow[]; readonly hasMore: boolean }> {
  const before = filter.beforeId === undefined ? Prisma.empty : Prisma.sql`AND id < ${filter.beforeId}::uuid`
  const rows = await db.$queryRaw<BatchRow[]>`
    SELECT ${batchColumns} FROM batch WHERE tenant_id = ${filter.tenantId}::uuid ${before}
    ORDER BY id DESC LIMIT ${filter.limit + 1}::int`
  return { rows: rows.slice(0, filter.limit), hasMore: rows.length > filter.limit }
}

/** Messages of a batch by status, counted from the rows themselves: never off, at most 100,000 look-ups. */
export async function countBatch(db: Db, key: BatchKey): Promise<BatchCounts> {
  const rows = await db.$queryRaw<{ status: MessageStatus; messages: number }[]>(countStatement(key))
  return Object.fromEntries(rows.map(({ status, messages }) => [status, messages]))
}

/** The statement of `countBatch`, for those who explain or measure it. */
export function countStatement(key: BatchKey): Prisma.Sql {
  return Prisma.sql`
    SELECT m.status, count(*)::int AS messages
    FROM mms_facet f JOIN mms_log m ON m.id = f.message_id
    WHERE f.tenant_id = ${key.tenantId}::uuid AND f.facet = ${batchFacet(key.id)}
    GROUP BY m.status`
}
