import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '@heliograph/testkit/database'
import { expect, test } from 'vitest'
import { openDb } from '../../src/db/db.ts'
import { MIGRATIONS_DIR } from '../../src/db/migration-files.ts'
import { checkSchema, type SchemaCheck } from '../../src/db/schema-version.ts'
import { copyMigrations } from './migration-folder.ts'

async function check(
  database: TestDatabase,
  migrationsDir: string,
  change = 'SELECT 1',
): Promise<SchemaCheck> {
  const db = openDb({ url: database.url, maxConnections: 1, applicationName: 'schema-version-test' })
  try {
    await db.$executeRawUnsafe(change)
    return await checkSchema(db, migrationsDir)
  } finally {
    await db.$disconnect()
  }
}

test('the schema that this release migrated to is served', async () => {
  await using database = await createTestDatabase()
  expect(await check(database, MIGRATIONS_DIR)).toEqual({ kind: 'ok' })
})

test('a database that was never migrated is older, and the line names the command', async () => {
  await using database = await createEmptyDatabase()
  expect(await check(database, MIGRATIONS_DIR)).toEqual({
    kind: 'older',
    detail: expect.stringMatching(/^[^\n]*npm run migrate[^\n]*$/),
  })
})

test('a database that lacks our newest migration is older, and the line names it', async () => {
  await using database = await createTestDatabase()
  await using folder = await copyMigrations()
  await folder.add('20990101000000_next', 'SELECT 1;')
  expect(await check(database, folder.dir)).toEqual({
    kind: 'older',
    detail: expect.stringContaining('20990101000000_next'),
  })
})

test.for([
  ['has not finished', 'UPDATE _prisma_migrations SET finished_at = NULL'],
  ['was rolled back', 'UPDATE _prisma_migrations SET rolled_back_at = now()'],
])('a migration that %s does not count as applied', async ([, change]) => {
  await using database = await createTestDatabase()
  expect((await check(database, MIGRATIONS_DIR, change)).kind).toBe('older')
})

test('a migration we do not know makes the database newer; an additive one does not', async () => {
  await using database = await createTestDatabase()
  const record = (name: string): string =>
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at)
     SELECT gen_random_uuid(), '', '${name}', now(), now()`
  expect(await check(database, MIGRATIONS_DIR, record('20990101000000_more_additive'))).toEqual({
    kind: 'ok',
  })
  expect(await check(database, MIGRATIONS_DIR, record('20990101000000_other'))).toEqual({
    kind: 'newer',
    detail: expect.stringMatching(/^[^\n]*20990101000000_other[^\n]*$/),
  })
})
