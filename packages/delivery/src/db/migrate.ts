import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  DiagnoseMigrationHistoryOutput,
  MigrationList,
} from '@prisma/schema-engine-wasm/schema_engine_bg'
import { MigrationError } from './migration-error.ts'
import { isAdditiveMigration, readMigrations } from './migration-files.ts'
import { withMigrationLock } from './migration-lock.ts'
import { NO_FILTERS, openSchemaEngine } from './schema-engine.ts'

/** What to migrate with. `lockTimeoutMs` is how long to wait for another runner (default 60 s). */
export type MigrateOptions = {
  readonly url: string
  readonly migrationsDir: string
  readonly lockTimeoutMs?: number
}

/**
 * Brings the database to the newest migration in `migrationsDir` and answers the names it applied, oldest
 * first. Runners exclude each other by an advisory lock: the second finds nothing left to do. Each
 * migration is one transaction. Refuses with a `MigrationError` when the database cannot be reached, an
 * applied migration was edited, one failed (now or before), or the database is newer than this code.
 */
export async function applyMigrations(options: MigrateOptions): Promise<{ applied: string[] }> {
  const migrationsList = await readMigrationList(options.migrationsDir)
  return withMigrationLock(options.url, options.lockTimeoutMs ?? 60_000, async () => {
    const { engine, close } = await openSchemaEngine(options.url)
    try {
      refuseBadHistory(
        await engine.diagnoseMigrationHistory({
          migrationsList,
          optInToShadowDatabase: false,
          filters: NO_FILTERS,
        }),
      )
      const output = await engine
        .applyMigrations({ migrationsList, filters: NO_FILTERS })
        .catch(failedMigration)
      return { applied: output.appliedMigrationNames }
    } finally {
      await close()
    }
  })
}

/**
 * Forgets a failed run of a migration, so that the next run tries it again. For an operator who saw to it
 * that nothing of it is left in the database. Throws a `MigrationError` when it has not failed.
 */
export async function markRolledBack(options: MigrateOptions, migrationName: string): Promise<void> {
  await withMigrationLock(options.url, options.lockTimeoutMs ?? 60_000, async () => {
    const { engine, close } = await openSchemaEngine(options.url)
    try {
      await engine.markMigrationRolledBack({ migrationName }).catch(failedMigration)
    } finally {
      await close()
    }
  })
}

async function readMigrationList(dir: string): Promise<MigrationList> {
  const migrations = await readMigrations(dir)
  const content = await readFile(join(dir, 'migration_lock.toml'), 'utf8')
  return {
    baseDir: dir,
    lockfile: { path: 'migration_lock.toml', content },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}

function refuseBadHistory(found: DiagnoseMigrationHistoryOutput): void {
  const failed = found.failedMigrationNames[0]
  if (failed !== undefined) {
    throw new MigrationError(
      'migration_failed_before',
      `Migration ${failed} failed in an earlier run. Repair its cause, then run "npm run migrate -- --rolled-back ${failed}" and migrate again.`,
    )
  }
  if (found.editedMigrationNames.length > 0) {
    throw new MigrationError(
      'migration_edited',
      `Applied migrations were edited since: ${found.editedMigrationNames.join(', ')}. Restore the files; put changes into a new migration.`,
    )
  }
  const unknown = unknownNames(found.history).filter((name) => !isAdditiveMigration(name))
  if (unknown.length > 0) {
    throw new MigrationError(
      'database_newer',
      `The database has migrations that this release does not know: ${unknown.join(', ')}. Run a newer release.`,
    )
  }
}

function unknownNames(history: DiagnoseMigrationHistoryOutput['history']): string[] {
  return history !== null && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : []
}

/** The engine's message is several lines with a Rust trace; the first that names the fault is enough. */
function failedMigration(error: unknown): never {
  const text = error instanceof Error ? error.message : String(error)
  const name = /migration_name="([^"]+)"/.exec(text)?.[1]
  const lines = text.split('\n')
  const fault = lines.find((line) => line.includes('ERROR:')) ?? lines[0] ?? text
  const words = fault.replace(/^.*?ERROR: */, '').trim()
  const subject = name === undefined ? 'Migrating failed' : `Migration ${name} failed and was rolled back`
  throw new MigrationError('migration_failed', `${subject}: ${words}`, { cause: error })
}
