import { ensurePartitions, findStrayRows } from '@heliograph/delivery/db/partitions'
import type { Log } from '@heliograph/delivery/log'
import { closeSent } from '@heliograph/delivery/messages/close-sent'
import { pollSilent } from '@heliograph/delivery/messages/poll-silent'
import { type SendDeps, sendMessage } from '@heliograph/delivery/messages/send-message'
import { sweepExpired } from '@heliograph/delivery/messages/sweep-expired'
import { sweepLeases } from '@heliograph/delivery/messages/sweep-leases'
import { openBullmqQueue } from '@heliograph/delivery/queue/bullmq-queue'
import { openDirectQueue } from '@heliograph/delivery/queue/direct-queue'
import type { MessageQueue, Ring } from '@heliograph/delivery/queue/message-queue'
import { buildDrainWindow } from '@heliograph/delivery/relay/drain-window'
import { relayDue } from '@heliograph/delivery/relay/relay-due'
import type { WorkerConfig } from './config.ts'
import { type Door, openBullmqDoor } from './doors/bullmq-door.ts'
import { every, type Loop } from './loops/every.ts'
import { logSparingly } from './loops/log-sparingly.ts'

/** A running worker. */
export type RunningWorker = {
  /** Stops taking work, lets running sends end, cuts those that outlast the grace. Returns within 10 s. */
  close(): Promise<void>
}

/** What the worker needs from its process. */
export type WorkerDeps = Omit<SendDeps, 'settings' | 'onAttempt' | 'ring'> & {
  readonly config: WorkerConfig
  readonly log: Log
}

const drainGraceMs = 6_500
const sweepLimit = 500
const pollLimit = 20
/** Twilio: no receipt is to be expected after 72 hours. */
const sentWindowMs = 72 * 3_600_000

/** Starts doors and loops: doorbells, relay, leases, expiry, look-ups, partitions. */
export function startWorker(deps: WorkerDeps): RunningWorker {
  const { config, log } = deps
  const stopping = new AbortController()
  const cutting = new AbortController()
  const running = new Set<Promise<unknown>>()
  const drain = buildDrainWindow(deps.clock)
  const onError = logSparingly({ intervalMs: 5_000, clock: deps.clock }, (error, repeated) =>
    log.warn({ event: 'worker.error', err: error, repeated }),
  )
  const answer = async (ring: Ring) => {
    const work = sendMessage(sendDeps, ring, cutting.signal)
    running.add(work)
    try {
      const result = await work
      if (result.kind !== 'none') drain.count()
    } finally {
      running.delete(work)
    }
  }
  const { queue, door } = openTransport(config, { answer, onError })
  const sendDeps: SendDeps = {
    ...deps,
    settings: config.send,
    ring: (ring) => void queue.ring([ring]).catch(onError),
    onAttempt: (report) => log.info({ event: 'send.attempted', ...report }),
  }
  const loops = startLoops({ ...deps, signal: stopping.signal, queue, window: drain.size, onError })
  log.info({
    event: 'worker.started',
    transport: door === undefined ? 'direct' : 'bullmq',
    concurrency: config.concurrency,
  })
  return {
    close: async () => {
      stopping.abort()
      const drained = Promise.allSettled(running)
      await Promise.allSettled([door?.close(), settledWithin(drainGraceMs, drained)])
      cutting.abort()
      await Promise.allSettled([
        settledWithin(1_000, Promise.allSettled(running)),
        ...loops.map((loop) => loop.done),
      ])
      await queue.close()
    },
  }
}

function openTransport(
  config: WorkerConfig,
  deps: { answer: (ring: Ring) => Promise<void>; onError: (error: unknown) => void },
): { readonly queue: MessageQueue; readonly door?: Door } {
  const { redisUrl } = config.engine
  const { concurrency, queuePrefix: prefix } = config
  if (redisUrl === undefined) {
    const work = (ring: Ring) => deps.answer(ring).catch(deps.onError)
    return { queue: openDirectQueue({ concurrency, work }) }
  }
  return {
    queue: openBullmqQueue({ redisUrl, prefix, onError: deps.onError }),
    door: openBullmqDoor({ ...deps, redisUrl, prefix, concurrency }),
  }
}

type LoopDeps = WorkerDeps & {
  readonly signal: AbortSignal
  readonly queue: MessageQueue
  readonly window: () => number
  readonly onError: (error: unknown) => void
}

function startLoops(deps: LoopDeps): Loop[] {
  const { db, config, log, signal, onError } = deps
  const { ambiguityHoldMs } = config.send
  const loop = (intervalMs: number, turn: () => Promise<number>) =>
    every({ intervalMs, signal, onError }, async () => ((await turn()) >= sweepLimit ? 'again' : undefined))
  return [
    loop(200, async () => {
      const { rung, depth } = await relayDue({ ...deps, ringGraceMs: config.ringGraceMs })
      if (rung > 0) log.info({ event: 'relay.rung', rung, depth })
      return 0
    }),
    loop(1_000, () => sweepLeases(db, { ambiguityHoldMs, limit: sweepLimit })),
    loop(1_000, () => sweepExpired(db, sweepLimit)),
    loop(1_000, async () => {
      const polled = await pollSilent({ ...deps, ladderMs: config.pollLadderMs, limit: pollLimit }, signal)
      if (polled.looked > 0) log.info({ event: 'silence.polled', ...polled })
      return 0
    }),
    loop(60_000, () => closeSent(db, { windowMs: sentWindowMs, limit: sweepLimit })),
    loop(3_600_000, () => keepPartitions(deps)),
  ]
}

async function keepPartitions({ db, log }: LoopDeps): Promise<number> {
  const made = await ensurePartitions(db, 3)
  if (made.length > 0) log.info({ event: 'partitions.made', partitions: made })
  const stray = await findStrayRows(db)
  if (stray.length > 0) log.error({ event: 'partitions.stray_rows', partitions: stray })
  return 0
}

async function settledWithin(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
