import { createHash } from 'node:crypto'
import { createEmptyDatabase } from '@heliograph/testkit/database'
import { eventually } from '@heliograph/testkit/eventually'
import pg from 'pg'
import { expect, test } from 'vitest'
import { applyMigrations, markRolledBack } from '../../src/db/migrate.ts'
import { listMigrationNames, MIGRATIONS_DIR, readMigrations } from '../../src/db/migration-files.ts'
import { withMigrationLock } from '../../src/db/migration-lock.ts'
import { copyMigrations } from './migration-folder.ts'

async function query<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('the first run applies every migration in order, the second applies nothing', async () => {
  await using database = await createEmptyDatabase()
  const options = { url: database.url, migrationsDir: MIGRATIONS_DIR }
  expect(await applyMigrations(options)).toEqual({ applied: await listMigrationNames(MIGRATIONS_DIR) })
  expect(await applyMigrations(options)).toEqual({ applied: [] })
})

test('the record is what stock "prisma migrate deploy" writes and checks: names and SHA-256 of the files', async () => {
  await using database = await createEmptyDatabase()
  await applyMigrations({ url: database.url, migrationsDir: MIGRATIONS_DIR })
  const rows = await query(
    database.url,
    `SELECT migration_name, checksum, applied_steps_count, finished_at IS NOT NULL AS finished, logs, rolled_back_at
     FROM _prisma_migrations ORDER BY started_at`,
  )
  const migrations = await readMigrations(MIGRATIONS_DIR)
  expect(rows).toEqual(
    migrations.map(({ name, sql }) => ({
      migration_name: name,
      checksum: createHash('sha256').update(sql).digest('hex'),
      applied_steps_count: 1,
      finished: true,
      logs: null,
      rolled_back_at: null,
    })),
  )
})

test('of two runners at the same time one applies everything and the other nothing', async () => {
  await using database = await createEmptyDatabase()
  const options = { url: database.url, migrationsDir: MIGRATIONS_DIR }
  const results = await Promise.all([applyMigrations(options), applyMigrations(options)])
  const all = await listMigrationNames(MIGRATIONS_DIR)
  expect(results.map(({ applied }) => applied).sort((a, b) => a.length - b.length)).toEqual([[], all])
})

test('a runner waits for another one, and only as long as it is told', async () => {
  await using database = await createEmptyDatabase()
  const options = { url: database.url, migrationsDir: MIGRATIONS_DIR, lockTimeoutMs: 100 }
  await withMigrationLock(database.url, 1_000, async () => {
    await expect(applyMigrations(options)).rejects.toMatchObject({ code: 'lock_timeout' })
    const waiting = applyMigrations({ ...options, lockTimeoutMs: 20_000 })
    const outcome = waiting.then(({ applied }) => applied.length)
    await eventually(async () => {
      const waiters = await query(
        database.url,
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
      )
      expect(waiters).toHaveLength(1)
    })
    expect(await query(database.url, "SELECT 1 WHERE to_regclass('tenant') IS NOT NULL")).toEqual([])
    return { outcome }
  }).then(async ({ outcome }) => expect(await outcome).toBeGreaterThan(0))
})

test('a migration that was edited after it was applied is refused by name', async () => {
  await using database = await createEmptyDatabase()
  await using folder = await copyMigrations()
  const options = { url: database.url, migrationsDir: folder.dir }
  await folder.add('20990101000000_notes', 'CREATE TABLE note (id integer);')
  await applyMigrations(options)
  await folder.add('20990101000000_notes', 'CREATE TABLE note (id bigint);')
  await expect(applyMigrations(options)).rejects.toMatchObject({
    code: 'migration_edited',
    message: expect.stringMatching(/^Applied migrations were edited since: 20990101000000_notes\. [^\n]+$/),
  })
})

test('a migration that fails leaves nothing of itself, stops later runs, and can be tried again once marked', async () => {
  await using database = await createEmptyDatabase()
  await using folder = await copyMigrations()
  const options = { url: database.url, migrationsDir: folder.dir }
  const name = '20990101000000_broken'
  await folder.add(name, 'CREATE TABLE half (id integer);\nSELECT 1 / 0;')
  await expect(applyMigrations(options)).rejects.toMatchObject({
    code: 'migration_failed',
    message: `Migration ${name} failed and was rolled back: division by zero`,
  })
  expect(await query(database.url, "SELECT 1 WHERE to_regclass('half') IS NOT NULL")).toEqual([])
  await expect(applyMigrations(options)).rejects.toMatchObject({
    code: 'migration_failed_before',
    message: expect.stringContaining(`npm run migrate -- --rolled-back ${name}`),
  })
  await folder.add(name, 'CREATE TABLE half (id integer);')
  await markRolledBack(options, name)
  expect(await applyMigrations(options)).toEqual({ applied: [name] })
})

test('a semicolon in a comment, a text or a function body does not cut a migration', async () => {
  await using database = await createEmptyDatabase()
  await using folder = await copyMigrations()
  const sql = `-- one; two
    CREATE FUNCTION two() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;
    CREATE TABLE pair (word text DEFAULT 'a;b');`
  await folder.add('20990101000000_semicolons', sql)
  await applyMigrations({ url: database.url, migrationsDir: folder.dir })
  await query(database.url, 'INSERT INTO pair DEFAULT VALUES')
  expect(await query(database.url, 'SELECT word, two() AS two FROM pair')).toEqual([{ word: 'a;b', two: 2 }])
})

test('a database with a migration this release does not know is refused, unless that one is additive', async () => {
  await using database = await createEmptyDatabase()
  await using folder = await copyMigrations()
  const newer = { url: database.url, migrationsDir: folder.dir }
  const ours = { url: database.url, migrationsDir: MIGRATIONS_DIR }
  await folder.add('20990101000000_hint_additive', 'CREATE TABLE hint (id integer);')
  await applyMigrations(newer)
  expect(await applyMigrations(ours)).toEqual({ applied: [] })
  await folder.add('20990201000000_rename', 'ALTER TABLE hint RENAME TO clue;')
  await applyMigrations(newer)
  await expect(applyMigrations(ours)).rejects.toMatchObject({
    code: 'database_newer',
    message: expect.stringContaining('20990201000000_rename'),
  })
})

test('a database that cannot be reached is one line that says so', async () => {
  await expect(
    applyMigrations({ url: 'postgresql://postgres@127.0.0.1:1/none', migrationsDir: MIGRATIONS_DIR }),
  ).rejects.toMatchObject({
    code: 'database_unreachable',
    message: 'Cannot reach the database: connect ECONNREFUSED 127.0.0.1:1',
  })
})
