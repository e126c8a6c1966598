import { sendQueueName } from '@heliograph/shared/contracts/jobs'
import { Redis } from 'ioredis'

/**
 * Waits until no doorbell is left in Redis, at most `timeoutMs`. Answers what is left: lists and sets that are
 * not empty, and job keys.
 */
export async function findLeftJobs(port: number, prefix: string, timeoutMs: number): Promise<string[]> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
  })
  redis.on('error', () => undefined)
  const deadline = performance.now() + timeoutMs
  try {
    await redis.connect()
    for (;;) {
      const left = await listLeft(redis, `${prefix}:${sendQueueName}:`)
      if (left.length === 0 || performance.now() > deadline) return left
      const { promise, resolve } = Promise.withResolvers<void>()
      setTimeout(resolve, 200)
      await promise
    }
  } finally {
    redis.disconnect()
  }
}

async function listLeft(redis: Redis, base: string): Promise<string[]> {
  const sizes = await Promise.all([
    ...['wait', 'active', 'paused'].map(async (name) => [name, await redis.llen(base + name)] as const),
    ...['delayed', 'prioritized'].map(async (name) => [name, await redis.zcard(base + name)] as const),
  ])
  const left = sizes.filter(([, size]) => size > 0).map(([name, size]) => `${size} jobs ${name}`)
  let cursor = '0'
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${base}m-*`, 'COUNT', 1_000)
    left.push(...keys)
    cursor = next
  } while (cursor !== '0')
  return left
}
