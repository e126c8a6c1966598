import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { Db } from '../db/db.ts'
import { applyReceipt } from './apply-receipt.ts'

type ParkedRow = {
  readonly messageId: string
  readonly n: number
  readonly providerId: string
  readonly status: string
  readonly receipt: Receipt
}

/** Applies parked receipts whose attempt has become known, in their order of rank. Answers how many. */
export async function attachParked(db: Db, limit: number): Promise<number> {
  const rows = await db.$queryRaw<ParkedRow[]>`
    SELECT p.message_id AS "messageId", p.n, p.provider_id AS "providerId", p.status, p.receipt
    FROM parked_receipt p JOIN mms_attempt t ON t.message_id = p.message_id AND t.n = p.n
    ORDER BY p.parked_at LIMIT ${limit}::int`
  for (const row of rows) {
    await applyReceipt({ db }, { messageId: row.messageId, attempt: row.n }, row.receipt)
    // Only after it was applied: a crash in between applies it again, which changes nothing.
    await db.$executeRaw`
      DELETE FROM parked_receipt WHERE message_id = ${row.messageId}::uuid AND n = ${row.n}::int
        AND provider_id = ${row.providerId} AND status = ${row.status}`
  }
  return rows.length
}
