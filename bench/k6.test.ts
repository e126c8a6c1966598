import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { createTestDatabase } from '@heliograph/testkit/database'
import { createTestRedis } from '@heliograph/testkit/redis'
import { expect, test } from 'vitest'
import { openProduct } from './ingest/product.ts'

const main = fileURLToPath(new URL('k6/stand-in.ts', import.meta.url))

test('the k6 script posts what the API takes, each iteration a message of its own, and counts a refusal as one', async () => {
  await using database = await createTestDatabase()
  await using redis = await createTestRedis()
  await using product = await openProduct({
    databaseUrl: database.url,
    redisUrl: redis.url,
    redisPrefix: redis.prefix,
  })
  const env = { BASE_URL: product.url, API_KEY: product.key, RATE: '7', DURATION: '5s', P99_MS: '40' }
  const { code, stdout, stderr } = await runMain({ main, env, timeoutMs: 20_000 })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const runs = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const taken = { status: 202, checks: { 'is 202': true }, id: expect.any(String) }
  expect(runs).toMatchObject([taken, taken])
  expect(runs[0].id).not.toBe(runs[1].id)
  expect(runs[0].options).toMatchObject({
    scenarios: { send: { rate: 7, duration: '5s' } },
    thresholds: { http_req_duration: ['p(99)<40'] },
  })
  const refused = await runMain({ main, env: { ...env, API_KEY: 'wrong' }, timeoutMs: 20_000 })
  expect(JSON.parse(refused.stdout.split('\n')[0] ?? '')).toMatchObject({
    status: 401,
    checks: { 'is 202': false },
  })
})

test('the k6 script says what it needs', async () => {
  const without = await runMain({ main, env: {} })
  expect(without.code).not.toBe(0)
  expect(without.stderr).toContain('set API_KEY')
})
