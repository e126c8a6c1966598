import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MIGRATIONS_DIR } from '../../src/db/migration-files.ts'

/** A copy of the project's migrations that a test may change. */
export type MigrationFolder = {
  readonly dir: string
  readonly add: (name: string, sql: string) => Promise<void>
  readonly remove: (name: string) => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Copies the migrations into a temporary folder; gone when disposed. */
export async function copyMigrations(): Promise<MigrationFolder> {
  const dir = await mkdtemp(join(tmpdir(), 'hg-test-migrations-'))
  await cp(MIGRATIONS_DIR, dir, { recursive: true })
  return {
    dir,
    add: async (name, sql) => {
      await mkdir(join(dir, name), { recursive: true })
      await writeFile(join(dir, name, 'migration.sql'), sql)
    },
    remove: (name) => rm(join(dir, name), { recursive: true }),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  }
}
