import { randomUUIDv7 } from 'node:crypto'
import { createTestDatabase } from '@heliograph/testkit/database'
import { runSql } from '@heliograph/testkit/run-sql'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openDb } from '../../src/db/db.ts'
import { clearContents } from '../../src/retention/clear-contents.ts'
import { deleteOldKeys, deleteOldRefs } from '../../src/retention/delete-old-keys.ts'
import { dropMonth } from '../../src/retention/drop-month.ts'

const database = await createTestDatabase()
const db = openDb({ url: database.url, maxConnections: 3, applicationName: 'retention-test' })
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

const uuid = (text: string) => `${text}`.padEnd(36, '0')

/** A message of the month that began `monthsAgo` months ago, in a partition of its own. */
async function insertOld(monthsAgo: number, isFinal = true): Promise<string> {
  const rows = await runSql<{ id: string }>(
    database.url,
    `WITH month AS (SELECT date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - make_interval(months => $1::int) AS at)
     SELECT overlay(uuidv7_floor(at + interval '3 days')::text PLACING $2 FROM 25)::uuid AS id FROM month`,
    [monthsAgo, randomUUIDv7().slice(24)],
  )
  const id = rows[0]?.id ?? ''
  await db.$executeRaw`
    INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, kind, status, next_at,
      expires_at, final_at)
    VALUES (${id}::uuid, ${randomUUIDv7()}::uuid, ${randomUUIDv7()}::uuid, ${randomUUIDv7()}::uuid, 'twilio', '+15558675310',
      'mms', ${isFinal ? 'delivered' : 'queued'}, now(), now(), ${isFinal ? new Date() : null}::timestamptz)`
  await db.$executeRaw`
    INSERT INTO mms_content (message_id, tenant_id, body, media_urls) VALUES (${id}::uuid, ${id}::uuid, 'text', '{u}')`
  return id
}

async function makeMonth(monthsAgo: number): Promise<string> {
  const rows = await runSql<{ month: string }>(
    database.url,
    `SELECT to_char(now() AT TIME ZONE 'UTC' - make_interval(months => $1::int), 'YYYYMM') AS month`,
    [monthsAgo],
  )
  const month = rows[0]?.month ?? ''
  for (const parent of ['mms_log', 'mms_content', 'mms_attempt', 'mms_event']) {
    await runSql(
      database.url,
      `DO $$ DECLARE since timestamptz := to_date('${month}', 'YYYYMM')::timestamp AT TIME ZONE 'UTC'; BEGIN
         EXECUTE format('CREATE TABLE IF NOT EXISTS ${parent}_${month} PARTITION OF ${parent} FOR VALUES FROM (%L) TO (%L)',
           uuidv7_floor(since), uuidv7_floor((since AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')); END $$`,
    )
  }
  return month
}

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
  await db.$executeRaw`DELETE FROM mms_content`
})

describe('months', () => {
  test('that are old and final are dropped, one a call, younger ones stay', async () => {
    const [older, old] = [await makeMonth(20), await makeMonth(15)]
    await insertOld(20)
    const kept = await insertOld(0)
    expect(await dropMonth(db, 400)).toBe(older)
    expect(await dropMonth(db, 400)).toBe(old)
    expect(await dropMonth(db, 400)).toBeUndefined()
    expect(await db.mmsLog.findMany({ select: { id: true } })).toEqual([{ id: kept }])
  })

  test('with a message that is not final stay', async () => {
    await makeMonth(18)
    await insertOld(18, false)
    expect(await dropMonth(db, 400)).toBeUndefined()
    expect(await db.mmsLog.count()).toBe(1)
  })
})

test('contents are cleared by age in small steps, the rows stay', async () => {
  const [old, young] = [await insertOld(6), await insertOld(0)]
  expect(await clearContents(db, { days: 90, limit: 1 })).toBe(1)
  expect(await clearContents(db, { days: 90, limit: 1 })).toBe(0)
  expect(await db.mmsContent.findUniqueOrThrow({ where: { messageId: old } })).toMatchObject({
    body: null,
    mediaUrls: [],
  })
  expect(await db.mmsContent.findUniqueOrThrow({ where: { messageId: young } })).toMatchObject({
    body: 'text',
  })
})

test('old keys, parked receipts and references of dropped messages are deleted, others stay', async () => {
  const id = await insertOld(0)
  await db.$executeRaw`
    INSERT INTO idempotency_key (tenant_id, route, key, request_hash, response_status, response_body, created_at)
    SELECT ${id}::uuid, 'r', age::text, '\\x00', 202, '{}', now() - make_interval(days => age) FROM unnest('{1,13,15,30}'::int[]) age`
  await db.$executeRaw`
    INSERT INTO provider_ref (provider_account_id, provider_id, tenant_id, message_id, n)
    VALUES (${id}::uuid, 'MM-dropped', ${id}::uuid, ${uuid('017f22e2-79b0-7cc3-98c4-')}::uuid, 1), (${id}::uuid, 'MM-kept', ${id}::uuid, ${id}::uuid, 1)`
  expect(await deleteOldKeys(db, 100)).toBe(2)
  expect(await db.idempotencyKey.count()).toBe(2)
  expect(await deleteOldRefs(db, { days: 400, limit: 100 })).toBe(1)
  expect(await db.providerRef.findMany({ select: { providerId: true } })).toEqual([{ providerId: 'MM-kept' }])
})
