import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { AttemptState, MessageStatus } from '@heliograph/shared/domain/status'
import type { Db } from '../db/db.ts'

/** The attempt that a receipt is about. */
export type ReceiptTarget = { readonly messageId: string; readonly attempt: number }

/** A message and one of its attempts, as far as a receipt needs to know them. */
export type ReceiptRow = {
  readonly tenantId: string
  readonly providerAccountId: string
  readonly version: number
  readonly status: MessageStatus
  readonly rank: number
  readonly providerId: string | null
  readonly attemptState: AttemptState
  readonly attemptProviderId: string | null
  readonly isPriced: boolean
  readonly isRepeat: boolean
  /** True when the provider id belongs to another message, or another attempt is known to have made it. */
  readonly isTaken: boolean
}

/**
 * Reads what a receipt is decided on; undefined when there is no such attempt. Takes no tenant: the
 * caller has proven by the callback's MAC or by its own claim that the attempt is the right one.
 */
export async function findReceiptRow(
  db: Db,
  target: ReceiptTarget,
  receipt: Receipt,
): Promise<ReceiptRow | undefined> {
  const rows = await db.$queryRaw<ReceiptRow[]>`
    SELECT m.tenant_id AS "tenantId", t.provider_account_id AS "providerAccountId", m.version, m.status, m.rank,
      m.provider_id AS "providerId", t.state AS "attemptState", t.provider_id AS "attemptProviderId",
      m.price IS NOT NULL AS "isPriced",
      EXISTS (
        SELECT 1 FROM mms_event e
        WHERE e.message_id = m.id AND e.provider_id = ${receipt.providerId}
          AND e.data->>'receipt' = ${receipt.status} AND e.error_code IS NOT DISTINCT FROM ${receipt.errorCode ?? null}
      ) AS "isRepeat",
      EXISTS (
        SELECT 1 FROM provider_ref r
        WHERE r.provider_account_id = t.provider_account_id AND r.provider_id = ${receipt.providerId}
          AND (r.message_id <> t.message_id OR (r.n <> t.n AND EXISTS (
            SELECT 1 FROM mms_attempt other
            WHERE other.message_id = t.message_id AND other.n = r.n AND other.provider_id = r.provider_id)))
      ) AS "isTaken"
    FROM mms_log m JOIN mms_attempt t ON t.message_id = m.id
    WHERE m.id = ${target.messageId}::uuid AND t.n = ${target.attempt}::int`
  return rows[0]
}
