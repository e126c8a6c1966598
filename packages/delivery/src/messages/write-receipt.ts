import type { EventType } from '@heliograph/shared/domain/message-event'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { ReceiptDecision } from '@heliograph/shared/domain/receipt-decision'
import { priceLadderMs } from '@heliograph/shared/domain/retry-plan'
import { isFinal, type MessageStatus } from '@heliograph/shared/domain/status'
import { recordOptOut } from '../consent/record-opt-out.ts'
import { type Db, Prisma } from '../db/db.ts'
import { dueNow } from '../db/due-now.ts'
import { runStatement } from '../db/run-statement.ts'
import { liftHolds } from './hold-statements.ts'
import type { ReceiptRow, ReceiptTarget } from './receipt-row.ts'

type Writable = Exclude<ReceiptDecision, { kind: 'mismatch' }>

/** A decided receipt with what it was decided on. */
export type ReceiptWrite = {
  readonly target: ReceiptTarget
  readonly receipt: Receipt
  readonly row: ReceiptRow
  readonly decision: Writable
  readonly nextLookMs: number
}

const eventOf: Record<Writable['kind'], EventType> = {
  applied: 'receipt.applied',
  bound: 'receipt.applied',
  ignored: 'receipt.ignored',
  conflicting: 'receipt.conflicting',
}

/**
 * Writes a decided receipt in one statement: message, attempt, provider reference, event. Answers false
 * when the message had moved on since it was read, or the provider id was bound elsewhere meanwhile.
 */
export async function writeReceipt(db: Db, write: ReceiptWrite): Promise<boolean> {
  const { receipt, row, decision, target } = write
  const binds = decision.kind === 'bound' || (decision.kind === 'applied' && decision.binds)
  const data = eventData(receipt, decision)
  const rows = await runStatement<{ id: string }>(
    db,
    Prisma.sql`
    WITH ref AS (
      INSERT INTO provider_ref (provider_account_id, provider_id, tenant_id, message_id, n)
      SELECT ${row.providerAccountId}::uuid, ${receipt.providerId}, tenant_id, id, ${target.attempt}::int
      FROM mms_log WHERE ${binds} AND id = ${target.messageId}::uuid AND version = ${row.version}::int
      FOR UPDATE
      ON CONFLICT (provider_account_id, provider_id) DO UPDATE SET n = EXCLUDED.n
        -- What a person gave to the message goes to the attempt that is now known to have made it.
        WHERE provider_ref.message_id = EXCLUDED.message_id AND (provider_ref.n = EXCLUDED.n OR NOT EXISTS (
          SELECT 1 FROM mms_attempt other WHERE other.message_id = provider_ref.message_id
            AND other.n = provider_ref.n AND other.provider_id = provider_ref.provider_id))
      RETURNING n
    ), moved AS (
      UPDATE mms_log m SET version = m.version + 1${changes(write)}
      WHERE m.id = ${target.messageId}::uuid AND m.version = ${row.version}::int
        AND (NOT ${binds} OR EXISTS (SELECT 1 FROM ref))
      RETURNING m.*
    ), attempt AS (
      UPDATE mms_attempt t SET state = 'accepted', provider_id = ${receipt.providerId},
        finished_at = coalesce(t.finished_at, now())
      FROM moved
      WHERE ${binds} AND t.message_id = moved.id AND t.n = ${target.attempt}::int
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id,
        error_code, error_class, data)
      SELECT id, version, tenant_id, ${eventOf[decision.kind]}, status, rank, ${target.attempt}::int,
        ${receipt.providerId}, ${receipt.errorCode ?? null}, ${receipt.errorClass ?? null}, ${JSON.stringify(data)}::jsonb
      FROM moved
    ), proven AS (
      SELECT id AS message_id, ${target.attempt}::int AS n, provider_account_id, sender_id FROM moved WHERE ${binds}
    ), ${liftHolds(Prisma.sql`proven`)}${recordOptOut(Prisma.sql`moved`, { code: receipt.errorCode, class: receipt.errorClass })}
    SELECT id FROM moved`,
  )
  return rows.length > 0
}

/** What the history keeps of a receipt: enough to rebuild the row, no numbers. */
export function eventData(receipt: Receipt, decision: Writable): object {
  const { status, source, segments, price, priceUnit } = receipt
  const base = { receipt: status, source }
  if (decision.kind !== 'applied' && decision.kind !== 'bound') return base
  const marks = {
    ...(decision.kind === 'bound' ? { bound: true } : {}),
    ...(decision.isDuplicate ? { duplicate: true } : {}),
  }
  return decision.kind === 'bound' ? { ...base, ...marks } : { ...base, ...marks, segments, price, priceUnit }
}

function changes({ receipt, decision, nextLookMs }: ReceiptWrite): Prisma.Sql {
  if (decision.kind === 'bound') {
    return Prisma.sql`, duplicate = m.duplicate OR ${decision.isDuplicate},
      provider_id = coalesce(m.provider_id, ${receipt.providerId})`
  }
  // Two last words: the provider's own look-up decides, and soon.
  if (decision.kind === 'conflicting') return Prisma.sql`, polls = 0, next_at = ${dueNow}`
  if (decision.kind !== 'applied') return Prisma.empty
  const { status, rank } = decision
  return Prisma.sql`, status = ${status}, rank = ${rank}::smallint, lease_until = NULL,
    provider_id = ${receipt.providerId}, duplicate = m.duplicate OR ${decision.isDuplicate},
    from_number = coalesce(${receipt.from ?? null}, m.from_number),
    segments = coalesce(${receipt.segments ?? null}::int, m.segments),
    price = coalesce(${receipt.price ?? null}::numeric, m.price),
    price_unit = coalesce(${receipt.priceUnit ?? null}, m.price_unit),
    ${errorColumns(receipt, status)}, submitted_at = coalesce(m.submitted_at, now()),
    sent_at = CASE WHEN ${status} IN ('sent', 'delivered') THEN coalesce(m.sent_at, now()) ELSE m.sent_at END,
    delivered_at = CASE WHEN ${status} = 'delivered' THEN now() END,
    final_at = CASE WHEN ${isFinal(status)} THEN now() END,
    polls = CASE WHEN ${isFinal(status)} THEN 0 ELSE m.polls END,
    next_at = ${nextLook(receipt, status, nextLookMs)}`
}

/** News is looked for while there may be some; after the end only the price, which is billed later. */
function nextLook(receipt: Receipt, status: MessageStatus, nextLookMs: number): Prisma.Sql {
  if (!isFinal(status)) return Prisma.sql`now() + make_interval(secs => ${nextLookMs / 1000}::float8)`
  if (receipt.price !== undefined) return Prisma.sql`NULL`
  const firstPriceLookMs = priceLadderMs[0]
  return Prisma.sql`CASE WHEN m.price IS NULL THEN
      now() + make_interval(secs => ${firstPriceLookMs / 1000}::float8) END`
}

/** A good receipt ends older trouble; a bad one without a code never erases a code that is known. */
function errorColumns(receipt: Receipt, status: MessageStatus): Prisma.Sql {
  if (status !== 'failed' && status !== 'undelivered')
    return Prisma.sql`error_code = NULL, error_class = NULL`
  return Prisma.sql`error_code = coalesce(${receipt.errorCode ?? null}, m.error_code),
    error_class = coalesce(${receipt.errorClass ?? null}, m.error_class)`
}
