import { randomUUIDv7 } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { openDb } from '@heliograph/delivery/db/db'
import pg from 'pg'
import type { BenchServices } from '../measure/open-bench-services.ts'
import { runBench } from '../measure/run-bench.ts'
import { listCases } from './cases.ts'
import { openControl, readSample } from './control.ts'
import { fillHistory } from './fill.ts'
import { type CaseResult, measureCases } from './measure-cases.ts'

const help = `Usage: npm run bench:history -- [options]

Measures how long GET /v1/messages searches a long history: every filter alone and five pairs, beside a page of 50
messages by their primary keys in the same run. Ends with 1 when a plan reads a whole table or sorts more than 1,000
rows, or when a p95 is above the bound.

Options:
  --rows N       messages to store first (default 2000000)
  --rounds N     times every search is measured (default 200)
  --bound N      most that a p95 may be, as a multiple of the primary-key page's p95 (default 5)
  --json FILE    write all figures and plans to FILE
  -h, --help     show this text

Uses TEST_DATABASE_URL, or a server it starts; makes and drops its own database.
`

const defaults = { rows: 2_000_000, rounds: 200, bound: 5 }
type Counts = typeof defaults

await runBench({ help, defaults, bench })

async function bench(services: BenchServices, counts: Counts, json: string | undefined): Promise<number> {
  await using stack = new AsyncDisposableStack()
  const url = services.databaseUrl
  const db = openDb({ url, maxConnections: 2, applicationName: 'bench-history', statementTimeoutMs: 60_000 })
  stack.defer(() => db.$disconnect())
  const client = await connect(stack, url)
  const reader = await connect(stack, url)
  const beganAt = performance.now()
  const filled = await fillHistory(
    { db, client, reader },
    {
      rows: counts.rows,
      newId: randomUUIDv7,
      onPart: (stored) => {
        if (stored % 500_000 === 0) console.log(`${stored} of ${counts.rows} stored`)
      },
    },
  )
  console.log(`${counts.rows} messages stored in ${Math.round((performance.now() - beganAt) / 1_000)} s`)
  const { sample, middleId } = await readSample(client, filled)
  const control = await openControl(db, client, filled)
  const measured = await measureCases({ db, client, control }, listCases(filled, sample, middleId), counts)
  console.log(
    `primary-key page: p50 ${measured.control.p50} p95 ${measured.control.p95} ms (${measured.control.n})`,
  )
  for (const result of measured.results) console.log(lineOf(result))
  const faults = measured.results.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))
  for (const fault of faults) console.log(`FAULT ${fault}`)
  console.log(faults.length === 0 ? 'every search is within its bounds' : `${faults.length} faults`)
  if (json !== undefined) {
    await writeFile(json, `${JSON.stringify({ machine: services.machine, counts, ...measured }, null, 2)}\n`)
  }
  return faults.length === 0 ? 0 : 1
}

async function connect(stack: AsyncDisposableStack, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, statement_timeout: 600_000 })
  await client.connect()
  stack.defer(() => client.end())
  return client
}

function lineOf({ name, spread, ratio, rows, indexes }: CaseResult): string {
  return `${name}: p50 ${spread.p50} p95 ${spread.p95} ms, ${ratio} x, ${rows} rows, ${indexes.join(' + ')}`
}
