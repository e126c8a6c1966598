import { Redis } from 'ioredis'

/** Whether Redis keeps what it is given. `away` and `unreadable` are no reason not to start. */
export type EvictionCheck =
  | { readonly kind: 'ok' | 'away' | 'unreadable' }
  | { readonly kind: 'wrong'; readonly policy: string }

const timeoutMs = 1_500

/**
 * Reads Redis' eviction policy by CONFIG, else by INFO where CONFIG is not allowed. Only `noeviction`
 * fits a queue: any other drops jobs without a word when memory is short.
 */
export async function checkEviction(redisUrl: string): Promise<EvictionCheck> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // The failure itself comes back from connect; the event would otherwise end the process.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
  } catch {
    redis.disconnect()
    return { kind: 'away' }
  }
  try {
    const policy = (await readByConfig(redis)) ?? (await readByInfo(redis))
    if (policy === undefined) return { kind: 'unreadable' }
    return policy === 'noeviction' ? { kind: 'ok' } : { kind: 'wrong', policy }
  } finally {
    redis.disconnect()
  }
}

async function readByConfig(redis: Redis): Promise<string | undefined> {
  try {
    const answer: unknown = await redis.config('GET', 'maxmemory-policy')
    const value = Array.isArray(answer) ? answer[1] : undefined
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

async function readByInfo(redis: Redis): Promise<string | undefined> {
  try {
    return /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1]
  } catch {
    return undefined
  }
}
