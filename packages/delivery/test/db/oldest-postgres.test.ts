import { createEmptyDatabase, createTestDatabase } from '@heliograph/testkit/database'
import { expect, test } from 'vitest'
import { openDb } from '../../src/db/db.ts'
import { applyMigrations } from '../../src/db/migrate.ts'
import { listMigrationNames, MIGRATIONS_DIR } from '../../src/db/migration-files.ts'
import { ensurePartitions } from '../../src/db/partitions.ts'
import { checkSchema } from '../../src/db/schema-version.ts'
import { readCatalog } from './catalog.ts'
import { oldestMajor, openOldestPostgres } from './open-oldest-postgres.ts'

test('on Postgres 15 the migrations make the same schema as on the newest', async (context) => {
  const server = await openOldestPostgres(context)
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
      expect(version?.major).toBe(oldestMajor)
      expect(await ensurePartitions(db, 4)).toHaveLength(5)
    } finally {
      await db.$disconnect()
    }
  } finally {
    await server.stop()
  }
})
