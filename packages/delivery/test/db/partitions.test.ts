import { randomUUIDv7 } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@heliograph/testkit/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Db, openDb } from '../../src/db/db.ts'
import { ensurePartitions, findStrayRows } from '../../src/db/partitions.ts'
import { uuidv7Floor } from '../../src/db/uuidv7-floor.ts'

const TABLES = ['mms_attempt', 'mms_content', 'mms_event', 'mms_facet', 'mms_log']

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb({ url: database.url, maxConnections: 4, applicationName: 'partitions-test' })
})

afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

/** First and last UUIDv7 of a month counted from the current one, by RFC 9562: 48 bits of milliseconds. */
function idsOfMonth(monthsAhead: number): { first: string; last: string; label: string } {
  const now = new Date()
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsAhead, 1)
  const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsAhead + 1, 1)
  const label = new Date(start).toISOString().slice(0, 7).replace('-', '')
  return { first: uuid(start, '0'), last: uuid(next - 1, 'f'), label }
}

function uuid(timeMs: number, fill: '0' | 'f'): string {
  const digits = `${timeMs.toString(16).padStart(12, '0')}7${fill.repeat(3)}${fill === 'f' ? 'b' : '8'}${fill.repeat(15)}`
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

async function insertContent(id: string): Promise<string> {
  const [row] = await db.$queryRaw<{ partition: string }[]>`
    INSERT INTO mms_content (message_id, tenant_id) VALUES (${id}::uuid, ${id}::uuid)
    RETURNING tableoid::regclass::text AS partition`
  return row?.partition ?? 'none'
}

test.for([0, 1, 2, 3])(
  'the first and last id of the month %i ahead land in its partition',
  async (monthsAhead) => {
    const { first, last, label } = idsOfMonth(monthsAhead)
    expect(await insertContent(first)).toBe(`mms_content_${label}`)
    expect(await insertContent(last)).toBe(`mms_content_${label}`)
    expect(await findStrayRows(db)).toEqual([])
  },
)

test('an id made by the application now lands in the month of now', async () => {
  expect(await insertContent(randomUUIDv7())).toBe(`mms_content_${idsOfMonth(0).label}`)
})

test('uuidv7_floor is below every id of its millisecond and above every id before', async () => {
  const timeMs = Date.UTC(2026, 10, 30, 23, 59, 59, 999)
  const at = new Date(timeMs)
  const [row] = await db.$queryRaw<Record<string, unknown>[]>`
    SELECT uuidv7_floor(${at}) <= ${uuid(timeMs, '0')}::uuid AS below,
           uuidv7_floor(${at}) > ${uuid(timeMs - 1, 'f')}::uuid AS above,
           uuidv7_floor(${at})::text AS floor`
  expect(row).toEqual({
    below: true,
    above: true,
    floor: uuidv7Floor(timeMs),
  })
  expect(uuidv7Floor(timeMs)).toBe(uuid(timeMs, '0').replace('-7000-8000-', '-0000-0000-'))
})

test('keeping partitions ahead makes only what is missing, once, even side by side', async () => {
  expect(await ensurePartitions(db, 3)).toEqual([])
  const { label } = idsOfMonth(4)
  const made = await Promise.all([ensurePartitions(db, 4), ensurePartitions(db, 4)])
  expect(made.flat().sort()).toEqual(TABLES.map((table) => `${table}_${label}`))
})

test('a row outside every month is kept in the default partition and reported', async () => {
  const far = idsOfMonth(30).first
  expect(await insertContent(far)).toBe('mms_content_default')
  expect(await findStrayRows(db)).toEqual(['mms_content_default'])
  await db.$executeRaw`DELETE FROM mms_content WHERE message_id = ${far}::uuid`
  expect(await findStrayRows(db)).toEqual([])
})
