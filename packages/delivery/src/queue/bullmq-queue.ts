import { type Doorbell, sendQueueName } from '@heliograph/shared/contracts/jobs'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import type { MessageQueue, Ring } from './message-queue.ts'

/** Where the doorbells go. */
export type BullmqSettings = {
  readonly redisUrl: string
  /** Prefix of every key, so that several installations can share one Redis. */
  readonly prefix: string
  readonly onError: (error: Error) => void
}

const commandTimeoutMs = 500
const closeTimeoutMs = 2_000

/** Default key prefix; the braces keep all keys of the queue in one cluster slot. */
export const defaultPrefix = '{heliograph}'

/**
 * Doorbells over BullMQ. Job ids name message and generation, so that one generation rings once. Jobs
 * leave Redis when they end: only ids of the next seconds of work are ever there.
 */
export function openBullmqQueue(settings: BullmqSettings): MessageQueue {
  const redis = new Redis(settings.redisUrl, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2_000,
  })
  const queue = new Queue<Doorbell>(sendQueueName, {
    connection: redis,
    prefix: settings.prefix,
  })
  queue.on('error', settings.onError)
  redis.on('error', settings.onError)
  const count = async (...states: ('wait' | 'active' | 'delayed' | 'prioritized')[]) => {
    const counts = await within(commandTimeoutMs, queue.getJobCounts(...states))
    return Object.values(counts).reduce((sum, jobs) => sum + jobs, 0)
  }
  return {
    ring: async (rings) => {
      if (rings.length > 0) await within(commandTimeoutMs, queue.addBulk(rings.map(asJob)))
    },
    depth: () => count('wait', 'active', 'delayed', 'prioritized'),
    waiting: () => count('wait', 'prioritized'),
    // While Redis is away BullMQ's own close never returns; dropping the socket always does.
    close: async () => {
      await within(closeTimeoutMs, queue.close()).catch(settings.onError)
      redis.disconnect()
    },
  }
}

function asJob(ring: Ring) {
  return {
    name: 'send',
    data: { v: 1, id: ring.id, gen: ring.gen } as const,
    opts: {
      jobId: `m-${ring.id}-${ring.gen}`,
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
      ...(ring.delayMs === undefined ? {} : { delay: ring.delayMs }),
    },
  }
}

/** Rejects after `timeoutMs`. What it waited for may still happen: a ring that times out may be in Redis. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer from Redis within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
