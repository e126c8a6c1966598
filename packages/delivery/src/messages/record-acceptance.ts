import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { rankOf, statusFromReceipt } from '@heliograph/shared/domain/status'
import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'
import { applyReceipt } from './apply-receipt.ts'
import type { ClaimedAttempt } from './claim-message.ts'
import { liftHolds } from './hold-statements.ts'

type Accepted = Extract<SendOutcome, { kind: 'accepted' }>

/**
 * Writes a provider's acceptance: provider id bound to the attempt, message `submitted`, event, in one
 * statement, and only if that id is bound to nothing else. When other evidence was faster (a callback, a receipt of an earlier attempt) it is
 * recorded like a receipt. `nextLookMs` is the wait before silence is looked into.
 */
export async function recordAcceptance(
  deps: { readonly db: Db },
  claim: ClaimedAttempt,
  outcome: Accepted,
  nextLookMs: number,
): Promise<void> {
  const rows = await runStatement<{ id: string }>(deps.db, acceptanceStatement(claim, outcome, nextLookMs))
  if (rows.length > 0) return
  const { kind: _, httpStatus: __, requestId: ___, mediaCount: ____, ...message } = outcome
  const target = { messageId: claim.messageId, attempt: claim.attempt }
  await applyReceipt({ ...deps, nextLookMs }, target, { source: 'answer', ...message })
}

function acceptanceStatement(claim: ClaimedAttempt, outcome: Accepted, nextLookMs: number): Prisma.Sql {
  const { segments, price, priceUnit } = outcome
  const data = JSON.stringify({ segments, price, priceUnit })
  return Prisma.sql`
    WITH target AS (
      SELECT m.id, m.tenant_id, m.provider_account_id, m.fence
      FROM mms_log m JOIN mms_attempt t ON t.message_id = m.id AND t.n = m.fence
      WHERE m.id = ${claim.messageId}::uuid AND m.fence = ${claim.attempt}::int AND m.rank = 0
        AND m.status IN ('sending', 'ambiguous') AND ${outcome.status} = 'submitted' AND t.provider_id IS NULL
      FOR UPDATE OF m
    ), ref AS (
      INSERT INTO provider_ref (provider_account_id, provider_id, tenant_id, message_id, n)
      SELECT provider_account_id, ${outcome.providerId}, tenant_id, id, fence FROM target
      ON CONFLICT DO NOTHING
      RETURNING message_id
    ), moved AS (
      UPDATE mms_log m SET status = ${statusFromReceipt(outcome.status)}, rank = ${rankOf(outcome.status)}::smallint,
        provider_id = ${outcome.providerId}, lease_until = NULL,
        attempts_used = m.attempts_used + CASE m.status WHEN 'ambiguous' THEN 0 ELSE 1 END,
        from_number = coalesce(${outcome.from ?? null}, m.from_number),
        segments = coalesce(${outcome.segments ?? null}::int, m.segments),
        price = coalesce(${outcome.price ?? null}::numeric, m.price),
        price_unit = coalesce(${outcome.priceUnit ?? null}, m.price_unit),
        error_code = NULL, error_class = NULL, submitted_at = now(), polls = 0,
        next_at = now() + make_interval(secs => ${nextLookMs / 1000}::float8), version = m.version + 1
      FROM ref WHERE m.id = ref.message_id
      RETURNING m.id, m.tenant_id, m.version, m.status, m.rank, m.fence, m.provider_id, m.provider_account_id,
        m.sender_id
    ), attempt AS (
      UPDATE mms_attempt t SET state = 'accepted', provider_id = moved.provider_id, finished_at = now(),
        http_status = ${outcome.httpStatus ?? null}::int, request_id = ${outcome.requestId ?? null}
      FROM moved WHERE t.message_id = moved.id AND t.n = moved.fence
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id, data)
      SELECT id, version, tenant_id, 'attempt.accepted', status, rank, fence, provider_id, ${data}::jsonb FROM moved
    ), proven AS (
      SELECT id AS message_id, fence AS n, provider_account_id, sender_id FROM moved
    ), ${liftHolds(Prisma.sql`proven`)}
    SELECT id FROM moved`
}
