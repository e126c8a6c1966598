import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { spawnMain } from '@heliograph/testkit/child-process'
import pg from 'pg'
import type { BenchServices } from '../measure/open-bench-services.ts'
import { runBench } from '../measure/run-bench.ts'
import { medianOf, round } from '../measure/statistics.ts'
import { openBacklogSide, openNaiveSide, openRungSide } from './feed.ts'
import { measureRound, type Round, type RoundInput } from './measure-round.ts'

const help = `Usage: npm run bench:drain -- [options]

Measures how many messages a second the worker hands to a provider that answers in 5 ms, and the CPU it uses for
each, beside a naive worker (job, "sending", request, "submitted") with the same clients in the same run. "product"
starts as the control does, with a job in Redis for each message; "backlog" starts with rows in Postgres alone, for
which the relay rings while the clock runs.

Options:
  --messages N   messages per round (default 10000)
  --rounds N     rounds of each side, alternating; medians are shown (default 3)
  --workers N    worker processes of each side (default 1)
  --json FILE    write all figures to FILE
  -h, --help     show this text

Uses TEST_DATABASE_URL and TEST_REDIS_URL, or servers it starts; makes and drops its own database.
`

const defaults = { messages: 10_000, rounds: 3, workers: 1 }
type Counts = typeof defaults
const names = ['control', 'product', 'backlog'] as const
type Name = (typeof names)[number]

await runBench({ help, defaults, bench })

async function bench(services: BenchServices, counts: Counts, json: string | undefined): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const client = new pg.Client({ connectionString: services.databaseUrl, statement_timeout: 120_000 })
  await client.connect()
  stack.defer(() => client.end())
  const provider = stack.use(spawnMain({ main: fileURLToPath(new URL('provider-main.ts', import.meta.url)) }))
  const [, port = ''] = await provider.waitForLine(/listening (\d+)/)
  const corner = { url: services.redisUrl, prefix: services.redisPrefix }
  const [naive, rung] = [await openNaiveSide(client, corner), openRungSide(client, corner)]
  stack.defer(async () => void (await Promise.all([naive.close(), rung.close()])))
  const input = { env: environment(services, port), workers: counts.workers, messages: counts.messages }
  const sides: Record<Name, RoundInput> = {
    control: { ...input, main: 'naive-main.ts', side: naive },
    product: { ...input, main: 'worker-main.ts', side: rung },
    backlog: { ...input, main: 'worker-main.ts', side: openBacklogSide(client) },
  }
  const results: Record<Name, Round[]> = { control: [], product: [], backlog: [] }
  for (let count = 0; count < counts.rounds; count += 1) {
    for (const name of names) {
      const result = await measureRound(sides[name])
      results[name].push(result)
      console.log(`round ${count + 1} ${lineOf(name, result)}`)
    }
  }
  const summary = {
    control: median(results.control),
    product: median(results.product),
    backlog: median(results.backlog),
  }
  for (const name of names) console.log(`median ${lineOf(name, summary[name])}`)
  const ratio = ratioOf(summary.product, summary.control)
  const backlogRatio = ratioOf(summary.backlog, summary.control)
  console.log(`product is ${ratio} x the control, ${backlogRatio} x when the relay has to ring for a backlog`)
  if (json !== undefined) {
    const { machine } = services
    await writeFile(
      json,
      `${JSON.stringify({ machine, counts, ratio, backlogRatio, summary, results }, null, 2)}\n`,
    )
  }
}

function environment(services: BenchServices, port: string): Record<string, string> {
  return {
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    QUEUE_PREFIX: services.redisPrefix,
    SIMULATOR_URL: `http://127.0.0.1:${port}`,
    HELIOGRAPH_SECRETS: 'bench'.repeat(8),
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'bench',
    TWILIO_PHONE_NUMBER: '+15005550000',
  }
}

function median(rounds: readonly Round[]): Round {
  return {
    perSecond: medianOf(rounds.map(({ perSecond }) => perSecond)),
    cpuMsPerMessage: medianOf(rounds.map(({ cpuMsPerMessage }) => cpuMsPerMessage)),
  }
}

function ratioOf(side: Round, control: Round): number {
  return round(side.perSecond / control.perSecond)
}

function lineOf(name: string, { perSecond, cpuMsPerMessage }: Round): string {
  return `${name}: ${Math.round(perSecond)} messages/s, ${round(cpuMsPerMessage)} ms CPU per message`
}
