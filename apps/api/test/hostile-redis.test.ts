import { openLimitRedis } from '@heliograph/delivery/limits/open-limit-redis'
import { openBullmqQueue } from '@heliograph/delivery/queue/bullmq-queue'
import { eventually } from '@heliograph/testkit/eventually'
import { createTestRedis } from '@heliograph/testkit/redis'
import { expect, test } from 'vitest'
import { buildRateLimiter } from '../src/plugins/rate-limiter.ts'
import { openApiFixture, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()

test('Redis holds ids of messages and counts, and nothing of what a message says or whom it goes to', async () => {
  await using redis = await createTestRedis()
  const connection = openLimitRedis(redis.url, () => undefined)
  const queue = openBullmqQueue({ redisUrl: redis.url, prefix: redis.prefix, onError: () => undefined })
  try {
    await eventually(() => expect(connection.status).toBe('ready'))
    const limiter = buildRateLimiter({ redis: connection, prefix: redis.prefix })
    const rates = { writes: 100, reads: 100, anonymous: 5 }
    const app = await api.build({ queue, rateLimiting: { limiter, rates } })
    const body = 'words that only two people should read'
    const media = 'https://media.example.com/a-private-path.jpg'
    const headers = { 'idempotency-key': 'a-private-key' }
    const { id } = (await api.post({ to: recipient, body, mediaUrls: [media] }, { app, headers })).json()
    await app.inject({
      url: '/v1/messages',
      headers: { authorization: 'Bearer nobody' },
      remoteAddress: '203.0.113.9',
    })
    const everything = await eventually(async () => {
      const contents = await readAll(redis.listKeys, connection)
      expect(contents).toContain(id)
      return contents
    })
    expect(everything).toContain(':rate:writes:')
    const secrets = [
      recipient,
      recipient.slice(1),
      sender,
      body,
      'private',
      api.key,
      api.key.slice(3, 20),
      '203.0.113',
    ]
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([])
  } finally {
    await queue.close()
    connection.disconnect()
  }
})

/** Every key with what it holds, as text. */
async function readAll(
  listKeys: () => Promise<string[]>,
  redis: ReturnType<typeof openLimitRedis>,
): Promise<string> {
  const parts: unknown[] = []
  for (const key of await listKeys()) parts.push(key, await readKey(redis, key))
  return JSON.stringify(parts)
}

async function readKey(redis: ReturnType<typeof openLimitRedis>, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return await redis.hgetall(key)
    case 'list':
      return await redis.lrange(key, 0, -1)
    case 'zset':
      return await redis.zrange(key, '0', '-1')
    case 'set':
      return await redis.smembers(key)
    case 'stream':
      return await redis.xrange(key, '-', '+')
    default:
      return await redis.get(key)
  }
}
