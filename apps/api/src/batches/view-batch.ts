import type { BatchRow } from '@heliograph/delivery/batches/batch-row'
import type { BatchCounts, BatchSummary, BatchView } from '@heliograph/shared/contracts/batches'
import { dueStatuses, type MessageStatus } from '@heliograph/shared/domain/status'

/** A batch as the API shows it, without its counts. */
export function summarizeBatch(row: BatchRow): BatchSummary {
  const self = `/v1/batches/${row.id}`
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    state: stateOf(row),
    items: row.items,
    refused: row.refused,
    createdAt: row.createdAt.toISOString(),
    pausedAt: row.pausedAt?.toISOString() ?? null,
    canceledAt: row.canceledAt?.toISOString() ?? null,
    links: { self, items: `${self}/items`, messages: `/v1/messages?batch=${row.id}` },
  }
}

/** A batch as the API shows it, with its progress. */
export function viewBatch(row: BatchRow, counts: BatchCounts): BatchView {
  const sum = (statuses: readonly MessageStatus[]) =>
    statuses.reduce((total, status) => total + (counts[status] ?? 0), 0)
  const waiting = sum(dueStatuses)
  const underWay = sum(['sending', 'ambiguous', 'submitted'])
  const all = Object.values(counts).reduce((total, count) => total + count, 0)
  return {
    ...summarizeBatch(row),
    counts,
    progress: { waiting, underWay, done: all - waiting - underWay },
  }
}

function stateOf({ pausedAt, canceledAt }: BatchRow): BatchSummary['state'] {
  if (canceledAt !== null) return 'canceled'
  return pausedAt === null ? 'open' : 'paused'
}
