import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { Db } from '../db/db.ts'
import type { ReceiptRow, ReceiptTarget } from './receipt-row.ts'

/** Writes the price that a look-up brought after the message was settled. False when the message had moved on. */
export async function writePrice(
  db: Db,
  write: { readonly target: ReceiptTarget; readonly receipt: Receipt; readonly row: ReceiptRow },
): Promise<boolean> {
  const { price, priceUnit, providerId } = write.receipt
  const data = JSON.stringify({ price, priceUnit })
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH moved AS (
      UPDATE mms_log m SET price = ${price ?? null}::numeric, price_unit = ${priceUnit ?? null},
        next_at = CASE WHEN m.status IN ('submitted', 'sent') THEN m.next_at END, version = m.version + 1
      WHERE m.id = ${write.target.messageId}::uuid AND m.version = ${write.row.version}::int
      RETURNING m.*
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id, data)
      SELECT id, version, tenant_id, 'message.priced', status, rank, ${write.target.attempt}::int, ${providerId},
        ${data}::jsonb
      FROM moved
    )
    SELECT id FROM moved`
  return rows.length > 0
}
