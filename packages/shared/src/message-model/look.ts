import { planAmbiguous } from '../domain/ambiguity-plan.ts'
import { crashesToFail } from '../domain/poison.ts'
import type { ReceiptStatus } from '../domain/status.ts'
import { receive } from './receive.ts'
import { type Create, lastAttempt, type ModelAttempt, note, type World } from './world.ts'

/** Looks into a lost answer with the carrier's list, as reconcileAmbiguous does. */
export function lookIntoList(
  world: World,
  look: { readonly list: 'readable' | 'too_long' | 'unreachable'; readonly status: ReceiptStatus },
): void {
  const { row, now, settings } = world
  if (row.status !== 'ambiguous' || row.nextAt === null || row.nextAt > now) return
  row.nextAt = now + settings.ambiguity.gapMs
  const attempt = lastAttempt(world)
  const found = look.list === 'unreachable' ? undefined : listed(world, attempt)[0]
  if (found !== undefined) {
    receive(world, attempt.n, { source: 'list', providerId: found.providerId, status: look.status })
    return
  }
  judge(world, attempt, look.list === 'readable' ? 'clean' : 'unreachable')
}

/** What the list shows that may be this attempt and is bound to none, oldest first. */
export function listed(world: World, attempt: ModelAttempt): Create[] {
  const lostAt = attempt.finishedAt ?? world.now
  return world.creates.filter(
    ({ providerId, createdAt }) =>
      createdAt + world.listLagMs <= world.now &&
      createdAt >= attempt.startedAt - 5_000 &&
      createdAt <= lostAt + 60_000 &&
      !world.refs.has(providerId),
  )
}

function judge(world: World, attempt: ModelAttempt, listing: 'clean' | 'unreachable'): void {
  const { row, now, settings, policy } = world
  const isCheckDue = attempt.checkedAt === null || attempt.checkedAt <= now - settings.ambiguity.gapMs * 0.9
  const isCounted = listing === 'clean' && isCheckDue
  const next = planAmbiguous(settings.ambiguity, {
    policy,
    ageMs: now - (attempt.finishedAt ?? now),
    cleanChecks: attempt.checks + (isCounted ? 1 : 0),
    listing,
    isExpired: row.expiresAt <= now,
  })
  if (next.kind === 'resend') {
    declareAbsent(world, attempt, next.isRisky)
  } else if (next.kind === 'unknown') {
    row.status = 'unknown'
    row.nextAt = null
    note(world, 'message.unproven')
  } else {
    row.nextAt = now + next.nextInMs
    if (isCounted) countCheck(attempt, now)
  }
}

function declareAbsent(world: World, attempt: ModelAttempt, isRisky: boolean): void {
  const { row, now } = world
  const code =
    row.crashes >= crashesToFail
      ? 'poison'
      : row.attemptsUsed >= row.maxAttempts
        ? 'retries_exhausted'
        : undefined
  row.status = code === undefined ? 'retrying' : 'failed'
  row.errorCode = code ?? row.errorCode
  row.gen += 1
  row.nextAt = code === undefined ? now : null
  row.dispatchUntil = now
  if (attempt.providerId === null) {
    attempt.state = 'absent'
    countCheck(attempt, now)
  }
  if (isRisky && code === undefined) world.riskyResends += 1
  note(world, 'attempt.absent')
}

function countCheck(attempt: ModelAttempt, now: number): void {
  attempt.checks += 1
  attempt.checkedAt = now
}
