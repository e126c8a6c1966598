import { followBatch } from '@heliograph/delivery/batches/follow-batch'
import { ensurePartitions, findStrayRows } from '@heliograph/delivery/db/partitions'
import { attachParked } from '@heliograph/delivery/messages/attach-parked'
import { closeOrphans } from '@heliograph/delivery/messages/close-orphans'
import { closeSent } from '@heliograph/delivery/messages/close-sent'
import { buildLookUpPause, type LookUpPause } from '@heliograph/delivery/messages/look-up-pause'
import { pollSilent } from '@heliograph/delivery/messages/poll-silent'
import { reconcileAmbiguous } from '@heliograph/delivery/messages/reconcile-ambiguous'
import { sweepExpired } from '@heliograph/delivery/messages/sweep-expired'
import { sweepLeases } from '@heliograph/delivery/messages/sweep-leases'
import type { MessageQueue } from '@heliograph/delivery/queue/message-queue'
import { relayDue } from '@heliograph/delivery/relay/relay-due'
import type { WorkerDeps } from '../worker-deps.ts'
import { every, type Loop } from './every.ts'
import { retain, retentionLimit } from './retain.ts'
import { openStallGauge, watchStalls } from './watch-stalls.ts'

/** What the loops need besides the worker's own. */
export type LoopDeps = WorkerDeps & {
  readonly signal: AbortSignal
  readonly queue: MessageQueue
  /** How many doorbells may wait. */
  readonly window: () => number
  readonly onError: (error: unknown) => void
  readonly isWedged: () => Promise<boolean>
  readonly onWedged: () => void
  /** Stops or goes on taking doorbells. */
  readonly setTaking: (isTaking: boolean) => void
}

const sweepLimit = 500
const lookLimit = 20

/** Starts every loop of a worker. Loops of several workers share the work through SKIP LOCKED. */
export function startLoops(deps: LoopDeps): Loop[] {
  const pause = buildLookUpPause(deps.clock)
  const { db, config, signal, onError } = deps
  const loop = (intervalMs: number, turn: () => Promise<number | undefined>, limit = sweepLimit) =>
    every({ intervalMs, signal, onError }, async () => (((await turn()) ?? 0) >= limit ? 'again' : undefined))
  const { firstLookMs } = config.ambiguity
  return [
    loop(200, () => relay(deps)),
    loop(1_000, () => sweepLeases(db, { firstLookMs, limit: sweepLimit })),
    loop(5_000, () => closeOrphans(db, { leaseMs: config.send.leaseMs, limit: sweepLimit })),
    loop(1_000, () => reconcile(deps), lookLimit),
    loop(1_000, () => poll(deps, pause), lookLimit),
    loop(1_000, () => sweepExpired(db, sweepLimit)),
    loop(1_000, () => follow(deps), 1),
    loop(5_000, () => attachParked(db, sweepLimit)),
    loop(60_000, () => closeSent(db, { windowMs: config.engine.sentFinalAfterMs, limit: sweepLimit })),
    loop(3_600_000, () => keepPartitions(deps)),
    loop(600_000, () => retain(deps), retentionLimit),
    loop(5_000, () => watch(deps)),
    watchStalls({ signal, isStalled: openStallGauge(signal), setTaking: deps.setTaking }),
  ]
}

async function relay(deps: LoopDeps): Promise<undefined> {
  const { rung, depth } = await relayDue({ ...deps, ringGraceMs: deps.config.ringGraceMs })
  if (rung > 0) deps.log.info({ event: 'relay.rung', rung, depth })
}

async function follow({ db, log }: LoopDeps): Promise<number> {
  const { batches, moved } = await followBatch(db)
  if (moved > 0) log.info({ event: 'batch.followed', moved })
  return batches
}

function reconcile(deps: LoopDeps): Promise<number> {
  const { config, log } = deps
  const settings = config.ambiguity
  const onReconciled = (report: object) => log.info({ event: 'attempt.reconciled', ...report })
  const { nextLookMs } = config.send
  return reconcileAmbiguous({ ...deps, settings, nextLookMs, limit: lookLimit, onReconciled }, deps.signal)
}

async function poll(deps: LoopDeps, pause: LookUpPause): Promise<number> {
  const { pollLadderMs: ladderMs, sentFinalAfterMs } = deps.config.engine
  const look = { ...deps, ladderMs, sentFinalAfterMs, limit: lookLimit, pause }
  const report = await pollSilent(look, deps.signal)
  if (report.looked > 0) deps.log.info({ event: 'silence.polled', ...report })
  return report.looked
}

async function keepPartitions({ db, log }: LoopDeps): Promise<undefined> {
  const made = await ensurePartitions(db, 3)
  if (made.length > 0) log.info({ event: 'partitions.made', partitions: made })
  const stray = await findStrayRows(db)
  if (stray.length > 0) log.error({ event: 'partitions.stray_rows', partitions: stray })
}

async function watch({ isWedged, onWedged, log }: LoopDeps): Promise<undefined> {
  if (!(await isWedged())) return
  log.error({ event: 'worker.wedged' })
  onWedged()
}
