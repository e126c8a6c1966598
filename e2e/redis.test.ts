import { eventually } from '@heliograph/testkit/eventually'
import { findRedisProgram, startLocalRedis } from '@heliograph/testkit/local-redis'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { startStack } from './stack.ts'

async function ownRedis() {
  const program = await findRedisProgram()
  if (program === undefined) throw new Error('this test needs a redis-server or valkey-server')
  return startLocalRedis(program)
}

test('a worker refuses a Redis that evicts keys, with one line', async () => {
  const redis = await ownRedis()
  const admin = new Redis(redis.url)
  await using stack = await startStack({ withoutRedis: true })
  try {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
    const refused = stack.spawnWorker({ REDIS_URL: redis.url })
    expect((await refused.exited).code).toBe(1)
    expect(refused.stderr().trim()).toMatch(/^Redis evicts keys \(maxmemory-policy is allkeys-lru\).*$/)
  } finally {
    admin.disconnect()
    await redis.stop()
  }
})

test('losing Redis while running costs no message and no restart, and its return is noticed', async () => {
  const redis = await ownRedis()
  await using stack = await startStack({
    env: { REDIS_URL: redis.url, QUEUE_PREFIX: '{lost}' },
    withoutRedis: true,
  })
  const first = await stack.send({ to: '+15558675310', body: 'before' })
  await stack.untilStatus(first.id, 'delivered')
  await redis.stop()
  const during = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      stack.send({ to: `+155586753${20 + index}`, body: 'while it is away' }),
    ),
  )
  await Promise.all(during.map(({ id }) => stack.untilStatus(id, 'delivered', 30_000)))
  expect(stack.worker.stdout()).toContain('"transport":"direct"')
  await eventually(async () => {
    const answer = await fetch(`${stack.apiUrl}/readyz`)
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'degraded' }])
  })
})

test('a worker that starts while Redis is away works straight from Postgres', async () => {
  await using stack = await startStack({
    env: { REDIS_URL: 'redis://127.0.0.1:9/0', QUEUE_PREFIX: '{away}' },
    withoutRedis: true,
  })
  const { id } = await stack.send({ to: '+15558675310', body: 'hello' })
  await stack.untilStatus(id, 'delivered', 30_000)
})
