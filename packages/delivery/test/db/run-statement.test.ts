import { createTestDatabase } from '@heliograph/testkit/database'
import { afterAll, expect, test } from 'vitest'
import { openDb, Prisma } from '../../src/db/db.ts'
import { runStatement } from '../../src/db/run-statement.ts'
import { sqlStateOf } from '../../src/db/sql-state.ts'

const database = await createTestDatabase()
const open = () => openDb({ url: database.url, maxConnections: 2, applicationName: 'run-statement' })
const db = open()
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

test('answers what Prisma answers, for every kind of column that it is made for', async () => {
  const values = Prisma.sql`SELECT ${'text'} AS text, '01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12'::uuid AS uuid, 7::int AS int,
    1.5::float8 AS float, true AS yes, NULL::text AS nothing, '{"a": [1]}'::jsonb AS json,
    '2026-11-21 10:00:00.123+00'::timestamptz(3) AS at, ${['a', 'b']}::text[] AS list, ${[1, null]}::int[] AS numbers`
  expect(await runStatement(db, values)).toEqual(await db.$queryRaw(values))
})

test('refuses numbers that the driver would answer as text', async () => {
  await expect(runStatement(db, Prisma.sql`SELECT 1::bigint AS n`)).rejects.toThrow(/cast the column/)
  await expect(runStatement(db, Prisma.sql`SELECT 1.5::numeric AS n`)).rejects.toThrow(/cast the column/)
  expect(await runStatement(db, Prisma.sql`SELECT 1 AS n`)).toEqual([{ n: 1 }])
})

test('in a transaction it runs there, and fails with the SQLSTATE of the server', async () => {
  const name = await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL application_name = 'inside'`
    return runStatement(tx, Prisma.sql`SELECT current_setting('application_name') AS name`)
  })
  expect(name).toEqual([{ name: 'inside' }])
  const failure = await runStatement(db, Prisma.sql`SELECT 1/0 AS n`).catch((error: unknown) => error)
  expect(sqlStateOf(failure)).toBe('22012')
})

test('goes on after connections were cut, and connects anew after a disconnect, as Prisma does', async () => {
  const own = open()
  const one = () => runStatement(own, Prisma.sql`SELECT pg_backend_pid() AS pid`)
  await one()
  await db.$queryRaw`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name = 'run-statement' AND pid <> pg_backend_pid() AND datname = current_database()`
  await expect
    .poll(() =>
      one().then(
        () => 'answered',
        () => 'cut',
      ),
    )
    .toBe('answered')
  await own.$disconnect()
  expect(await one()).toHaveLength(1)
  await own.$disconnect()
})

test.each([
  [
    'keeps plans',
    { keepsPlans: true },
    { plans: 'force_generic_plan', scans: 'off', jit: 'off', helpers: '0' },
  ],
  ['searches', {}, { plans: 'auto', scans: 'on', jit: 'off', helpers: '0' }],
  ['reports', { usesHelpers: true }, { plans: 'auto', scans: 'on', jit: 'off', helpers: '2' }],
])(
  'a pool that %s never has the server compile, and start helpers only for reports',
  async (_, kind, settings) => {
    const own = openDb({ url: database.url, maxConnections: 1, applicationName: 'run-statement', ...kind })
    const rows = await own.$queryRaw`SELECT current_setting('plan_cache_mode') AS plans,
    current_setting('enable_seqscan') AS scans, current_setting('jit') AS jit,
    current_setting('max_parallel_workers_per_gather') AS helpers`
    await own.$disconnect()
    expect(rows).toEqual([settings])
  },
)
