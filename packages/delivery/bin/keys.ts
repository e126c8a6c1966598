import { openDb } from '../src/db/db.ts'
import { checkSchema } from '../src/db/schema-version.ts'
import { readDatabaseUrl } from './database-url.ts'
import { readKeysCommand } from './keys-command.ts'
import { KEYS_HELP } from './keys-help.ts'
import { runKeysCommand } from './run-keys-command.ts'

process.exitCode = await main(process.argv.slice(2))

/** Answers the exit code: 0 done, 1 not done, 2 wrong usage. Every problem is one line on stderr. */
async function main(args: readonly string[]): Promise<number> {
  const command = readKeysCommand(args)
  if (command.kind === 'help') {
    console.log(KEYS_HELP)
    return 0
  }
  if (command.kind === 'wrong') return refuse(command.problem, 2)
  const setting = readDatabaseUrl()
  if ('problem' in setting) return refuse(setting.problem, 2)
  const db = openDb({ url: setting.url, maxConnections: 2, applicationName: 'heliograph-keys' })
  try {
    const schema = await checkSchema(db)
    if (schema.kind !== 'ok') return refuse(schema.detail, 1)
    const result = await runKeysCommand(db, command)
    if (result.kind === 'refused') return refuse(result.problem, 1)
    for (const line of result.lines) console.log(line)
    return 0
  } catch (error) {
    return refuse(oneLine(error), 1)
  } finally {
    await db.$disconnect()
  }
}

/** Prisma wraps what happened in several lines about its own call, with the words in back ticks at the end. */
function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const last = text.trim().split('\n').at(-1) ?? text
  return /Message: `(.+)`$/.exec(last)?.[1] ?? last
}

function refuse(problem: string, exitCode: number): number {
  console.error(`keys: ${problem}`)
  return exitCode
}
