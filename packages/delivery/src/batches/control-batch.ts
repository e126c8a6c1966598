import { type Db, Prisma, type Tx } from '../db/db.ts'
import { dueNow } from '../db/due-now.ts'
import { findBatch } from './batch-queries.ts'
import { type BatchKey, type BatchRow, batchColumns } from './batch-row.ts'

/** What can be done to a batch as a whole. */
export type BatchAction = 'pause' | 'resume' | 'cancel'

/**
 * `changed`: the batch is as asked for now. `unchanged`: it was so before. `canceled`: it was canceled, which is for
 * good.
 */
export type BatchControl =
  | { readonly kind: 'changed' | 'unchanged' | 'canceled'; readonly batch: BatchRow }
  | { readonly kind: 'not_found' }

/**
 * Pauses, resumes or cancels a batch in one statement. Claims read the row, so that no message of the batch is
 * claimed by a claim that begins after the commit; `followBatch` then moves the messages. Doing it again changes
 * nothing.
 */
export async function controlBatch(db: Db | Tx, key: BatchKey, action: BatchAction): Promise<BatchControl> {
  const rows = await db.$queryRaw<BatchRow[]>`
    UPDATE batch SET ${changes[action]}, follow_at = ${dueNow}, follow_after = NULL, follow_missed = false
    WHERE id = ${key.id}::uuid AND tenant_id = ${key.tenantId}::uuid AND canceled_at IS NULL AND ${needed[action]}
    RETURNING ${batchColumns}`
  const changed = rows[0]
  if (changed !== undefined) return { kind: 'changed', batch: changed }
  const batch = await findBatch(db, key)
  if (batch === undefined) return { kind: 'not_found' }
  return { kind: batch.canceledAt !== null && action !== 'cancel' ? 'canceled' : 'unchanged', batch }
}

const changes: Record<BatchAction, Prisma.Sql> = {
  pause: Prisma.sql`paused_at = now()`,
  resume: Prisma.sql`paused_at = NULL`,
  cancel: Prisma.sql`canceled_at = now()`,
}

const needed: Record<BatchAction, Prisma.Sql> = {
  pause: Prisma.sql`paused_at IS NULL`,
  resume: Prisma.sql`paused_at IS NOT NULL`,
  cancel: Prisma.sql`true`,
}
