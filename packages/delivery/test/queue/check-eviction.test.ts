import { findRedisProgram, startLocalRedis } from '@heliograph/testkit/local-redis'
import { createTestRedis } from '@heliograph/testkit/redis'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { checkEviction } from '../../src/queue/check-eviction.ts'

test('a Redis that keeps everything is fine', async () => {
  await using redis = await createTestRedis()
  expect(await checkEviction(redis.url)).toEqual({ kind: 'ok' })
})

test('a Redis that cannot be reached is away, which is no reason not to start', async () => {
  expect(await checkEviction('redis://127.0.0.1:9/0')).toEqual({ kind: 'away' })
})

test('a Redis that evicts is wrong, also where CONFIG is not allowed', async () => {
  const program = await findRedisProgram()
  if (program === undefined) throw new Error('this test needs a redis-server or valkey-server')
  const server = await startLocalRedis(program)
  const admin = new Redis(server.url)
  try {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
    expect(await checkEviction(server.url)).toEqual({ kind: 'wrong', policy: 'allkeys-lru' })
    await admin.call('ACL', 'SETUSER', 'default', '-config')
    expect(await checkEviction(server.url)).toEqual({ kind: 'wrong', policy: 'allkeys-lru' })
    await admin.call('ACL', 'SETUSER', 'default', '-info')
    expect(await checkEviction(server.url)).toEqual({ kind: 'unreadable' })
  } finally {
    admin.disconnect()
    await server.stop()
  }
})
