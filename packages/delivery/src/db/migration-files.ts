import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where this release keeps its migrations, as an absolute path. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url))

/** One migration: the directory name, which sorts by time, and its SQL. */
export type MigrationFile = { readonly name: string; readonly sql: string }

/** Names of the migrations in `dir`, oldest first. Throws when the folder cannot be read. */
export async function listMigrationNames(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** Migrations in `dir` with their SQL, oldest first. Throws when one has no readable migration.sql. */
export async function readMigrations(dir: string): Promise<MigrationFile[]> {
  const names = await listMigrationNames(dir)
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(join(dir, name, 'migration.sql'), 'utf8') })),
  )
}

/**
 * Whether older code may run on a database that already has this migration. The author promises it by
 * ending the directory name in `_additive`: new nullable or defaulted columns, new tables, new indexes,
 * nothing that a statement of an older release could trip over.
 */
export function isAdditiveMigration(name: string): boolean {
  return name.endsWith('_additive')
}
