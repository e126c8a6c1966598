import { once } from 'node:events'
import { createTestDatabase } from '@heliograph/testkit/database'
import { openTcpProxy } from '@heliograph/testkit/tcp-proxy'
import pg from 'pg'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { isDatabaseAway } from '../../src/db/database-away.ts'
import { openDb, Prisma } from '../../src/db/db.ts'
import { endSilentConnections } from '../../src/db/end-silence.ts'
import { runStatement } from '../../src/db/run-statement.ts'

const database = await createTestDatabase()
const proxy = await openTcpProxy(database.url)
beforeEach(() => proxy.resume())
afterAll(async () => {
  await proxy.close()
  await database.drop()
})

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => error,
  )

test('statements whose answers never come fail as "database away", and later ones get other connections', async () => {
  const db = openDb({
    url: proxy.url,
    maxConnections: 3,
    applicationName: 'silence',
    statementTimeoutMs: 100,
  })
  const one = () => runStatement<{ pid: number }>(db, Prisma.sql`SELECT pg_backend_pid() AS pid`)
  const before = await Promise.all([one(), one(), one()])
  await proxy.freeze()
  const failures = await Promise.all([
    failureOf(one()),
    failureOf(db.$queryRaw`SELECT 1`),
    failureOf(db.$transaction((tx) => runStatement(tx, Prisma.sql`SELECT 1 AS n`))),
  ])
  expect(failures.map(isDatabaseAway)).toEqual([true, true, true])
  await proxy.resume()
  expect(before).not.toContainEqual(await one())
  await db.$disconnect()
})

test('a connection without a statement may be silent, and one that is spoken to goes on after that', async () => {
  const pool = new pg.Pool({ connectionString: proxy.url, max: 1 })
  endSilentConnections(pool, 50)
  const client = await pool.connect()
  client.on('error', () => undefined)
  const pid = async () => (await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid
  const before = await pid()
  await once(client.connection.stream, 'timeout')
  await client.query('BEGIN')
  await once(client.connection.stream, 'timeout')
  expect(await pid()).toBe(before)
  await proxy.freeze()
  const failure = await failureOf(pid())
  expect(failure).toMatchObject({ code: 'ETIMEDOUT', message: 'the database said nothing for 50 ms' })
  client.release(true)
  await proxy.resume()
  await pool.end()
})
