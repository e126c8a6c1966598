import { crashesToSuspect } from '@heliograph/shared/domain/poison'
import { isSuppressed } from '../consent/suppression-predicate.ts'
import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'

/** Everything one attempt needs, read in the statement that claimed it. */
export type ClaimedAttempt = {
  readonly messageId: string
  readonly tenantId: string
  readonly providerAccountId: string
  readonly senderId: string
  /** Number of the attempt and fence of every later write for it. */
  readonly attempt: number
  readonly to: string
  readonly from: string | null
  readonly messagingService: string | null
  readonly body: string | null
  readonly mediaUrls: readonly string[]
  readonly requireMms: boolean
  readonly attemptsUsed: number
  /** What is left of its validity, in seconds. */
  readonly validitySeconds: number
  readonly maxAttempts: number
}

/**
 * `claimed`: the attempt row is open and the lease runs. `held`: account or sender is held, the message
 * waits as `retrying`. `blocked`: its recipient opted out. `expired`: its time was over. `suspect`: processes died
 * with it in hand, and it waits to be claimed alone. `none`: nothing to do for this doorbell.
 */
export type Claim =
  | { readonly kind: 'claimed'; readonly attempt: ClaimedAttempt }
  | { readonly kind: 'held'; readonly code: string }
  | { readonly kind: 'blocked' | 'expired' | 'suspect' | 'none' }

/** Which doorbell is claimed, and on which terms. Times in milliseconds. */
export type ClaimInput = {
  readonly id: string
  readonly gen: number
  readonly leaseMs: number
  /** Names this process in the attempt row. */
  readonly worker: string
  /** Wait between two messages let through a hold to test it. */
  readonly probeIntervalMs: number
  /** True when this process has no other message in hand until this one is settled. Default: false. */
  readonly isAlone?: boolean
}

type ClaimRow = Omit<ClaimedAttempt, 'attempt'> & {
  readonly verdict: 'claimed' | 'held' | 'blocked' | 'expired' | 'suspect'
  readonly fence: number
  readonly code: string | null
}

/**
 * Claims a due message for one attempt, in one statement: status, fence, lease, attempt row and event
 * together or not at all. Of several claimers one wins. While its account or sender is held, one
 * message per probe interval passes to test the hold, the others are marked as waiting. Consent is checked
 * in the same snapshot: an opt-out that was committed before is never claimed past. Messages of a paused or
 * canceled batch are left alone, and a message that processes died of is claimed by one that has nothing else in
 * hand, so that the next death tells whose fault it is.
 */
export async function claimMessage(db: Db, input: ClaimInput): Promise<Claim> {
  const rows = await runStatement<ClaimRow>(db, claimStatement(input))
  const row = rows[0]
  if (row === undefined) return { kind: 'none' }
  if (row.verdict === 'held') return { kind: 'held', code: row.code ?? 'held' }
  if (row.verdict !== 'claimed') return { kind: row.verdict }
  const { verdict: _, fence, code: __, ...message } = row
  return { kind: 'claimed', attempt: { ...message, attempt: fence } }
}

function claimStatement(input: ClaimInput): Prisma.Sql {
  return Prisma.sql`
    WITH due AS (
      SELECT m.id, m.tenant_id, m.provider_account_id, m.sender_id, m.status, m.error_code,
        m.expires_at <= now() AS is_expired, ${isSuppressed('m')} AS is_blocked,
        m.crashes >= ${crashesToSuspect}::int AND NOT ${input.isAlone ?? false} AS is_suspect
      FROM mms_log m
      WHERE m.id = ${input.id}::uuid AND m.gen = ${input.gen}::int
        AND m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now()
        AND NOT ${isStopped()}
      FOR UPDATE
    ), ${probeStatements(input.probeIntervalMs)}, decided AS (
      SELECT due.*, held.code, held.class,
        CASE WHEN is_expired THEN 'expired' WHEN is_blocked THEN 'blocked' WHEN is_suspect THEN 'suspect'
          WHEN held.code IS NOT NULL THEN 'held' ELSE 'claimed' END AS verdict
      FROM due LEFT JOIN held ON true
    ), ${transitionStatements(input)}
    SELECT decided.verdict, decided.code, moved.fence, moved.id AS "messageId", moved.tenant_id AS "tenantId",
      moved.provider_account_id AS "providerAccountId", moved.sender_id AS "senderId", moved.to_number AS "to",
      moved.from_number AS "from", moved.messaging_service AS "messagingService",
      moved.attempts_used AS "attemptsUsed", moved.max_attempts AS "maxAttempts", ${secondsLeft()} AS "validitySeconds",
      content.body, content.media_urls AS "mediaUrls", content.require_mms AS "requireMms"
    FROM decided LEFT JOIN moved USING (id) LEFT JOIN mms_content content ON content.message_id = moved.id
    WHERE moved.id IS NOT NULL OR decided.verdict = 'suspect'`
}

/** Whole seconds in SQL until message `moved` expires. */
export function secondsLeft(): Prisma.Sql {
  return Prisma.sql`ceil(extract(epoch FROM moved.expires_at - now()))::int`
}

/** Error code of a message whose recipient opted out before it was handed over. */
export const optedOutCode = 'opted_out'

/** True in SQL for a message `m` whose batch is paused or canceled. */
export function isStopped(): Prisma.Sql {
  return Prisma.sql`(m.batch_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM batch b WHERE b.id = m.batch_id AND (b.paused_at IS NOT NULL OR b.canceled_at IS NOT NULL)))`
}

/** The hold that stops this message, after trying to be the one that may probe it. */
function probeStatements(probeIntervalMs: number): Prisma.Sql {
  return Prisma.sql`
    account_probe AS (
      UPDATE provider_account a SET probes = probes + 1,
        probe_at = now() + make_interval(secs => ${probeIntervalMs / 1000}::float8)
      FROM due WHERE a.id = due.provider_account_id AND NOT (due.is_expired OR due.is_blocked OR due.is_suspect)
        AND a.held_at IS NOT NULL AND a.probe_at <= now()
      RETURNING a.id
    ), account_held AS (
      SELECT a.hold_code AS code, 'account' AS class FROM provider_account a JOIN due ON a.id = due.provider_account_id
      WHERE a.held_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM account_probe)
    ), sender_probe AS (
      UPDATE sender s SET probes = probes + 1,
        probe_at = now() + make_interval(secs => ${probeIntervalMs / 1000}::float8)
      FROM due WHERE s.id = due.sender_id AND NOT (due.is_expired OR due.is_blocked OR due.is_suspect)
        AND s.held_at IS NOT NULL AND s.probe_at <= now() AND NOT EXISTS (SELECT 1 FROM account_held)
      RETURNING s.id
    ), held AS (
      SELECT code, class FROM account_held
      UNION ALL
      SELECT s.hold_code, 'sender' FROM sender s JOIN due ON s.id = due.sender_id
      WHERE s.held_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sender_probe)
      LIMIT 1
    )`
}

/** Moves the row and writes attempt and event. A held row that already says so is left untouched. */
function transitionStatements(input: ClaimInput): Prisma.Sql {
  return Prisma.sql`
    moved AS (
      UPDATE mms_log m SET
        status = CASE d.verdict WHEN 'claimed' THEN 'sending' WHEN 'held' THEN 'retrying' ELSE d.verdict END,
        fence = m.fence + CASE d.verdict WHEN 'claimed' THEN 1 ELSE 0 END,
        lease_until = CASE d.verdict WHEN 'claimed'
          THEN now() + make_interval(secs => ${input.leaseMs / 1000}::float8) END,
        next_at = CASE d.verdict WHEN 'held' THEN m.next_at END,
        error_code = CASE d.verdict WHEN 'held' THEN d.code WHEN 'blocked' THEN ${optedOutCode}
          WHEN 'expired' THEN 'expired' ELSE m.error_code END,
        error_class = CASE d.verdict WHEN 'held' THEN d.class WHEN 'blocked' THEN 'opt_out'
          WHEN 'expired' THEN 'expired' ELSE m.error_class END,
        final_at = CASE WHEN d.verdict IN ('blocked', 'expired') THEN now() END,
        version = m.version + 1
      FROM decided d
      WHERE m.id = d.id AND d.verdict <> 'suspect' AND NOT (d.verdict = 'held' AND d.status = 'retrying' AND d.error_code IS NOT DISTINCT FROM d.code)
      RETURNING m.*
    ), attempt AS (
      INSERT INTO mms_attempt (message_id, n, tenant_id, provider_account_id, state, worker)
      SELECT moved.id, moved.fence, moved.tenant_id, moved.provider_account_id, 'open', ${input.worker}
      FROM moved WHERE moved.status = 'sending'
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, error_code, error_class)
      SELECT id, version, tenant_id,
        CASE status WHEN 'sending' THEN 'attempt.started' WHEN 'retrying' THEN 'message.held' ELSE 'message.' || status END,
        status, rank, CASE status WHEN 'sending' THEN fence END,
        CASE status WHEN 'sending' THEN NULL ELSE error_code END,
        CASE status WHEN 'sending' THEN NULL ELSE error_class END
      FROM moved
    )`
}
