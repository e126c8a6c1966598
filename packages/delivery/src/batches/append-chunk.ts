import type { BatchMode, BatchVerdict } from '@heliograph/shared/contracts/batches'
import type { Db, Tx } from '../db/db.ts'
import { sqlState, sqlStateOf } from '../db/sql-state.ts'
import type { BatchKey } from './batch-row.ts'
import { isRefused, takesMore } from './create-batch.ts'
import { type CheckedItem, type StoreDeps, storeItems } from './store-items.ts'

/** A chunk under the name its sender gave it. `requestHash` is the SHA-256 of its items. */
export type Chunk = {
  readonly batch: BatchKey
  readonly mode: BatchMode
  readonly key: string
  readonly requestHash: Uint8Array
  readonly items: readonly CheckedItem[]
}

/**
 * `appended`: stored now. `replayed`: it is in already, with these verdicts. `changed`: another chunk is in under
 * this name. `in_flight`: the same chunk is just being stored. `refused`: mode `all` and an item was bad.
 * `not_open`: the batch was canceled or would get too many messages. Only `appended` stored anything.
 */
export type Append =
  | KnownChunk
  | { readonly kind: 'appended' | 'refused'; readonly verdicts: readonly BatchVerdict[] }
  | { readonly kind: 'in_flight' | 'not_open' }

/** What a chunk's name says when it was used before. */
export type KnownChunk =
  | { readonly kind: 'replayed'; readonly verdicts: readonly BatchVerdict[] }
  | { readonly kind: 'changed' }

/** Carries an answer out of a transaction that must not be committed. */
class Undone extends Error {
  readonly append: Append
  constructor(append: Append) {
    super('rolled back')
    this.append = append
  }
}

/**
 * Stores a chunk: its messages, their events and the record of the chunk commit together, so that a chunk which
 * is sent again stores nothing. Of several equal requests one writes, the others wait for it, at most the pool's
 * lock timeout. Messages for a paused batch are set aside at once.
 */
export async function appendChunk(deps: StoreDeps & { readonly db: Db }, chunk: Chunk): Promise<Append> {
  try {
    return await deps.db.$transaction((tx) => append(tx, deps, chunk), { timeout: 15_000 })
  } catch (error) {
    if (error instanceof Undone) return error.append
    if (sqlStateOf(error) === sqlState.lockNotAvailable) return { kind: 'in_flight' }
    throw error
  }
}

async function append(tx: Tx, deps: StoreDeps, chunk: Chunk): Promise<Append> {
  const { batch, key } = chunk
  const claimed = await tx.$executeRaw`
    INSERT INTO batch_chunk (batch_id, key, tenant_id, request_hash, verdicts)
    VALUES (${batch.id}::uuid, ${key}, ${batch.tenantId}::uuid, ${chunk.requestHash}, '[]'::jsonb)
    ON CONFLICT DO NOTHING`
  if (claimed === 0) return (await findChunk(tx, chunk)) ?? { kind: 'in_flight' }
  const { verdicts, acceptedIds, refused } = await storeOrUndo(tx, deps, chunk)
  await tx.$executeRaw`
    UPDATE batch_chunk SET verdicts = ${JSON.stringify(verdicts)}::jsonb
    WHERE batch_id = ${batch.id}::uuid AND key = ${key}`
  // Last, because it is the row that all chunks of the batch share; pause, resume and cancel wait for it too.
  const open = await tx.$queryRaw<{ isPaused: boolean }[]>`
    UPDATE batch SET items = items + ${acceptedIds.length}::int, refused = refused + ${refused}::int
    WHERE id = ${batch.id}::uuid AND ${takesMore(acceptedIds.length)}
    RETURNING paused_at IS NOT NULL AS "isPaused"`
  if (open[0] === undefined) throw new Undone({ kind: 'not_open' })
  if (open[0].isPaused) await setAside(tx, acceptedIds)
  return { kind: 'appended', verdicts }
}

async function storeOrUndo(tx: Tx, deps: StoreDeps, chunk: Chunk) {
  const stored = await storeItems(tx, deps, chunk.batch, chunk.items)
  if (isRefused(chunk.mode, stored)) throw new Undone({ kind: 'refused', verdicts: stored.verdicts })
  return stored
}

/** What a chunk of this name was answered before; undefined when there was none. */
export async function findChunk(
  db: Db | Tx,
  chunk: Pick<Chunk, 'batch' | 'key' | 'requestHash'>,
): Promise<KnownChunk | undefined> {
  const { batch, key, requestHash } = chunk
  const rows = await db.$queryRaw<{ isSame: boolean; verdicts: BatchVerdict[] }[]>`
    SELECT request_hash = ${requestHash} AS "isSame", verdicts FROM batch_chunk
    WHERE batch_id = ${batch.id}::uuid AND key = ${key} AND tenant_id = ${batch.tenantId}::uuid`
  const first = rows[0]
  if (first === undefined) return undefined
  return first.isSame ? { kind: 'replayed', verdicts: first.verdicts } : { kind: 'changed' }
}

/** The messages are new, so nobody else has them: `followBatch` brings them back on resume. */
async function setAside(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`UPDATE mms_log SET next_at = expires_at WHERE id = ANY(${ids}::uuid[])`
}
