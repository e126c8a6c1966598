import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { EventType } from '@heliograph/shared/domain/message-event'
import { planRetry, type RetryPolicy } from '@heliograph/shared/domain/retry-plan'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import type { AttemptState, MessageStatus } from '@heliograph/shared/domain/status'
import { recordOptOut } from '../consent/record-opt-out.ts'
import { type Db, Prisma } from '../db/db.ts'
import type { Ring } from '../queue/message-queue.ts'
import type { ClaimedAttempt } from './claim-message.ts'
import { setHold } from './hold-statements.ts'

/** How attempts without a provider id are settled. Times in milliseconds. */
export type SettleSettings = {
  readonly retry: RetryPolicy
  /** Wait before a lost answer is looked into. */
  readonly firstLookMs: number
  /** Wait between two probes of a held account or sender. */
  readonly probeIntervalMs: number
}

/**
 * Where the message went. `stale`: it had moved on by other evidence, only the attempt was closed.
 * `ring`: the doorbell for the next attempt, for the caller to ring; the relay rings it otherwise.
 */
export type Settlement = {
  readonly status: MessageStatus | 'stale'
  readonly nextInMs?: number
  readonly ring?: Ring
}

type Unaccepted = Exclude<SendOutcome, { kind: 'accepted' }>

type Transition = {
  readonly attemptState: AttemptState
  readonly event: EventType
  readonly status: MessageStatus
  readonly errorCode: string
  readonly errorClass: ErrorClass
  readonly usesAttempt: boolean
  /** Null when the message is final. */
  readonly nextInMs: number | null
}

/**
 * Writes the outcome of an attempt that brought no provider id, in one statement: attempt, message,
 * event, and the hold it asks for. Fenced by the attempt number: a late answer still settles an attempt
 * whose lease ran out, and never touches a newer one.
 */
export async function settleAttempt(
  deps: { readonly db: Db; readonly settings: SettleSettings; readonly random: () => number },
  claim: ClaimedAttempt,
  outcome: Unaccepted,
): Promise<Settlement> {
  const transition = planTransition(deps.settings, claim, outcome, deps.random())
  const hold = outcome.kind === 'not_sent' ? outcome.hold : undefined
  const rows = await deps.db.$queryRaw<{ status: MessageStatus; gen: number }[]>`
    WITH closed AS (
      UPDATE mms_attempt SET state = ${transition.attemptState}, finished_at = now(),
        http_status = ${outcome.fault.httpStatus ?? null}::int, request_id = ${outcome.fault.requestId ?? null},
        error_code = ${outcome.fault.code}, error_class = ${outcome.fault.class}, detail = ${outcome.fault.detail}
      WHERE message_id = ${claim.messageId}::uuid AND n = ${claim.attempt}::int AND state IN ('open', 'ambiguous')
      RETURNING message_id
    ), ${moveStatement(claim, transition)}${holdStatement(claim, outcome.fault.code, hold, deps.settings)}${recordOptOut(Prisma.sql`moved`, outcome.fault)}
    SELECT status, gen FROM moved`
  const row = rows[0]
  if (row === undefined) return { status: 'stale' }
  const { status, gen } = row
  if (transition.nextInMs === null) return { status }
  const nextInMs = transition.nextInMs
  if (!isRungHere(transition)) return { status, nextInMs }
  return { status, nextInMs, ring: { id: claim.messageId, gen, delayMs: nextInMs + clockMarginMs } }
}

/** Longer waits are left to the relay, so that Redis holds only the next seconds of work. */
const maxOwnRingMs = 10_000
const clockMarginMs = 20

function isRungHere(transition: Transition): boolean {
  const { status, nextInMs } = transition
  return status === 'retrying' && nextInMs !== null && nextInMs > 0 && nextInMs <= maxOwnRingMs
}

/** How long the relay leaves the row to the doorbell that is rung here. */
function ownRingSeconds(transition: Transition): number {
  return isRungHere(transition) ? ((transition.nextInMs ?? 0) + 1_000) / 1_000 : 0
}

function planTransition(
  settings: SettleSettings,
  claim: ClaimedAttempt,
  outcome: Unaccepted,
  jitter: number,
): Transition {
  const errorClass = outcome.fault.class
  const base = { errorCode: outcome.fault.code, errorClass, usesAttempt: true }
  if (outcome.kind === 'rejected') {
    return { ...base, attemptState: 'rejected', event: 'attempt.rejected', status: 'failed', nextInMs: null }
  }
  if (outcome.kind === 'ambiguous') {
    const nextInMs = settings.firstLookMs
    return { ...base, attemptState: 'ambiguous', event: 'attempt.ambiguous', status: 'ambiguous', nextInMs }
  }
  const { usesAttempt } = outcome
  const waiting = { ...base, usesAttempt, attemptState: 'not_sent', event: 'attempt.not_sent' } as const
  // A held message is due at once: the hold decides when it may pass, not a timer of its own.
  if (outcome.hold !== undefined) return { ...waiting, status: 'retrying', nextInMs: 0 }
  const step = planRetry(settings.retry, {
    attemptsUsed: claim.attemptsUsed + (usesAttempt ? 1 : 0),
    tries: claim.attempt,
    jitter,
    ...(outcome.retryAfterMs === undefined ? {} : { retryAfterMs: outcome.retryAfterMs }),
  })
  return step.kind === 'retry'
    ? { ...waiting, status: 'retrying', nextInMs: step.delayMs }
    : { ...waiting, status: 'failed', errorCode: step.code, nextInMs: null }
}

function moveStatement(claim: ClaimedAttempt, transition: Transition): Prisma.Sql {
  const nextIn = transition.nextInMs === null ? null : transition.nextInMs / 1000
  const data = JSON.stringify({
    ...(nextIn === null ? {} : { nextInMs: transition.nextInMs }),
    ...(transition.usesAttempt ? {} : { usesAttempt: false }),
  })
  return Prisma.sql`
    moved AS (
      UPDATE mms_log m SET status = ${transition.status}, lease_until = NULL,
        next_at = now() + make_interval(secs => ${nextIn}::float8), gen = m.gen + 1,
        dispatch_until = now() + make_interval(secs => ${ownRingSeconds(transition)}::float8),
        -- The lease sweep has counted the attempt already.
        attempts_used = m.attempts_used + ${transition.usesAttempt ? 1 : 0}::int
          - CASE m.status WHEN 'ambiguous' THEN 1 ELSE 0 END,
        -- Whatever the answer is, a process lived to write it down.
        crashes = 0,
        error_code = ${transition.errorCode}, error_class = ${transition.errorClass},
        final_at = CASE WHEN ${nextIn}::float8 IS NULL THEN now() END, version = m.version + 1
      FROM closed
      WHERE m.id = closed.message_id AND m.fence = ${claim.attempt}::int AND m.status IN ('sending', 'ambiguous')
      RETURNING m.*
    ), event AS (
      INSERT INTO mms_event
        (message_id, version, tenant_id, type, status, rank, attempt, error_code, error_class, data)
      SELECT id, version, tenant_id, ${transition.event}, status, rank, fence, error_code, error_class, ${data}::jsonb
      FROM moved
    )`
}

function holdStatement(
  claim: ClaimedAttempt,
  code: string,
  scope: 'account' | 'sender' | undefined,
  settings: SettleSettings,
): Prisma.Sql {
  if (scope === undefined) return Prisma.empty
  return Prisma.sql`, hold AS (${setHold(scope, claim, code, settings.probeIntervalMs)})`
}
