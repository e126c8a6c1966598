import { type BatchMode, type BatchVerdict, maxBatchItems } from '@heliograph/shared/contracts/batches'
import { Prisma, type Tx } from '../db/db.ts'
import { type BatchRow, batchColumns } from './batch-row.ts'
import { type CheckedItem, type StoreDeps, type StoredItems, storeItems } from './store-items.ts'

/** A batch as it is begun, with its first items. */
export type NewBatch = {
  readonly tenantId: string
  readonly name: string | undefined
  readonly mode: BatchMode
  readonly defaults: Readonly<Record<string, unknown>>
  readonly items: readonly CheckedItem[]
}

/** `refused`: in mode `all` an item was bad; the caller rolls the transaction back. */
export type CreatedBatchResult =
  | { readonly kind: 'created'; readonly batch: BatchRow; readonly verdicts: readonly BatchVerdict[] }
  | { readonly kind: 'refused'; readonly verdicts: readonly BatchVerdict[] }

/** Stores a batch and its first items in the caller's transaction. */
export async function createBatch(tx: Tx, deps: StoreDeps, given: NewBatch): Promise<CreatedBatchResult> {
  const id = deps.newId()
  const { tenantId, name, mode, defaults } = given
  const stored = await storeItems(tx, deps, { tenantId, id }, given.items)
  if (isRefused(mode, stored)) return { kind: 'refused', verdicts: stored.verdicts }
  const rows = await tx.$queryRaw<BatchRow[]>`
    INSERT INTO batch (id, tenant_id, name, mode, items, refused, defaults)
    VALUES (${id}::uuid, ${tenantId}::uuid, ${name ?? null}, ${mode}, ${stored.acceptedIds.length}::int,
      ${stored.refused}::int, ${JSON.stringify(defaults)}::jsonb)
    RETURNING ${batchColumns}`
  const batch = rows[0]
  if (batch === undefined) throw new Error('the batch was not stored')
  return { kind: 'created', batch, verdicts: stored.verdicts }
}

/** True when a bad item takes the others with it. */
export function isRefused(mode: BatchMode, stored: StoredItems): boolean {
  return mode === 'all' && stored.refused > 0
}

/** True in SQL for a batch that takes `more` messages. */
export function takesMore(more: number): Prisma.Sql {
  return Prisma.sql`canceled_at IS NULL AND items + ${more}::int <= ${maxBatchItems}::int`
}
