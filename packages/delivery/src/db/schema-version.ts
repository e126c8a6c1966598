import type { Db } from './db.ts'
import { isAdditiveMigration, listMigrationNames, MIGRATIONS_DIR } from './migration-files.ts'

/** Whether this code can serve the database's schema. `detail` is one line for the operator. */
export type SchemaCheck =
  | { readonly kind: 'ok' }
  | { readonly kind: 'older'; readonly detail: string }
  | { readonly kind: 'newer'; readonly detail: string }

/**
 * Compares the migrations of the database with those of this release. Older: one of ours is missing or has
 * not finished. Newer: the database has one we do not know, unless its name ends in `_additive`.
 * Throws only when the database cannot be asked.
 */
export async function checkSchema(db: Db, migrationsDir: string = MIGRATIONS_DIR): Promise<SchemaCheck> {
  const known = await listMigrationNames(migrationsDir)
  const applied = await listAppliedMigrations(db)
  const missing = known.filter((name) => !applied.includes(name))
  if (missing.length > 0) {
    return {
      kind: 'older',
      detail: `The database schema is older than this release (missing ${missing.join(', ')}): run "npm run migrate".`,
    }
  }
  const unknown = applied.filter((name) => !known.includes(name) && !isAdditiveMigration(name))
  if (unknown.length > 0) {
    return {
      kind: 'newer',
      detail: `The database schema is newer than this release (has ${unknown.join(', ')}): run a newer release.`,
    }
  }
  return { kind: 'ok' }
}

/** Names of finished migrations, oldest first; none when the database was never migrated. */
async function listAppliedMigrations(db: Db): Promise<string[]> {
  const [table] = await db.$queryRaw<{ exists: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`
  if (table?.exists !== true) return []
  const rows = await db.$queryRaw<{ migration_name: string }[]>`
    SELECT DISTINCT migration_name FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`
  return rows.map((row) => row.migration_name)
}
