import { planRetry } from '../domain/retry-plan.ts'
import type { SendOutcome } from '../domain/send-outcome.ts'
import type { AttemptState, MessageStatus } from '../domain/status.ts'
import { receive } from './receive.ts'
import { type Flight, note, type World } from './world.ts'

type Accepted = Extract<SendOutcome, { kind: 'accepted' }>
type Unaccepted = Exclude<SendOutcome, { kind: 'accepted' }>

/** Records what a process holds in memory, as settleAttempt and recordAcceptance do. */
export function settle(world: World, flight: Flight): void {
  const { outcome } = flight
  if (outcome === undefined) return
  if (outcome.kind === 'accepted') accept(world, flight, outcome)
  else close(world, flight, outcome)
}

function accept(world: World, flight: Flight, outcome: Accepted): void {
  const { row, now } = world
  const attempt = attemptOf(world, flight)
  const isFirstNews =
    row.fence === flight.attempt &&
    row.rank === 0 &&
    (row.status === 'sending' || row.status === 'ambiguous') &&
    outcome.status === 'submitted' &&
    attempt.providerId === null &&
    !world.refs.has(outcome.providerId)
  if (!isFirstNews) {
    const { providerId, status } = outcome
    receive(world, flight.attempt, { source: 'answer', providerId, status })
    return
  }
  world.refs.set(outcome.providerId, flight.attempt)
  // The lease sweep has counted the attempt already.
  row.attemptsUsed += row.status === 'ambiguous' ? 0 : 1
  Object.assign(row, {
    status: 'submitted',
    rank: 10,
    providerId: outcome.providerId,
    leaseUntil: null,
    errorCode: null,
    nextAt: now + world.settings.nextLookMs,
  })
  Object.assign(attempt, { state: 'accepted', providerId: outcome.providerId, finishedAt: now })
  note(world, 'attempt.accepted')
}

function close(world: World, flight: Flight, outcome: Unaccepted): void {
  const { row, now } = world
  const attempt = attemptOf(world, flight)
  if (attempt.state !== 'open' && attempt.state !== 'ambiguous') return
  const next = plan(world, flight, outcome)
  Object.assign(attempt, { state: next.attemptState, finishedAt: now, errorCode: outcome.fault.code })
  if (row.fence !== flight.attempt || (row.status !== 'sending' && row.status !== 'ambiguous')) return
  row.attemptsUsed += (next.usesAttempt ? 1 : 0) - (row.status === 'ambiguous' ? 1 : 0)
  row.crashes = 0
  row.status = next.status
  row.leaseUntil = null
  row.nextAt = next.nextInMs === null ? null : now + next.nextInMs
  row.gen += 1
  row.dispatchUntil = now + ownRingMs(next)
  row.errorCode = next.errorCode
  note(world, `attempt.${next.attemptState}`)
}

type Next = {
  readonly attemptState: Extract<AttemptState, 'rejected' | 'ambiguous' | 'not_sent'>
  readonly status: MessageStatus
  readonly errorCode: string
  readonly usesAttempt: boolean
  readonly nextInMs: number | null
}

function plan(world: World, flight: Flight, outcome: Unaccepted): Next {
  const errorCode = outcome.fault.code
  if (outcome.kind === 'rejected') {
    return { attemptState: 'rejected', status: 'failed', errorCode, usesAttempt: true, nextInMs: null }
  }
  if (outcome.kind === 'ambiguous') {
    const nextInMs = world.settings.ambiguity.firstLookMs
    return { attemptState: 'ambiguous', status: 'ambiguous', errorCode, usesAttempt: true, nextInMs }
  }
  const { usesAttempt, retryAfterMs } = outcome
  const retry = planRetry(world.settings.retry, {
    attemptsUsed: flight.attemptsUsed + (usesAttempt ? 1 : 0),
    tries: flight.attempt,
    jitter: world.settings.jitter,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
  return retry.kind === 'retry'
    ? { attemptState: 'not_sent', status: 'retrying', errorCode, usesAttempt, nextInMs: retry.delayMs }
    : { attemptState: 'not_sent', status: 'failed', errorCode: retry.code, usesAttempt, nextInMs: null }
}

/** A short retry is rung by the process itself; the relay leaves it alone until a second later. */
function ownRingMs({ status, nextInMs }: Next): number {
  return status === 'retrying' && nextInMs !== null && nextInMs > 0 && nextInMs <= 10_000
    ? nextInMs + 1_000
    : 0
}

function attemptOf(world: World, flight: Flight) {
  const attempt = world.attempts[flight.attempt - 1]
  if (attempt === undefined) throw new Error(`there is no attempt ${flight.attempt}`)
  return attempt
}
