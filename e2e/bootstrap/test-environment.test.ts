import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMain } from '@heliograph/testkit/child-process'
import { getRunEnv } from '@heliograph/testkit/run-env'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkout, processesOf } from './start-process.ts'

// A second checkout: scripts copied, the rest linked, a .env of its own and probes in place of the tests. What its
// `npm test` hands to the probes is what every test gets.
let copy = ''

const canaries = {
  TWILIO_ACCOUNT_SID: 'canary-account',
  TWILIO_AUTH_TOKEN: 'canary-token',
  TWILIO_ANYTHING: 'canary-anything',
  PLIVO_AUTH_ID: 'canary-plivo',
  SINCH_API_TOKEN: 'canary-sinch',
  AWS_SECRET_ACCESS_KEY: 'canary-aws',
  SNS_ORIGINATION_NUMBER: 'canary-sns',
  S3_BUCKET_NAME: 'canary-s3',
  PROVIDER: 'canary-provider',
  SIMULATOR_URL: 'http://canary-simulator.test',
  DATABASE_URL: 'postgresql://canary-database.test/canary',
  REDIS_URL: 'redis://canary-redis.test',
  HELIOGRAPH_SECRETS: 'canary-secret'.repeat(4),
  PUBLIC_BASE_URL: 'https://canary-public.test',
}

const environmentProbe = `
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
test('probe', () => {
  writeFileSync(process.env.PROBE_OUTPUT, JSON.stringify(process.env))
  expect(1).toBe(1)
})`

const writeProbe = `
import { writeFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import pg from 'pg'
import { createTestDatabase } from '@heliograph/testkit/database'
import { createTestRedis } from '@heliograph/testkit/redis'
import { getRunEnv } from '@heliograph/testkit/run-env'
import { test } from 'vitest'
test('leaves data of the user and data of its own', async () => {
  const { runId, databaseUrl, redisUrl } = getRunEnv()
  const db = new pg.Client(databaseUrl)
  await db.connect()
  await db.query('CREATE DATABASE canary_' + runId)
  await db.end()
  const redis = new Redis(redisUrl)
  await redis.set('canary-' + runId, 'kept')
  await createTestDatabase()
  const own = await createTestRedis()
  await redis.set(own.prefix + 'key', 'own')
  await redis.quit()
  await own.close()
  writeFileSync(process.env.PROBE_OUTPUT, runId)
})`

const readProbe = `
import { readFileSync, writeFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import pg from 'pg'
import { getRunEnv } from '@heliograph/testkit/run-env'
import { test } from 'vitest'
test('tells what the run before left', async () => {
  const runId = readFileSync(process.env.PROBE_OUTPUT, 'utf8')
  const { databaseUrl, redisUrl } = getRunEnv()
  const db = new pg.Client(databaseUrl)
  await db.connect()
  const { rows } = await db.query('SELECT datname FROM pg_database WHERE strpos(datname, $1) > 0', [runId])
  await db.query('DROP DATABASE canary_' + runId)
  await db.end()
  const redis = new Redis(redisUrl)
  const keys = await redis.keys('*' + runId + '*')
  await redis.del('canary-' + runId)
  await redis.quit()
  writeFileSync(process.env.PROBE_OUTPUT, JSON.stringify({ runId, databases: rows.map((row) => row.datname), keys }))
})`

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'heliograph-copy-'))
  for (const name of ['scripts', 'prisma'])
    cpSync(join(checkout, name), join(copy, name), { recursive: true })
  for (const name of ['package.json', 'package-lock.json', 'prisma.config.ts'])
    cpSync(join(checkout, name), join(copy, name))
  for (const name of ['node_modules', 'packages']) symlinkSync(join(checkout, name), join(copy, name))
  mkdirSync(join(copy, '.data'))
  const redis = join(checkout, '.data', 'redis')
  if (existsSync(redis)) symlinkSync(redis, join(copy, '.data', 'redis'))
  writeFileSync(join(copy, '.env'), lines({ ...canaries, FROM_ENV_FILE: 'canary-file' }))
  writeFileSync(join(copy, '.env.local'), lines({ FROM_LOCAL_FILE: 'canary-file' }))
  mkdirSync(join(copy, 'probes'))
  const setup = join(checkout, 'packages/testkit/src/global-setup.ts')
  const config = { test: { include: ['probes/*.test.ts'], globalSetup: [setup] } }
  writeFileSync(join(copy, 'vitest.config.mjs'), `export default ${JSON.stringify(config)}`)
  writeFileSync(join(copy, 'probes', 'environment.test.ts'), environmentProbe)
  writeFileSync(join(copy, 'probes', 'write.test.ts'), writeProbe)
  writeFileSync(join(copy, 'probes', 'read.test.ts'), readProbe)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

async function runProbe(name: string, env: Record<string, string>): Promise<string> {
  const output = join(copy, 'output')
  const run = await runMain({
    main: join(copy, 'scripts', 'test.mjs'),
    args: [`probes/${name}.test.ts`],
    cwd: copy,
    env: { ...canaries, ...env, PROBE_OUTPUT: output },
    timeoutMs: 60_000,
  })
  expect(run.stdout.trimEnd().split('\n').at(-1), run.stdout + run.stderr).toBe('1 passed, 0 failed')
  expect(run.code).toBe(0)
  return readFileSync(output, 'utf8')
}

function lines(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

test('provider variables and .env files are invisible to tests, and the services are of their own and gone afterwards', async () => {
  const seen: Record<string, string> = JSON.parse(await runProbe('environment', {}))
  expect(
    Object.keys(seen).filter((name) =>
      /^(TWILIO|PLIVO|SINCH|AWS|SNS|S3)_|^(PROVIDER|SIMULATOR_URL)$/.test(name),
    ),
  ).toEqual([])
  expect(Object.entries(seen).filter(([, value]) => value.includes('canary'))).toEqual([])
  expect(seen['TEST_DATABASE_URL']).toMatch(/^postgresql:\/\/heliograph:[^@]+@127\.0\.0\.1:\d+\/postgres$/)
  expect(seen['TEST_REDIS_URL']).toMatch(/^redis:\/\/:[^@]+@127\.0\.0\.1:\d+\/0$/)
  expect(processesOf(copy)).toEqual([])
  expect(readdirSync(join(copy, '.data')).filter((name) => name.startsWith('test-'))).toEqual([])
})

test('on given servers a run touches only databases and keys of its own, and removes them', async () => {
  const { databaseUrl, redisUrl } = getRunEnv()
  const given = { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl }
  await runProbe('write', given)
  const { runId, databases, keys } = JSON.parse(await runProbe('read', given))
  expect({ databases, keys }).toEqual({ databases: [`canary_${runId}`], keys: [`canary-${runId}`] })
})
