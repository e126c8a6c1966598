import { Redis } from 'ioredis'

/** A connection for counters that may be lost. `disconnect` closes it at once. */
export type LimitRedis = Redis

/** A command that takes longer is answered from memory instead. */
const commandTimeoutMs = 50
/** Silence while an answer is due: the connection is dropped, and until a new one is ready nobody waits for it. */
const silenceMs = 100

/**
 * Opens a connection that never holds a request up: no queue while it is away, no repeats, and a silent Redis is
 * remembered as away (`status` is not `ready`) until it answers again.
 */
export function openLimitRedis(redisUrl: string, onError: (error: Error) => void): LimitRedis {
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: commandTimeoutMs,
    socketTimeout: silenceMs,
    connectTimeout: 1_000,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
  })
  redis.on('error', onError)
  return redis
}
