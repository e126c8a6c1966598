import type { Log } from '@heliograph/delivery/log'
import { openBullmqQueue } from '@heliograph/delivery/queue/bullmq-queue'
import { openDirectQueue } from '@heliograph/delivery/queue/direct-queue'
import { openFallbackQueue } from '@heliograph/delivery/queue/fallback-queue'
import type { MessageQueue, Ring } from '@heliograph/delivery/queue/message-queue'
import type { WorkerConfig } from './config.ts'
import { type Door, openBullmqDoor } from './doors/bullmq-door.ts'

/** The way doorbells take into this process: through Redis, or straight from the relay without one. */
export type OpenTransport = {
  readonly queue: MessageQueue
  readonly door?: Door
  readonly isRedisAway: () => boolean
}

const redisRetryMs = 2_000
/** Doorbells taken for each slot, so that a slot never waits while results are written and jobs fetched. */
const doorbellsPerSlot = 2

/** Opens BullMQ with a way around it, or the direct way alone when no Redis is configured. */
export function openTransport(deps: {
  readonly config: WorkerConfig
  readonly log: Log
  readonly clock: () => number
  readonly answer: (ring: Ring) => Promise<void>
  readonly onError: (error: unknown) => void
}): OpenTransport {
  const { config, log, answer, onError } = deps
  const { queuePrefix: prefix, queueLock } = config
  const concurrency = config.concurrency * doorbellsPerSlot
  const { redisUrl } = config.engine
  const direct = openDirectQueue({ concurrency, work: (ring) => answer(ring).catch(onError) })
  if (redisUrl === undefined) return { queue: direct, isRedisAway: () => true }
  let isAway = false
  const queue = openFallbackQueue({
    primary: openBullmqQueue({ redisUrl, prefix, onError }),
    fallback: direct,
    clock: deps.clock,
    retryMs: redisRetryMs,
    onSwitch: (transport, reason) => {
      isAway = transport === 'direct'
      log.warn({ event: 'transport.switched', transport, ...(reason === undefined ? {} : { err: reason }) })
    },
  })
  return {
    queue,
    isRedisAway: () => isAway,
    door: openBullmqDoor({ redisUrl, prefix, concurrency, queueLock, answer, onError, clock: deps.clock }),
  }
}
