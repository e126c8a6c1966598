import { createEmptyDatabase, createTestDatabase } from '@heliograph/testkit/database'
import { startLocalPostgres } from '@heliograph/testkit/local-postgres'
import { findPostgresBinaries } from '@heliograph/testkit/postgres-binaries'
import { expect, test } from 'vitest'
import { openDb } from '../../src/db/db.ts'
import { applyMigrations } from '../../src/db/migrate.ts'
import { listMigrationNames, MIGRATIONS_DIR } from '../../src/db/migration-files.ts'
import { ensurePartitions } from '../../src/db/partitions.ts'
import { checkSchema } from '../../src/db/schema-version.ts'
import { readCatalog } from './catalog.ts'

const OLDEST_MAJOR = 15

/** A server of the oldest supported version: the given one, else programs found on this machine. */
async function openOldestPostgres(): Promise<{ url: string; stop: () => Promise<void> } | undefined> {
  const given = process.env['TEST_DATABASE_URL_15']
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() }
  const binaries = (await findPostgresBinaries()).find(({ major }) => major === OLDEST_MAJOR)
  return binaries === undefined ? undefined : startLocalPostgres(binaries)
}

test('on Postgres 15 the migrations make the same schema as on the newest', async (context) => {
  const server = await openOldestPostgres()
  if (server === undefined) {
    // Continuous integration must have one; elsewhere the report shows this test as not run.
    expect(process.env['CI'] ?? '', 'set TEST_DATABASE_URL_15 or install Postgres 15').toBe('')
    return context.skip('no Postgres 15 on this machine')
  }
  try {
    await using newest = await createTestDatabase()
    await using oldest = await createEmptyDatabase(server.url)
    const { applied } = await applyMigrations({ url: oldest.url, migrationsDir: MIGRATIONS_DIR })
    expect(applied).toEqual(await listMigrationNames(MIGRATIONS_DIR))
    expect(await readCatalog(oldest.url)).toEqual(await readCatalog(newest.url))
    const db = openDb({ url: oldest.url, maxConnections: 2, applicationName: 'oldest-postgres-test' })
    try {
      expect(await checkSchema(db)).toEqual({ kind: 'ok' })
      const [version] = await db.$queryRaw<{ major: number }[]>`
        SELECT current_setting('server_version_num')::integer / 10000 AS major`
      expect(version?.major).toBe(OLDEST_MAJOR)
      expect(await ensurePartitions(db, 4)).toHaveLength(5)
    } finally {
      await db.$disconnect()
    }
  } finally {
    await server.stop()
  }
})
