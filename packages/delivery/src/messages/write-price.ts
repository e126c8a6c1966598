import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'
import type { AimedReceipt, ReceiptRow } from './receipt-row.ts'

/** How rows are locked: several writes of one statement skip what another one is just writing, a single write waits. */
type Locking = 'skips' | 'waits'

/** A receipt whose price is all that is new in it, and the message as it was read. */
export type PriceWrite = AimedReceipt & { readonly row: ReceiptRow }

/**
 * Writes prices that came apart from other news, all in one statement. Answers true for those that were written, in
 * their order; a message that moved on meanwhile, that was given twice or skipped has to be tried again.
 */
export async function writePrices(
  db: Db,
  writes: readonly PriceWrite[],
  locking: Locking,
): Promise<boolean[]> {
  const rows = await runStatement<{ position: number }>(db, priceStatement(writes, locking))
  const written = new Set(rows.map(({ position }) => position))
  return writes.map((_, index) => written.has(index))
}

function priceStatement(writes: readonly PriceWrite[], locking: Locking): Prisma.Sql {
  return Prisma.sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(writes.map(asRecord))}::jsonb) AS given (
        position int, id uuid, version int, n int, provider_id text, price numeric, price_unit text, data jsonb)
    ), locked AS MATERIALIZED (
      -- By id and nothing else: given more to go by, the planner may read the whole table instead.
      SELECT m.id, m.version FROM mms_log m
      WHERE m.id = ANY(${writes.map(({ target }) => target.messageId)}::uuid[])
      FOR UPDATE ${locking === 'skips' ? Prisma.sql`SKIP LOCKED` : Prisma.empty}
    ), news AS (
      SELECT DISTINCT ON (given.id) given.* FROM given JOIN locked USING (id, version) ORDER BY given.id, position
    ), moved AS (
      UPDATE mms_log m SET price = news.price, price_unit = news.price_unit,
        next_at = CASE WHEN m.status IN ('submitted', 'sent') THEN m.next_at END, version = m.version + 1
      FROM news WHERE m.id = news.id
      RETURNING m.id, m.version, m.tenant_id, m.status, m.rank, news.position, news.n, news.provider_id, news.data
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id, data)
      SELECT id, version, tenant_id, 'message.priced', status, rank, n, provider_id, data FROM moved
    )
    SELECT position FROM moved`
}

function asRecord({ target, receipt, row }: PriceWrite, position: number): object {
  const { price, priceUnit, providerId } = receipt
  return {
    position,
    id: target.messageId,
    version: row.version,
    n: target.attempt,
    provider_id: providerId,
    price,
    price_unit: priceUnit,
    data: { price, priceUnit },
  }
}
