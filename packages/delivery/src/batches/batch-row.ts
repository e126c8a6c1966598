import type { BatchMode } from '@heliograph/shared/contracts/batches'
import { Prisma } from '../db/db.ts'

/** A batch as stored. Times are null until they happened. */
export type BatchRow = {
  readonly id: string
  readonly name: string | null
  readonly mode: BatchMode
  readonly items: number
  readonly refused: number
  readonly defaults: Readonly<Record<string, unknown>>
  readonly createdAt: Date
  readonly pausedAt: Date | null
  readonly canceledAt: Date | null
}

/** Which batch of which tenant; `id` must be a UUID. */
export type BatchKey = { readonly tenantId: string; readonly id: string }

/** The columns of a `BatchRow`. */
export const batchColumns: Prisma.Sql = Prisma.sql`id, name, mode, items, refused, defaults, created_at AS "createdAt",
  paused_at AS "pausedAt", canceled_at AS "canceledAt"`

/** The facet by which the messages of a batch are found. */
export function batchFacet(batchId: string): string {
  return `batch:${batchId}`
}
