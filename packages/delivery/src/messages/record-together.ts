import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'
import type { ClaimedAttempt } from './claim-message.ts'
import { type CoalesceLimits, coalesce } from './coalesce.ts'
import { recordAcceptance } from './record-acceptance.ts'

type Accepted = Extract<SendOutcome, { kind: 'accepted' }>
type Answer = { readonly claim: ClaimedAttempt; readonly outcome: Accepted }

/**
 * Records acceptances like `recordAcceptance`, several in one statement. It takes the plain case only: the
 * first news of the message, a provider id that is bound nowhere, nothing held that the acceptance could
 * lift. Any other acceptance is recorded alone.
 */
export function recordTogether(
  db: Db,
  nextLookMs: number,
  limits: CoalesceLimits,
): (claim: ClaimedAttempt, outcome: Accepted) => Promise<void> {
  const recordPlain = coalesce(async (answers: readonly Answer[]) => {
    const rows = await runStatement<{ id: string }>(db, plainStatement(answers, nextLookMs))
    const recorded = new Set(rows.map(({ id }) => id))
    return answers.map(({ claim }) => recorded.has(claim.messageId))
  }, limits)
  return async (claim, outcome) => {
    // A batch that fails is recorded one by one, so that one answer can never stop the others.
    const isRecorded =
      outcome.status === 'submitted' && (await recordPlain({ claim, outcome }).catch(() => false))
    if (!isRecorded) await recordAcceptance({ db }, claim, outcome, nextLookMs)
  }
}

function plainStatement(answers: readonly Answer[], nextLookMs: number): Prisma.Sql {
  return Prisma.sql`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(answers.map(asRecord))}::jsonb) AS given (
        id uuid, fence int, provider_id text, http_status int, request_id text, from_number text, segments int,
        price numeric, price_unit text, data jsonb)
    ), locked AS MATERIALIZED (
      -- By id and nothing else: given more to go by, the planner may read the whole table instead.
      SELECT m.id, m.tenant_id, m.provider_account_id, m.sender_id, m.fence, m.rank, m.status FROM mms_log m
      WHERE m.id = ANY(${answers.map(({ claim }) => claim.messageId)}::uuid[])
      ORDER BY m.id FOR UPDATE
    ), target AS (
      SELECT m.id, m.tenant_id, m.provider_account_id, m.fence, given.provider_id
      FROM given JOIN locked m ON m.id = given.id AND m.fence = given.fence
        JOIN mms_attempt t ON t.message_id = m.id AND t.n = m.fence
        JOIN provider_account a ON a.id = m.provider_account_id JOIN sender s ON s.id = m.sender_id
      WHERE m.rank = 0 AND m.status IN ('sending', 'ambiguous') AND t.provider_id IS NULL
        AND a.held_at IS NULL AND s.held_at IS NULL
    ), ref AS (
      INSERT INTO provider_ref (provider_account_id, provider_id, tenant_id, message_id, n)
      SELECT provider_account_id, provider_id, tenant_id, id, fence FROM target
      ON CONFLICT DO NOTHING
      RETURNING message_id
    ), moved AS (
      UPDATE mms_log m SET status = 'submitted', rank = 10, provider_id = given.provider_id, lease_until = NULL,
        attempts_used = m.attempts_used + CASE m.status WHEN 'ambiguous' THEN 0 ELSE 1 END,
        from_number = coalesce(given.from_number, m.from_number), segments = coalesce(given.segments, m.segments),
        price = coalesce(given.price, m.price), price_unit = coalesce(given.price_unit, m.price_unit),
        error_code = NULL, error_class = NULL, submitted_at = now(), polls = 0,
        next_at = now() + make_interval(secs => ${nextLookMs / 1000}::float8), version = m.version + 1
      FROM ref JOIN given ON given.id = ref.message_id WHERE m.id = ref.message_id
      RETURNING m.id, m.tenant_id, m.version, m.status, m.rank, m.fence, m.provider_id, given.http_status,
        given.request_id, given.data
    ), attempt AS (
      UPDATE mms_attempt t SET state = 'accepted', provider_id = moved.provider_id, finished_at = now(),
        http_status = moved.http_status, request_id = moved.request_id
      FROM moved WHERE t.message_id = moved.id AND t.n = moved.fence
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id, data)
      SELECT id, version, tenant_id, 'attempt.accepted', status, rank, fence, provider_id, data FROM moved
    )
    SELECT id FROM moved`
}

function asRecord({ claim, outcome }: Answer) {
  const { segments, price, priceUnit } = outcome
  return {
    id: claim.messageId,
    fence: claim.attempt,
    provider_id: outcome.providerId,
    http_status: outcome.httpStatus,
    request_id: outcome.requestId,
    from_number: outcome.from,
    segments,
    price,
    price_unit: priceUnit,
    data: { segments, price, priceUnit },
  }
}
