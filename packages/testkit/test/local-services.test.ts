import pg from 'pg'
import { expect, test } from 'vitest'
import { startLocalPostgres } from '../src/local-postgres.ts'
import { findPostgresBinaries } from '../src/postgres-binaries.ts'
import { runSql } from '../src/run-sql.ts'
import { startServices } from '../src/services.ts'

test('a Postgres found on this machine starts on a port of its own and is gone after stop', async (context) => {
  const [binaries] = await findPostgresBinaries()
  if (binaries === undefined) return context.skip('no Postgres programs on this machine')
  const server = await startLocalPostgres(binaries)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query('SHOW server_version_num')
  await client.end()
  expect(Math.trunc(Number(rows[0].server_version_num) / 10_000)).toBe(binaries.major)
  await server.stop()
  const late = new pg.Client({ connectionString: server.url })
  await expect(late.connect()).rejects.toThrow('ECONNREFUSED')
})

test.for([
  ['for measuring waits for the disk at each commit', true, 'on'],
  ['for tests does not', false, 'off'],
] as const)('a Postgres %s', async ([, isDurable, expected], context) => {
  const [binaries] = await findPostgresBinaries()
  if (binaries === undefined) return context.skip('no Postgres programs on this machine')
  const server = await startLocalPostgres(binaries, { isDurable })
  try {
    const settings = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits`
    expect(await runSql(server.url, settings)).toEqual([{ fsync: expected, commits: expected }])
  } finally {
    await server.stop()
  }
})

test('a given Redis that does not answer is not replaced by another', async () => {
  const services = await startServices({
    databaseUrl: 'postgresql://given.invalid/postgres',
    redisUrl: 'redis://127.0.0.1:1/0',
  })
  expect(services.databaseUrl).toBe('postgresql://given.invalid/postgres')
  expect(services.redis).toEqual({
    missing: 'redis://127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1',
  })
  await services.stop()
})
