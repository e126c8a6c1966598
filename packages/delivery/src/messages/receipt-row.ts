import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { AttemptState, MessageStatus } from '@heliograph/shared/domain/status'
import { type Db, Prisma, type Tx } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'

/** The attempt that a receipt is about. */
export type ReceiptTarget = {
  readonly messageId: string
  readonly attempt: number
  /** The account that the receipt came through, where that is known; it says nothing about attempts of another one. */
  readonly providerAccountId?: string
}

/** A receipt and what it is about. */
export type AimedReceipt = { readonly target: ReceiptTarget; readonly receipt: Receipt }

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
 * Reads what receipts are decided on, in their order; undefined where there is no such attempt. Takes no tenant: the
 * caller has proven by the callback's MAC or by its own claim that the attempts are the right ones.
 */
export async function readReceiptRows(
  db: Db | Tx,
  asked: readonly AimedReceipt[],
): Promise<(ReceiptRow | undefined)[]> {
  const rows = await runStatement<ReceiptRow & { position: number }>(db, readStatement(asked))
  const rowAt = new Map(rows.map(({ position, ...row }) => [position, row]))
  return asked.map((_, index) => rowAt.get(index + 1))
}

// Row by row, and by scalar subqueries: a join, or EXISTS, leaves it to the planner to read a whole table instead, and
// with old statistics it does.
function readStatement(asked: readonly AimedReceipt[]): Prisma.Sql {
  const receipts = asked.map(({ receipt }) => receipt)
  const targets = asked.map(({ target }) => target)
  return Prisma.sql`
    SELECT asked.position::int, found.*
    FROM unnest(
      ${targets.map(({ messageId }) => messageId)}::uuid[], ${targets.map(({ attempt }) => attempt)}::int[],
      ${receipts.map(({ providerId }) => providerId)}::text[], ${receipts.map(({ status }) => status)}::text[],
      ${receipts.map(({ errorCode }) => errorCode ?? null)}::text[]
    ) WITH ORDINALITY AS asked (message_id, n, provider_id, receipt, error_code, position)
    CROSS JOIN LATERAL (
      SELECT m.tenant_id AS "tenantId", t.provider_account_id AS "providerAccountId", m.version, m.status, m.rank,
        m.provider_id AS "providerId", t.state AS "attemptState", t.provider_id AS "attemptProviderId",
        m.price IS NOT NULL AS "isPriced",
        (SELECT true FROM mms_event e
          WHERE e.message_id = asked.message_id AND e.provider_id = asked.provider_id
            AND e.data->>'receipt' = asked.receipt AND e.error_code IS NOT DISTINCT FROM asked.error_code
          LIMIT 1) IS TRUE AS "isRepeat",
        (SELECT true FROM provider_ref r
          WHERE r.provider_account_id = t.provider_account_id AND r.provider_id = asked.provider_id
            AND (r.message_id <> asked.message_id OR (r.n <> asked.n AND (
              SELECT true FROM mms_attempt other
              WHERE other.message_id = asked.message_id AND other.n = r.n AND other.provider_id = r.provider_id)))
          LIMIT 1) IS TRUE AS "isTaken"
      FROM mms_log m JOIN mms_attempt t ON t.message_id = m.id
      WHERE m.id = asked.message_id AND t.n = asked.n
      LIMIT 1
    ) AS found`
}
