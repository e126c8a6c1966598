import { type ModelStep, receiptOf } from '@heliograph/shared/message-model/step'
import type { Flight, World } from '@heliograph/shared/message-model/world'
import { applyReceipt } from '../../src/messages/apply-receipt.ts'
import { cancelMessage } from '../../src/messages/cancel-message.ts'
import { type ClaimedAttempt, claimMessage } from '../../src/messages/claim-message.ts'
import { reconcileAmbiguous } from '../../src/messages/reconcile-ambiguous.ts'
import { recordAcceptance } from '../../src/messages/record-acceptance.ts'
import { resolveUnknown } from '../../src/messages/resolve-unknown.ts'
import { settleAttempt } from '../../src/messages/settle-attempt.ts'
import { sweepExpired } from '../../src/messages/sweep-expired.ts'
import { sweepLeases } from '../../src/messages/sweep-leases.ts'
import type { ListedMessage } from '../../src/providers/provider.ts'
import { takeDue } from '../../src/relay/take-due.ts'
import type { EngineFixture } from '../messages/engine-fixture.ts'

/** The engine playing the same story as a model: one message in a real database. */
export type EnginePlayer = {
  readonly id: string
  /** Does for real what the model is about to do. `world` is the model before the step. */
  play(world: World, next: ModelStep): Promise<void>
}

/** Accepts a message and answers what plays steps on it. The database must have no other message. */
export async function openEnginePlayer(engine: EngineFixture, world: World): Promise<EnginePlayer> {
  const { db } = engine
  const { settings, policy } = world
  const id = await engine.accept({ policy, body: 'hello' })
  await db.$executeRaw`UPDATE mms_log SET max_attempts = ${world.row.maxAttempts}::int, next_at = now(),
    expires_at = now() + make_interval(secs => ${settings.validityMs / 1000}::float8) WHERE id = ${id}::uuid`
  const claims = new Map<number, ClaimedAttempt>()

  const claim = async (gen: number) => {
    const terms = { leaseMs: settings.leaseMs, worker: 'model', probeIntervalMs: 60_000, isAlone: true }
    const result = await claimMessage(db, { id, gen, ...terms })
    if (result.kind === 'claimed') claims.set(result.attempt.attempt, result.attempt)
  }

  const settle = async (flight: Flight | undefined) => {
    const outcome = flight?.outcome
    const claimed = claims.get(flight?.attempt ?? 0)
    if (outcome === undefined || claimed === undefined) return
    if (outcome.kind === 'accepted') {
      await recordAcceptance({ db }, claimed, outcome, settings.nextLookMs)
      return
    }
    const { firstLookMs } = settings.ambiguity
    const deps = { retry: settings.retry, firstLookMs, probeIntervalMs: 60_000 }
    await settleAttempt({ db, settings: deps, random: () => settings.jitter }, claimed, outcome)
  }

  const look = async (before: World, next: Extract<ModelStep, { kind: 'look' }>) => {
    engine.provider.lists(
      next.list === 'unreachable'
        ? { kind: 'unavailable', detail: 'away' }
        : { kind: 'listed', messages: listOf(before, next), isComplete: next.list === 'readable' },
    )
    const { ambiguity, nextLookMs } = settings
    const deps = { db, providerOf: () => engine.provider, settings: ambiguity, nextLookMs, limit: 5 }
    await reconcileAmbiguous({ ...deps, onReconciled: () => undefined }, AbortSignal.timeout(10_000))
  }

  return {
    id,
    play: async (before, next) => {
      await setTimes(engine, id, before, before.now + next.afterMs)
      switch (next.kind) {
        case 'wait':
        case 'post':
        case 'crash':
          break
        case 'relay':
          await takeDue(db, { limit: 10, ringGraceMs: settings.ringGraceMs })
          break
        case 'claim':
          await claim(before.row.gen - (next.isStale ? 1 : 0))
          break
        case 'settle':
          await settle(before.flights[next.flight])
          break
        case 'sweep_leases':
          await sweepLeases(db, { firstLookMs: settings.ambiguity.firstLookMs, limit: 10 })
          break
        case 'sweep_expired':
          await sweepExpired(db, 10)
          break
        case 'opt_out':
          await db.suppression.create({ data: { recipient: '+15558675310', reason: 'opt_out_keyword' } })
          break
        case 'opt_in':
          await db.$executeRaw`UPDATE suppression SET removed_at = now()`
          break
        case 'cancel':
          await cancelMessage(db, { tenantId: engine.tenantId, id })
          break
        case 'receipt': {
          const target = { messageId: id, attempt: next.attempt }
          await applyReceipt({ db, nextLookMs: settings.nextLookMs }, target, receiptOf(before, next))
          break
        }
        case 'look':
          await look(before, next)
          break
        case 'resolve':
          await resolve(engine, id, before, next)
          break
      }
    },
  }

  function listOf(before: World, next: Extract<ModelStep, { kind: 'look' }>): ListedMessage[] {
    const now = before.now + next.afterMs
    return before.creates
      .filter(({ createdAt }) => createdAt + before.listLagMs <= now)
      .map(({ createdAt, providerId }) => ({
        providerId,
        status: next.status,
        to: '+15558675310',
        body: 'hello',
        mediaCount: 0,
        createdAt: new Date(Date.now() - (now - createdAt)),
      }))
      .toReversed()
  }
}

async function resolve(
  engine: EngineFixture,
  messageId: string,
  before: World,
  next: Extract<ModelStep, { kind: 'resolve' }>,
): Promise<void> {
  const providerId = next.create === undefined ? undefined : before.creates[next.create]?.providerId
  await resolveUnknown(engine.db, {
    tenantId: engine.tenantId,
    messageId,
    author: 'model',
    note: 'seen',
    outcome: next.outcome,
    ...(providerId === undefined ? {} : { providerId }),
  })
}

/** What is due at a moment is due when asked a little later. */
const slackMs = 200

/** Writes the model's times into the rows as if it were `at` now, so that no waiting is needed. */
async function setTimes(engine: EngineFixture, id: string, world: World, at: number): Promise<void> {
  const { row, attempts } = world
  const inSeconds = (time: number | null) => (time === null ? null : (time - at - slackMs) / 1000)
  await engine.db.$executeRaw`
    UPDATE mms_log SET next_at = now() + make_interval(secs => ${inSeconds(row.nextAt)}::float8),
      dispatch_until = now() + make_interval(secs => ${inSeconds(row.dispatchUntil)}::float8),
      lease_until = now() + make_interval(secs => ${inSeconds(row.leaseUntil)}::float8),
      expires_at = now() + make_interval(secs => ${inSeconds(row.expiresAt)}::float8)
    WHERE id = ${id}::uuid`
  for (const { n, startedAt, finishedAt, checkedAt } of attempts) {
    await engine.db.$executeRaw`
      UPDATE mms_attempt SET started_at = now() + make_interval(secs => ${inSeconds(startedAt)}::float8),
        finished_at = now() + make_interval(secs => ${inSeconds(finishedAt)}::float8),
        checked_at = now() + make_interval(secs => ${inSeconds(checkedAt)}::float8)
      WHERE message_id = ${id}::uuid AND n = ${n}::int`
  }
}

/** The row's times as distances from the database's now, in milliseconds. */
export async function readTimes(
  engine: EngineFixture,
  id: string,
): Promise<Record<TimeColumn, number | null>> {
  const rows = await engine.db.$queryRaw<Record<TimeColumn, number | null>[]>`
    SELECT (extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 AS "nextAt",
      (extract(epoch FROM lease_until - clock_timestamp()) * 1000)::float8 AS "leaseUntil"
    FROM mms_log WHERE id = ${id}::uuid`
  const [row] = rows
  if (row === undefined) throw new Error(`there is no message ${id}`)
  return row
}

/** Times that the engine plans. */
export type TimeColumn = 'nextAt' | 'leaseUntil'
