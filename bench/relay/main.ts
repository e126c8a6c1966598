import { randomUUIDv7 } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openDb } from '@heliograph/delivery/db/db'
import { openBullmqQueue } from '@heliograph/delivery/queue/bullmq-queue'
import { buildDrainWindow } from '@heliograph/delivery/relay/drain-window'
import { takeDueStatement } from '@heliograph/delivery/relay/take-due'
import { type ChildProcess, spawnMain } from '@heliograph/testkit/child-process'
import pg from 'pg'
import type { BenchServices } from '../measure/open-bench-services.ts'
import { runBench } from '../measure/run-bench.ts'
import { addFuture, fillDue, lanes, markRung } from './fill.ts'
import { measurePhase, type PhaseResult } from './measure-phase.ts'
import { naiveStatement } from './naive-sweep.ts'

const help = `Usage: npm run bench:relay -- [options]

Measures the relay over a large backlog: how long its sweep takes every 200 ms and how many jobs Redis holds,
beside a sweep without lanes in the same run.

Options:
  --rows N       due rows (default 1000000)
  --rung N       due rows whose rings are on their way, second phase (default 3000; of 100 and more in one lane
                 the relay waits for claims and takes nothing)
  --future N     rows that are due later, third phase (default 100000)
  --sweeps N     sweeps per phase (default 120)
  --controls N   sweeps of the control per phase (default 8)
  --json FILE    write all figures and both plans to FILE
  -h, --help     show this text

Uses TEST_DATABASE_URL and TEST_REDIS_URL, or servers it starts; makes and drops its own database.
`

const defaults = { rows: 1_000_000, rung: 3_000, future: 100_000, sweeps: 120, controls: 8 }
type Counts = typeof defaults

await runBench({ help, defaults, bench })

async function bench(services: BenchServices, counts: Counts, json: string | undefined): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const url = services.databaseUrl
  const db = openDb({ url, maxConnections: 4, applicationName: 'bench-relay' })
  stack.defer(() => db.$disconnect())
  const client = new pg.Client({ connectionString: url, statement_timeout: 600_000 })
  await client.connect()
  stack.defer(() => client.end())
  await fillDue(db, client, counts.rows, randomUUIDv7)
  console.log(`${counts.rows} due rows in ${lanes} lanes`)
  const queue = openBullmqQueue({
    redisUrl: services.redisUrl,
    prefix: services.redisPrefix,
    onError: (error) => console.error(error.message),
  })
  stack.defer(() => queue.close())
  const consumer = stack.use(startConsumer(services))
  const deps = { db, client, queue, window: windowOf(consumer) }
  const results: PhaseResult[] = []
  const run = async (phase: string) => {
    const result = await measurePhase(deps, phase, counts)
    results.push(result)
    console.log(lineOf(result))
  }
  await run('all due')
  await markRung(client, counts.rung)
  await run(`${counts.rung} rung already`)
  await addFuture(client, counts.future)
  await run(`${counts.future} more due later`)
  const plans = await explain(client)
  if (json !== undefined) {
    await writeFile(
      json,
      `${JSON.stringify({ machine: services.machine, counts, results, plans }, null, 2)}\n`,
    )
  }
}

function startConsumer(services: BenchServices): ChildProcess {
  return spawnMain({
    main: fileURLToPath(new URL('consumer-main.ts', import.meta.url)),
    env: {
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
      QUEUE_PREFIX: services.redisPrefix,
    },
  })
}

/** The worker's own window, fed with what the consumer says it finished. */
function windowOf(consumer: ChildProcess): () => number {
  const window = buildDrainWindow(() => performance.now())
  let counted = 0
  return () => {
    const finished = Number(/finished (\d+)\n$/.exec(consumer.stdout())?.[1] ?? 0)
    for (; counted < finished; counted += 1) window.count()
    return window.size()
  }
}

function lineOf({ phase, sweep, control, ratio, rung, deepest, failed }: PhaseResult): string {
  return [
    `${phase}: sweep p50 ${sweep.p50} p95 ${sweep.p95} max ${sweep.max} ms (${sweep.n})`,
    `control p50 ${control.p50} max ${control.max} ms (${control.n}), ${ratio} x`,
    `${rung} rung, at most ${deepest} jobs in Redis, ${failed} sweeps failed`,
  ].join('; ')
}

async function explain(client: pg.Client): Promise<Record<'sweep' | 'control', string[]>> {
  const plan = async (text: string, values: unknown[]) => {
    await client.query('BEGIN')
    try {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN (ANALYZE, BUFFERS) ${text}`,
        values,
      )
      return rows.map((row) => row['QUERY PLAN'])
    } finally {
      await client.query('ROLLBACK')
    }
  }
  const { text, values } = takeDueStatement({ limit: 200, ringGraceMs: 5_000 })
  return { sweep: await plan(text, values), control: await plan(naiveStatement, [200]) }
}
