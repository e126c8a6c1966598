import { createBoundedMap } from '../core/bounded-map.ts'
import type { Batch } from './batch.ts'

/** The batches of one plan, bounded in number: the oldest are forgotten. */
export type BatchStore = {
  add(batch: Batch): void
  find(id: string): Batch | undefined
  /** Newest first; only those with this reference when it is given. */
  newestFirst(clientReference: string | undefined): Batch[]
  clear(): void
}

/** Makes an empty store; `onDrop` hears of each batch that was forgotten to make room. */
export function createBatchStore(limit: number, onDrop: (batch: Batch) => void): BatchStore {
  const byReference = new Map<string, Set<Batch>>()
  const batches = createBoundedMap<string, Batch>(limit, (batch) => {
    const siblings = byReference.get(batch.clientReference ?? '')
    siblings?.delete(batch)
    if (siblings?.size === 0) byReference.delete(batch.clientReference ?? '')
    onDrop(batch)
  })
  return {
    add: (batch) => {
      const siblings = byReference.get(batch.clientReference ?? '') ?? new Set()
      byReference.set(batch.clientReference ?? '', siblings.add(batch))
      batches.set(batch.id, batch)
    },
    find: (id) => batches.get(id),
    newestFirst: (reference) =>
      [...(reference === undefined ? batches.values() : (byReference.get(reference) ?? []))].reverse(),
    clear: () => {
      batches.clear()
      byReference.clear()
    },
  }
}
