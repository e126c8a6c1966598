import { randomUUIDv7 } from 'node:crypto'
import { createTestDatabase } from '@heliograph/testkit/database'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { openDb } from '../../src/db/db.ts'
import { countMessages } from '../../src/reports/message-stats.ts'
import { formatMicros, sumUsage } from '../../src/reports/message-usage.ts'
import { deleteRefusedRequests } from '../../src/retention/delete-refused-requests.ts'

const database = await createTestDatabase()
const db = openDb({ url: database.url, maxConnections: 2, applicationName: 'reports-test' })
const hasty = openDb({
  url: database.url,
  maxConnections: 2,
  applicationName: 'reports-test',
  statementTimeoutMs: 200,
})
afterAll(async () => {
  await db.$disconnect()
  await hasty.$disconnect()
  await database.drop()
})

const range = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') }

/** Runs something while nobody else gets at the messages. */
async function whileLocked<T>(run: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query('LOCK TABLE mms_log IN ACCESS EXCLUSIVE MODE')
    return await run()
  } finally {
    await client.end()
  }
}

describe('a report that the database cuts', () => {
  const tenantId = randomUUIDv7()

  test('is too large as statistics, and no fault', async () => {
    const counting = () =>
      countMessages({ db: hasty, maxMessages: 10 }, { tenantId, range, interval: 'hour' })
    expect(await whileLocked(counting)).toEqual({ kind: 'too_large' })
    expect((await counting()).kind).toBe('counted')
  })

  test('is too large as usage, and no fault', async () => {
    const summing = () => sumUsage({ db: hasty, maxUsageMs: 5_000 }, { tenantId, range, groupBy: 'tag' })
    expect(await whileLocked(summing)).toEqual({ kind: 'too_large' })
    expect(await summing()).toEqual({ kind: 'counted', groups: [] })
  })
})

test('refused requests are deleted after 14 days, in steps, and none before', async () => {
  const insert = (days: number) => db.$executeRaw`
    INSERT INTO refused_request (id, tenant_id, at, method, route, status, code)
    SELECT overlay(uuidv7_floor(now() - make_interval(days => ${days}::int))::text
        PLACING ${randomUUIDv7().slice(14)} FROM 15)::uuid,
      ${randomUUIDv7()}::uuid, now(), 'POST', '/v1/messages', 400, 'invalid_request'`
  for (const days of [15, 15, 20, 13, 0]) await insert(days)
  expect(await deleteRefusedRequests(db, 2)).toBe(2)
  expect(await deleteRefusedRequests(db, 2)).toBe(1)
  expect(await deleteRefusedRequests(db, 2)).toBe(0)
  expect(await db.refusedRequest.count()).toBe(2)
})

test.each([
  [0n, '0'],
  [1n, '0.000001'],
  [300_000n, '0.3'],
  [1_000_000n, '1'],
  [12_345_678_901_234_567_890n, '12345678901234.56789'],
  [-7_500n, '-0.0075'],
])('%s millionths are the decimal text %s', (micros, text) => {
  expect(formatMicros(micros)).toBe(text)
})
