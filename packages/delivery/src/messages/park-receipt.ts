import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { Db } from '../db/db.ts'
import type { ReceiptTarget } from './receipt-row.ts'

/**
 * Keeps a receipt whose attempt is not known here: our own signature on it says that we sent it, so the
 * database is behind (restored, or a standby). Keeping the same receipt twice changes nothing.
 */
export async function parkReceipt(db: Db, target: ReceiptTarget, receipt: Receipt): Promise<void> {
  await db.$executeRaw`
    INSERT INTO parked_receipt (message_id, n, provider_id, status, receipt)
    VALUES (${target.messageId}::uuid, ${target.attempt}::int, ${receipt.providerId}, ${receipt.status},
      ${JSON.stringify(receipt)}::jsonb)
    ON CONFLICT DO NOTHING`
}
