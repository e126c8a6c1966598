import { type FoldedMessage, foldEvents } from '@heliograph/shared/domain/fold-events'
import { type Db, Prisma } from '../db/db.ts'
import { dueNow } from '../db/due-now.ts'
import { listFoldable } from './foldable-rows.ts'

/** One column in which a row and its history disagree. */
export type Difference = {
  readonly messageId: string
  readonly column: keyof FoldedMessage
  readonly row: unknown
  readonly history: unknown
}

/** What a run over all messages found. `repaired` stays 0 when it only checks. */
export type RebuildReport = {
  readonly messages: number
  readonly differences: number
  readonly repaired: number
}

/** What a run needs. Rows that move while they are read are read again. */
export type RebuildDeps = {
  readonly db: Db
  readonly isRepairing: boolean
  readonly onDifference: (difference: Difference) => void
  readonly onProgress: (messages: number) => void
}

const batchSize = 500

/**
 * Compares every message's row with what its history says, and with `isRepairing` writes what the
 * history says. Reads in batches by id; safe while messages are being sent.
 */
export async function rebuildMessages(deps: RebuildDeps): Promise<RebuildReport> {
  let report: RebuildReport = { messages: 0, differences: 0, repaired: 0 }
  let after: string | undefined
  for (;;) {
    const batch = await listFoldable(deps.db, { after, limit: batchSize })
    for (const { messageId, row, events } of batch) {
      const history = foldEvents(events)
      const differences = compare(messageId, row, history)
      for (const difference of differences) deps.onDifference(difference)
      const isRepaired =
        deps.isRepairing && differences.length > 0 && (await repair(deps.db, messageId, history))
      report = {
        messages: report.messages + 1,
        differences: report.differences + differences.length,
        repaired: report.repaired + (isRepaired ? 1 : 0),
      }
    }
    deps.onProgress(report.messages)
    after = batch.at(-1)?.messageId
    if (after === undefined) return report
  }
}

function compare(messageId: string, row: FoldedMessage, history: FoldedMessage): Difference[] {
  return columns(row)
    .filter((column) => comparable(column, row[column]) !== comparable(column, history[column]))
    .map((column) => ({ messageId, column, row: row[column], history: history[column] }))
}

function columns(row: FoldedMessage): (keyof FoldedMessage)[] {
  return Object.keys(row) as (keyof FoldedMessage)[]
}

function comparable(
  column: keyof FoldedMessage,
  value: FoldedMessage[keyof FoldedMessage],
): string | number | boolean | null {
  if (value instanceof Date) return value.getTime()
  // 0.00750 and 0.0075 are the same price.
  return column === 'price' && value !== null ? Number(value) : value
}

/** Writes what the history says, unless the message moved meanwhile. */
async function repair(db: Db, messageId: string, history: FoldedMessage): Promise<boolean> {
  const isWaiting = ['scheduled', 'queued', 'retrying', 'ambiguous', 'submitted', 'sent'].includes(
    history.status,
  )
  const lease = history.status === 'sending' ? Prisma.sql`coalesce(lease_until, now())` : Prisma.sql`NULL`
  const changed = await db.$executeRaw`
    UPDATE mms_log SET status = ${history.status}, rank = ${history.rank}::smallint, fence = ${history.attempts}::int,
      attempts_used = ${history.attemptsUsed}::int, provider_id = ${history.providerId},
      error_code = ${history.errorCode}, error_class = ${history.errorClass}, segments = ${history.segments}::int,
      price = ${history.price}::numeric, price_unit = ${history.priceUnit}, duplicate = ${history.duplicate},
      submitted_at = ${history.submittedAt}::timestamptz, sent_at = ${history.sentAt}::timestamptz,
      delivered_at = ${history.deliveredAt}::timestamptz, final_at = ${history.finalAt}::timestamptz,
      version = ${history.version}::int, lease_until = ${lease},
      next_at = CASE WHEN ${isWaiting} THEN coalesce(next_at, ${dueNow}) END
    WHERE id = ${messageId}::uuid AND version <= ${history.version}::int`
  return changed > 0
}
