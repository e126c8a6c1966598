import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { createTestRedis } from '../src/redis.ts'
import { getRunEnv } from '../src/run-env.ts'

test('closing removes the keys below the prefix and no others', async () => {
  const one = await createTestRedis()
  await using two = await createTestRedis()
  const redis = new Redis(one.url)
  await redis.set(`${one.prefix}:a`, '1')
  await redis.set(`${two.prefix}:a`, '1')
  await redis.quit()
  await one.close()
  expect(await two.listKeys()).toEqual([`${two.prefix}:a`])
})

test('a connection left open fails the close', async () => {
  const corner = await createTestRedis()
  const leak = new Redis(corner.url)
  await leak.ping()
  await expect(corner.close()).rejects.toThrow(/1 Redis connections of .* left open/)
  await leak.quit()
})

test('a run without Redis fails a test that needs it and says why', async () => {
  const { redisUrl } = getRunEnv()
  process.env['HELIOGRAPH_TEST_REDIS_URL'] = ''
  process.env['HELIOGRAPH_TEST_REDIS_MISSING'] = 'no server was found'
  try {
    await expect(createTestRedis()).rejects.toThrow('needs Redis and there is none: no server was found')
  } finally {
    process.env['HELIOGRAPH_TEST_REDIS_URL'] = redisUrl
  }
})
