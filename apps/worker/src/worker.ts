import type { Log } from '@heliograph/delivery/log'
import { type SendDeps, sendMessage } from '@heliograph/delivery/messages/send-message'
import type { Ring } from '@heliograph/delivery/queue/message-queue'
import { buildDrainWindow } from '@heliograph/delivery/relay/drain-window'
import type { WorkerConfig } from './config.ts'
import { logSparingly } from './loops/log-sparingly.ts'
import { startLoops } from './loops/start-loops.ts'
import { buildProgressWatch } from './loops/watch-progress.ts'
import { openTransport } from './transport.ts'

/** A running worker. */
export type RunningWorker = {
  /** Settles when the process must be replaced: it takes no doorbells although they wait. */
  readonly wedged: Promise<'wedged'>
  /** Stops taking work, lets running sends end, cuts those that outlast the grace. Returns within 10 s. */
  close(): Promise<void>
}

/** What the worker needs from its process. */
export type WorkerDeps = Omit<SendDeps, 'settings' | 'onAttempt' | 'ring'> & {
  readonly config: WorkerConfig
  readonly log: Log
}

const drainGraceMs = 6_500
const cutGraceMs = 1_000
const wedgedAfterMs = 30_000

/** Starts doors and loops: doorbells, relay, leases, proof, look-ups, expiry, partitions. */
export function startWorker(deps: WorkerDeps): RunningWorker {
  const { config, log, clock } = deps
  const stopping = new AbortController()
  const cutting = new AbortController()
  const running = new Set<Promise<unknown>>()
  const drain = buildDrainWindow(clock)
  const onError = logSparingly({ intervalMs: 5_000, clock }, (error, repeated) =>
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
  const { queue, door } = openTransport({ config, log, clock, answer, onError })
  const sendDeps: SendDeps = {
    ...deps,
    settings: config.send,
    ring: (ring) => void queue.ring([ring]).catch(onError),
    onAttempt: (report) => log.info({ event: 'send.attempted', ...report }),
  }
  const wedged = Promise.withResolvers<'wedged'>()
  const isWedged = buildProgressWatch({
    waiting: async () => (door === undefined ? 0 : await queue.depth()),
    lastAnsweredAt: () => door?.lastAnsweredAt() ?? 0,
    isBusy: () => running.size > 0,
    clock,
    wedgedAfterMs,
  })
  const onWedged = () => wedged.resolve('wedged')
  const setTaking = (isTaking: boolean) => {
    log.warn({ event: 'worker.stalled', isTaking })
    door?.setTaking(isTaking)
  }
  const watches = { isWedged, onWedged, setTaking }
  const loops = startLoops({
    ...deps,
    ...watches,
    signal: stopping.signal,
    queue,
    window: drain.size,
    onError,
  })
  const transport = door === undefined ? 'direct' : 'bullmq'
  log.info({ event: 'worker.started', transport, concurrency: config.concurrency })
  return {
    wedged: wedged.promise,
    close: async () => {
      stopping.abort()
      const drained = settledWithin(drainGraceMs, running)
      await Promise.allSettled([door?.close(), drained])
      cutting.abort()
      await Promise.allSettled([settledWithin(cutGraceMs, running), ...loops.map((loop) => loop.done)])
      await queue.close()
    },
  }
}

async function settledWithin(ms: number, work: ReadonlySet<Promise<unknown>>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  try {
    await Promise.race([Promise.allSettled(work), late])
  } finally {
    clearTimeout(timer)
  }
}
