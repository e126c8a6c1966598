import { crashesToFail } from '@heliograph/shared/domain/poison'
import type { MessageStatus } from '@heliograph/shared/domain/status'
import type { Db } from '../db/db.ts'
import { dueNow } from '../db/due-now.ts'
import type { AmbiguousRow } from './ambiguous-rows.ts'

/**
 * The attempt never arrived: the message may be sent again, unless its attempts are used up or three processes
 * in a row died of it, the last of them with nothing else in hand (`poison`). Answers the new status, or undefined
 * when another witness was faster. With `isRisky` the provider could not be asked and a duplicate is possible.
 */
export async function declareAbsent(
  db: Db,
  row: AmbiguousRow,
  { isRisky }: { readonly isRisky: boolean },
): Promise<MessageStatus | undefined> {
  const data = JSON.stringify(isRisky ? { isRisky } : {})
  const rows = await db.$queryRaw<{ status: MessageStatus }[]>`
    WITH verdict AS (
      SELECT m.id, CASE
        WHEN m.crashes >= ${crashesToFail}::int THEN 'poison'
        WHEN m.attempts_used >= m.max_attempts THEN 'retries_exhausted' END AS code
      FROM mms_log m WHERE m.id = ${row.messageId}::uuid
    ), moved AS (
      UPDATE mms_log m SET status = CASE WHEN verdict.code IS NULL THEN 'retrying' ELSE 'failed' END,
        error_code = coalesce(verdict.code, m.error_code), error_class = 'transient', gen = m.gen + 1,
        next_at = CASE WHEN verdict.code IS NULL THEN ${dueNow} END, dispatch_until = ${dueNow},
        final_at = CASE WHEN verdict.code IS NOT NULL THEN now() END, version = m.version + 1
      FROM verdict
      WHERE m.id = verdict.id AND m.status = 'ambiguous' AND m.fence = ${row.attempt}::int
      RETURNING m.*
    ), attempt AS (
      UPDATE mms_attempt t SET state = 'absent', checks = t.checks + 1, checked_at = now()
      FROM moved WHERE t.message_id = moved.id AND t.n = moved.fence AND t.provider_id IS NULL
    ), event AS (
      INSERT INTO mms_event
        (message_id, version, tenant_id, type, status, rank, attempt, error_code, error_class, data)
      SELECT id, version, tenant_id, 'attempt.absent', status, rank, fence, error_code, error_class, ${data}::jsonb
      FROM moved
    )
    SELECT status FROM moved`
  return rows[0]?.status
}

/** The answer could not be proven in time: final for the caller, healed by any later proof. */
export async function declareUnknown(db: Db, row: AmbiguousRow): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH moved AS (
      UPDATE mms_log m SET status = 'unknown', next_at = NULL, final_at = now(), version = m.version + 1
      WHERE m.id = ${row.messageId}::uuid AND m.status = 'ambiguous' AND m.fence = ${row.attempt}::int
      RETURNING m.*
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, error_code, error_class)
      SELECT id, version, tenant_id, 'message.unproven', status, rank, fence, error_code, error_class FROM moved
    )
    SELECT id FROM moved`
  return rows.length > 0
}

/** Notes the look and sets the next one. No event: nothing happened to the message. */
export async function keepWaiting(
  db: Db,
  row: AmbiguousRow,
  look: { readonly isCounted: boolean; readonly nextInMs: number },
): Promise<void> {
  await db.$executeRaw`
    WITH waiting AS (
      UPDATE mms_log m SET next_at = now() + make_interval(secs => ${look.nextInMs / 1000}::float8)
      WHERE m.id = ${row.messageId}::uuid AND m.status = 'ambiguous' AND m.fence = ${row.attempt}::int
      RETURNING m.id, m.fence
    )
    UPDATE mms_attempt t SET checks = t.checks + 1, checked_at = now()
    FROM waiting WHERE ${look.isCounted} AND t.message_id = waiting.id AND t.n = waiting.fence`
}
