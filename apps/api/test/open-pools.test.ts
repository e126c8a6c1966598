import { Prisma } from '@heliograph/delivery/db/db'
import { runStatement } from '@heliograph/delivery/db/run-statement'
import { expect, test } from 'vitest'
import { openPools } from '../src/open-pools.ts'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()

test('accepting is planned once for a connection, also when the tables are analyzed later', async () => {
  await using pools = openPools({
    databaseUrl: api.databaseUrl,
    maxConnections: 2,
    maxCallbackConnections: 1,
  })
  const app = await api.build({ acceptDb: pools.acceptDb })
  const acceptMany = async () => {
    // One after the other, so that all of them run on one connection. After the fifth Postgres would choose by cost.
    for (let count = 0; count < 8; count += 1) {
      const answer = await api.post({ to: '+15558675310', body: `${count}` }, { app })
      expect(answer.statusCode).toBe(202)
    }
  }
  await acceptMany()
  await api.db.$executeRaw`ANALYZE`
  await acceptMany()
  const statement = Prisma.sql`SELECT sum(generic_plans)::int AS kept, sum(custom_plans)::int AS anew
    FROM pg_prepared_statements WHERE statement LIKE '%INSERT INTO mms_log%'
      AND statement NOT LIKE '%pg_prepared_statements%'`
  expect(await runStatement(pools.acceptDb, statement)).toEqual([{ kept: 16, anew: 0 }])
})

test('only the pool for reports may start helpers in the server', async () => {
  await using pools = openPools({
    databaseUrl: api.databaseUrl,
    maxConnections: 1,
    maxCallbackConnections: 1,
  })
  const { db, acceptDb, callbackDb, reportDb } = pools
  const helpersOf = async (pool: typeof db) => {
    const rows = await pool.$queryRaw<{ helpers: number }[]>`
      SELECT current_setting('max_parallel_workers_per_gather')::int AS helpers`
    return rows[0]?.helpers
  }
  expect(await Promise.all([db, acceptDb, callbackDb].map(helpersOf))).toEqual([0, 0, 0])
  expect(await helpersOf(reportDb)).toBeGreaterThan(0)
})
