import { fileURLToPath } from 'node:url'
import { openDb } from '@heliograph/delivery/db/db'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { ensureTenant } from '@heliograph/delivery/tenants/ensure-tenant'
import { acceptedMessage } from '@heliograph/shared/contracts/messages'
import { runMain, spawnMain } from '@heliograph/testkit/child-process'
import { createEmptyDatabase, createTestDatabase } from '@heliograph/testkit/database'
import { eventually } from '@heliograph/testkit/eventually'
import { createTestRedis } from '@heliograph/testkit/redis'
import { runSql } from '@heliograph/testkit/run-sql'
import { afterAll, describe, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const redis = await createTestRedis()
afterAll(() => redis.close())

const settings = {
  HELIOGRAPH_SECRETS: 'process-test-secret-process-test-secret',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token-that-must-not-show',
  TWILIO_PHONE_NUMBER: '+15005550006',
  REDIS_URL: redis.url,
  QUEUE_PREFIX: redis.prefix,
  PORT: '0',
}

async function start(databaseUrl: string, extra: Readonly<Record<string, string>> = {}) {
  const api = spawnMain({ main, env: { ...settings, DATABASE_URL: databaseUrl, ...extra } })
  const line = await api.waitForLine(/.*"event":"api\.started".*/)
  return { api, base: `http://127.0.0.1:${JSON.parse(line[0]).port}` }
}

async function makeKey(databaseUrl: string): Promise<string> {
  const db = openDb({ url: databaseUrl, maxConnections: 1, applicationName: 'api-process-test' })
  try {
    const tenantId = await ensureTenant(db)
    return (await createApiKey(db, { tenantId, name: 'test', scopes: ['messages:write'] })).key
  } finally {
    await db.$disconnect()
  }
}

function post(base: string, key: string): Promise<Response> {
  return fetch(`${base}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to: '+15558675310', body: 'x' }),
  })
}

describe('the process', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'serves, and on %s ends with 0 within 10 s although connections are kept alive',
    async (signal) => {
      await using database = await createTestDatabase()
      const { api, base } = await start(database.url)
      await using _stopped = api
      expect((await fetch(`${base}/readyz`)).status).toBe(200)
      const startedAt = performance.now()
      api.kill(signal)
      expect(await api.exited).toEqual({ code: 0, signal: null })
      expect(performance.now() - startedAt).toBeLessThan(10_000)
      expect(api.stdout()).not.toContain(settings.TWILIO_AUTH_TOKEN)
    },
  )

  test('with DRAIN_MS goes on serving after SIGTERM while it is not ready any more', async () => {
    await using database = await createTestDatabase()
    const { api, base } = await start(database.url, { DRAIN_MS: '2500' })
    await using _stopped = api
    api.kill('SIGTERM')
    await eventually(async () => expect((await fetch(`${base}/readyz`)).status).toBe(503))
    expect((await fetch(`${base}/v1/messages`)).status).toBe(401)
    expect(await api.exited).toEqual({ code: 0, signal: null })
  })

  test('rings for a message it stored', async () => {
    await using database = await createTestDatabase()
    const { api, base } = await start(database.url)
    await using _stopped = api
    const answer = await post(base, await makeKey(database.url))
    expect(answer.status).toBe(202)
    const { id } = acceptedMessage.parse(await answer.json())
    await eventually(async () => expect((await redis.listKeys()).join()).toContain(`m-${id}-0`))
  })

  test('accepts over connections that keep the plan of the one statement they run', async () => {
    await using database = await createTestDatabase()
    const { api, base } = await start(database.url)
    await using _stopped = api
    expect((await post(base, await makeKey(database.url))).status).toBe(202)
    const statements = await runSql<{ name: string }>(
      database.url,
      `SELECT application_name AS name FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%shared AS MATERIALIZED%' AND pid <> pg_backend_pid()`,
    )
    expect(statements).toEqual([{ name: 'heliograph-api-accept' }])
  })

  test('is ready while Redis is away, and ends in time all the same', async () => {
    await using database = await createTestDatabase()
    const env = { ...settings, REDIS_URL: 'redis://127.0.0.1:1/0', DATABASE_URL: database.url }
    await using api = spawnMain({ main, env })
    const line = await api.waitForLine(/.*"event":"api\.started".*/)
    const ready = await fetch(`http://127.0.0.1:${JSON.parse(line[0]).port}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'degraded', postgres: 'up', redis: 'down' },
    ])
    const startedAt = performance.now()
    api.kill('SIGTERM')
    expect(await api.exited).toEqual({ code: 0, signal: null })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})

describe('a start is refused', () => {
  test('with every wrong setting named at once, before anything opens', async () => {
    const end = await runMain({ main, env: { PORT: 'x', TWILIO_ACCOUNT_SID: 'nope' } })
    expect(end.code).toBe(1)
    const lines = end.stderr.trim().split('\n')
    for (const name of [
      'DATABASE_URL',
      'HELIOGRAPH_SECRETS',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'PORT',
    ]) {
      expect(lines.filter((line) => line.startsWith(name))).toHaveLength(1)
    }
  })

  test('with one line when the schema is older than this release', async () => {
    await using database = await createEmptyDatabase()
    const end = await runMain({ main, env: { ...settings, DATABASE_URL: database.url } })
    expect(end.code).toBe(1)
    expect(end.stderr.trim()).toMatch(/^The database schema is older than this release .*npm run migrate"\.$/)
  })

  test('with one line when Postgres cannot be reached, without its password', async () => {
    const end = await runMain({
      main,
      env: { ...settings, DATABASE_URL: 'postgresql://u:hush@127.0.0.1:1/x' },
    })
    expect(end.code).toBe(1)
    expect(end.stderr.trim()).toMatch(/^Postgres cannot be reached.*$/)
    expect(end.stderr + end.stdout).not.toContain('hush')
  })

  test('with one line when the port is taken', async () => {
    await using database = await createTestDatabase()
    const { api, base } = await start(database.url)
    await using _stopped = api
    const { port } = new URL(base)
    const end = await runMain({ main, env: { ...settings, DATABASE_URL: database.url, PORT: port } })
    expect([end.code, end.stderr.trim()]).toEqual([1, `port ${port} on 127.0.0.1 is taken: set PORT`])
  })
})
