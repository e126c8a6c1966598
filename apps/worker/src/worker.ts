import { claimTogether } from '@heliograph/delivery/messages/claim-together'
import { recordTogether } from '@heliograph/delivery/messages/record-together'
import type { SendDeps } from '@heliograph/delivery/messages/send-message'
import { buildDrainWindow } from '@heliograph/delivery/relay/drain-window'
import pLimit from 'p-limit'
import { type Answering, buildAnswering } from './answer-doorbells.ts'
import { logSparingly } from './loops/log-sparingly.ts'
import { type LoopDeps, startLoops } from './loops/start-loops.ts'
import { buildProgressWatch } from './loops/watch-progress.ts'
import { type OpenTransport, openTransport } from './transport.ts'
import type { WorkerDeps } from './worker-deps.ts'

/** A running worker. */
export type RunningWorker = {
  /** Settles when the process must be replaced: it takes no doorbells although they wait. */
  readonly wedged: Promise<'wedged'>
  /** Stops taking work, lets running sends end, cuts those that outlast the grace. Returns within 10 s. */
  close(): Promise<void>
}

/** Statements that claims and results of concurrent sends share. */
const batches = { maxBatch: 32, maxRunning: 2 }
const drainGraceMs = 6_500
const cutGraceMs = 1_000
const wedgedAfterMs = 30_000

/** Starts doors and loops: doorbells, relay, leases, proof, look-ups, expiry, partitions, retention. */
export function startWorker(deps: WorkerDeps): RunningWorker {
  const { config, log, clock } = deps
  const stopping = new AbortController()
  const cutting = new AbortController()
  const drain = buildDrainWindow(clock)
  const onError = logSparingly({ intervalMs: 5_000, clock }, (error, repeated) =>
    log.warn({ event: 'worker.error', err: error, repeated }),
  )
  const sendDeps: SendDeps = {
    ...deps,
    settings: config.send,
    claim: claimTogether(deps.db, { ...config.send, worker: deps.worker }, batches),
    record: recordTogether(deps.db, config.send.nextLookMs, batches),
    slot: pLimit(config.concurrency),
    isEnding: () => stopping.signal.aborted,
    ring: (ring) => void transport.queue.ring([ring]).catch(onError),
    onAttempt: (report) => log.info({ event: 'send.attempted', ...report }),
  }
  const sending = buildAnswering({ sendDeps, signal: cutting.signal, onDone: drain.count })
  const transport = openTransport({ config, log, clock, answer: sending.answer, onError })
  const wedged = Promise.withResolvers<'wedged'>()
  const loops = startLoops({
    ...deps,
    ...watchesOf(deps, transport, sending),
    onWedged: () => wedged.resolve('wedged'),
    signal: stopping.signal,
    queue: transport.queue,
    window: drain.size,
    onError,
  })
  const name = transport.door === undefined ? 'direct' : 'bullmq'
  log.info({ event: 'worker.started', transport: name, concurrency: config.concurrency })
  return {
    wedged: wedged.promise,
    close: async () => {
      stopping.abort()
      const isDoorClosed = transport.door?.close(transport.isRedisAway())
      await Promise.allSettled([isDoorClosed, sending.idleWithin(drainGraceMs)])
      cutting.abort()
      await Promise.allSettled([sending.idleWithin(cutGraceMs), ...loops.map((loop) => loop.done)])
      await transport.queue.close()
    },
  }
}

function watchesOf(
  { log, clock }: WorkerDeps,
  { queue, door }: OpenTransport,
  sending: Answering,
): Pick<LoopDeps, 'isWedged' | 'setTaking'> {
  return {
    isWedged: buildProgressWatch({
      waiting: () => (door === undefined ? Promise.resolve(0) : queue.waiting()),
      lastAnsweredAt: () => door?.lastAnsweredAt() ?? 0,
      isBusy: sending.isBusy,
      clock,
      wedgedAfterMs,
    }),
    setTaking: (isTaking) => {
      log.warn({ event: 'worker.stalled', isTaking })
      door?.setTaking(isTaking)
    },
  }
}
