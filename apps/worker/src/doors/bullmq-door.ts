import { readDoorbell, sendQueueName } from '@heliograph/shared/contracts/jobs'
import { Worker } from 'bullmq'
import { buildErrorBrake } from './error-brake.ts'

/** Answers doorbells from BullMQ. */
export type Door = {
  /** Stops or goes on taking doorbells; those that were taken are worked off. */
  setTaking(isTaking: boolean): void
  /** When this door last took a doorbell, on the monotonic clock. */
  lastAnsweredAt(): number
  /**
   * Takes no new doorbells and lets go of Redis, at once when it is away. Never hangs; running work is the
   * caller's to wait for.
   */
  close(isRedisAway: boolean): Promise<void>
}

/** What the door needs. `answer` must do nothing for a doorbell that has nothing to claim. */
export type DoorDeps = {
  readonly redisUrl: string
  readonly prefix: string
  readonly concurrency: number
  readonly queueLock: { readonly lockMs: number; readonly stallCheckMs: number }
  readonly answer: (ring: { readonly id: string; readonly gen: number }) => Promise<void>
  readonly onError: (error: unknown) => void
  readonly clock: () => number
}

const closeTimeoutMs = 1_500

/**
 * Opens a BullMQ worker. Jobs of unknown version are dropped: the relay rings again in words we know.
 * The stall limit is out of reach, so that Postgres alone decides what becomes of a message.
 */
export function openBullmqDoor(deps: DoorDeps): Door {
  let answeredAt = deps.clock()
  const worker = new Worker(
    sendQueueName,
    async (job) => {
      answeredAt = deps.clock()
      const doorbell = readDoorbell(job.data)
      if (doorbell !== undefined) await deps.answer({ id: doorbell.id, gen: doorbell.gen })
    },
    {
      connection: { url: deps.redisUrl, maxRetriesPerRequest: null },
      prefix: deps.prefix,
      concurrency: deps.concurrency,
      lockDuration: deps.queueLock.lockMs,
      stalledInterval: deps.queueLock.stallCheckMs,
      maxStalledCount: 1_000_000,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  const brake = buildErrorBrake({
    pause: () => worker.pause(true),
    resume: () => worker.resume(),
    clock: deps.clock,
  })
  worker.on('error', (error) => {
    brake.count()
    deps.onError(error)
  })
  worker.on('failed', (_job, error) => deps.onError(error))
  return {
    setTaking: (isTaking) => {
      if (isTaking) worker.resume()
      else void worker.pause(true).catch(deps.onError)
    },
    lastAnsweredAt: () => answeredAt,
    close: (isRedisAway) => {
      brake.release()
      return closeWithin(worker, isRedisAway, deps.onError)
    },
  }
}

/**
 * While Redis is away BullMQ's close waits for ever unless its very first call is forced, and would keep
 * connecting. When it goes away in this moment, the process ends with a connection open.
 */
async function closeWithin(
  worker: Worker,
  isForced: boolean,
  onError: (error: unknown) => void,
): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, closeTimeoutMs)
  try {
    await Promise.race([worker.close(isForced).catch(onError), late])
  } finally {
    clearTimeout(timer)
  }
}
