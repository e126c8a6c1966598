import { priceLadderMs } from '@heliograph/shared/domain/retry-plan'
import { isFinal } from '@heliograph/shared/domain/status'
import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'
import { eventData, type ReceiptWrite } from './write-receipt.ts'

/** True for the usual news, good and of an attempt whose id is known: several of these can share one statement. */
export function isPlain({ decision }: ReceiptWrite): boolean {
  return (
    decision.kind === 'applied' &&
    !decision.binds &&
    decision.status !== 'failed' &&
    decision.status !== 'undelivered'
  )
}

/**
 * Writes plain receipts like `writeReceipt`, all in one statement. Answers true for those that were written; a message
 * that moved on meanwhile, that another statement is just writing, or that was given twice has to be tried alone.
 */
export async function writeReceipts(db: Db, writes: readonly ReceiptWrite[]): Promise<boolean[]> {
  const rows = await runStatement<{ position: number }>(db, plainStatement(writes))
  const written = new Set(rows.map(({ position }) => position))
  return writes.map((_, index) => written.has(index))
}

function plainStatement(writes: readonly ReceiptWrite[]): Prisma.Sql {
  return Prisma.sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(writes.flatMap(asRecord))}::jsonb) AS given (
        position int, id uuid, version int, n int, status text, rank smallint, is_final boolean, is_duplicate boolean,
        provider_id text, from_number text, segments int, price numeric, price_unit text, next_look float8, data jsonb)
    ), locked AS MATERIALIZED (
      -- By id and nothing else: given more to go by, the planner may read the whole table instead.
      SELECT m.id, m.version FROM mms_log m
      WHERE m.id = ANY(${writes.map(({ target }) => target.messageId)}::uuid[])
      FOR UPDATE SKIP LOCKED
    ), news AS (
      SELECT DISTINCT ON (given.id) given.* FROM given JOIN locked USING (id, version) ORDER BY given.id, position
    ), moved AS (
      UPDATE mms_log m SET version = m.version + 1, status = news.status, rank = news.rank, lease_until = NULL,
        provider_id = news.provider_id, duplicate = m.duplicate OR news.is_duplicate,
        from_number = coalesce(news.from_number, m.from_number), segments = coalesce(news.segments, m.segments),
        price = coalesce(news.price, m.price), price_unit = coalesce(news.price_unit, m.price_unit),
        error_code = NULL, error_class = NULL, submitted_at = coalesce(m.submitted_at, now()),
        sent_at = CASE WHEN news.status IN ('sent', 'delivered') THEN coalesce(m.sent_at, now()) ELSE m.sent_at END,
        delivered_at = CASE WHEN news.status = 'delivered' THEN now() END,
        final_at = CASE WHEN news.is_final THEN now() END,
        polls = CASE WHEN news.is_final THEN 0 ELSE m.polls END,
        -- After the end only the price is looked for, which is billed later.
        next_at = CASE WHEN NOT news.is_final OR coalesce(news.price, m.price) IS NULL
          THEN now() + make_interval(secs => news.next_look) END
      FROM news WHERE m.id = news.id
      RETURNING m.id, m.version, m.tenant_id, m.status, m.rank, m.provider_id, news.position, news.n, news.data
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id, data)
      SELECT id, version, tenant_id, 'receipt.applied', status, rank, n, provider_id, data FROM moved
    )
    SELECT position FROM moved`
}

function asRecord({ target, receipt, row, decision, nextLookMs }: ReceiptWrite, position: number): object[] {
  if (decision.kind !== 'applied') return []
  const { status, rank, isDuplicate } = decision
  const { providerId, from, segments, price, priceUnit } = receipt
  return [
    {
      position,
      id: target.messageId,
      version: row.version,
      n: target.attempt,
      status,
      rank,
      is_final: isFinal(status),
      is_duplicate: isDuplicate,
      provider_id: providerId,
      from_number: from,
      segments,
      price,
      price_unit: priceUnit,
      next_look: (isFinal(status) ? priceLadderMs[0] : nextLookMs) / 1_000,
      data: eventData(receipt, decision),
    },
  ]
}
