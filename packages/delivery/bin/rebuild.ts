import { parseArgs } from 'node:util'
import { openDb } from '../src/db/db.ts'
import { type Difference, type RebuildReport, rebuildMessages } from '../src/rebuild/rebuild-messages.ts'
import { readDatabaseUrl } from './database-url.ts'

const HELP = `Usage: npm run rebuild -- [--check | --repair] [--json]

Rebuilds the state of every message from its history and compares it with what is stored.

Options:
  --check      only compare (default); exit code 1 when anything differs
  --repair     write what the history says
  --json       one JSON object at the end instead of text
  -h, --help   show this text

Environment:
  DATABASE_URL  postgresql://user:password@host:5432/database (required)
`

/** More differences than this are counted and not shown. */
const maxShown = 20

process.exitCode = await main()

/** Answers the exit code: 0 no difference or all repaired, 1 differences, 2 wrong usage. */
async function main(): Promise<number> {
  const args = readArgs()
  if (typeof args === 'string') return refuse(args)
  if (args.help) {
    console.log(HELP)
    return 0
  }
  const setting = readDatabaseUrl()
  if ('problem' in setting) return refuse(setting.problem)
  const shown: Difference[] = []
  const report = await run(setting.url, args.repair, shown)
  if (args.json) console.log(JSON.stringify({ ...report, shown }))
  else tell(report, shown)
  return report.differences === 0 || args.repair ? 0 : 1
}

async function run(url: string, isRepairing: boolean, shown: Difference[]): Promise<RebuildReport> {
  const db = openDb({
    url,
    maxConnections: 2,
    applicationName: 'heliograph-rebuild',
    statementTimeoutMs: 60_000,
  })
  try {
    return await rebuildMessages({
      db,
      isRepairing,
      onDifference: (difference) => {
        if (shown.length < maxShown) shown.push(difference)
      },
      onProgress: (messages) => {
        if (messages > 0 && messages % 50_000 === 0) console.error(`${messages} messages compared`)
      },
    })
  } finally {
    await db.$disconnect()
  }
}

function tell(report: RebuildReport, shown: readonly Difference[]): void {
  for (const { messageId, column, row, history } of shown) {
    console.log(
      `${messageId}  ${column}: stored ${JSON.stringify(row)}, history says ${JSON.stringify(history)}`,
    )
  }
  if (report.differences > shown.length) console.log(`… and ${report.differences - shown.length} more`)
  const repaired = report.repaired === 0 ? '' : `, ${report.repaired} repaired`
  console.log(`${report.messages} messages, ${report.differences} differences${repaired}`)
}

function readArgs(): { help: boolean; repair: boolean; json: boolean } | string {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        check: { type: 'boolean', default: false },
        repair: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    if (values.check && values.repair) return '--check and --repair exclude each other'
    return values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function refuse(problem: string): number {
  console.error(problem)
  return 2
}
