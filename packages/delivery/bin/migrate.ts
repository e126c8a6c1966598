import { parseArgs } from 'node:util'
import { applyMigrations, markRolledBack } from '../src/db/migrate.ts'
import { MigrationError } from '../src/db/migration-error.ts'
import { MIGRATIONS_DIR } from '../src/db/migration-files.ts'
import { readDatabaseUrl } from './database-url.ts'

const HELP = `Usage: npm run migrate [-- options]

Applies the migrations that the database of DATABASE_URL lacks. Safe to run at any time and from several
places at once: runners wait for each other, and a second run applies nothing.

Options:
  --rolled-back NAME   forget a failed run of migration NAME, so that the next run tries it again
  -h, --help           show this text

Environment:
  DATABASE_URL         postgresql://user:password@host:5432/database (required)
`

process.exitCode = await main()

/** Answers the exit code: 0 done, 1 not migrated, 2 wrong usage. Every problem is one line on stderr. */
async function main(): Promise<number> {
  const args = readArgs()
  if (typeof args === 'string') return refuse(args, 2)
  if (args.help) {
    console.log(HELP)
    return 0
  }
  const setting = readDatabaseUrl()
  if ('problem' in setting) return refuse(setting.problem, 2)
  try {
    await migrate(setting.url, args.rolledBack)
    return 0
  } catch (error) {
    if (error instanceof MigrationError) return refuse(error.message, 1)
    throw error
  }
}

async function migrate(url: string, rolledBack: string | undefined): Promise<void> {
  const options = { url, migrationsDir: MIGRATIONS_DIR }
  if (rolledBack !== undefined) {
    await markRolledBack(options, rolledBack)
    console.log(`marked ${rolledBack} as rolled back`)
    return
  }
  const { applied } = await applyMigrations(options)
  for (const name of applied) console.log(`applied ${name}`)
  if (applied.length === 0) console.log('up to date')
}

function readArgs(): { help: boolean; rolledBack: string | undefined } | string {
  try {
    const { values } = parseArgs({
      options: { help: { type: 'boolean', short: 'h', default: false }, 'rolled-back': { type: 'string' } },
    })
    return { help: values.help, rolledBack: values['rolled-back'] }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function refuse(problem: string, exitCode: number): number {
  console.error(`migrate: ${problem}`)
  return exitCode
}
