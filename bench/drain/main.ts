import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { spawnMain } from '@heliograph/testkit/child-process'
import pg from 'pg'
import { type BenchServices, describeMachine, withBenchServices } from '../measure/open-bench-services.ts'
import { readCounts } from '../measure/read-counts.ts'
import { medianOf, round } from '../measure/statistics.ts'
import { openNaiveSide, openProductSide } from './feed.ts'
import { measureRound, type Round, type RoundInput } from './measure-round.ts'

const help = `Usage: npm run bench:drain -- [options]

Measures how many messages a second the worker hands to a provider that answers in 5 ms, and the CPU it uses for
each, beside a naive worker (job, "sending", request, "submitted") with the same clients in the same run.

Options:
  --messages N   messages per round (default 3000)
  --rounds N     rounds of each side, alternating; medians are shown (default 3)
  --workers N    worker processes of each side (default 1)
  --json FILE    write all figures to FILE
  -h, --help     show this text

Uses TEST_DATABASE_URL and TEST_REDIS_URL, or servers it starts; makes and drops its own database.
`

const defaults = { messages: 3_000, rounds: 3, workers: 1 }
type Counts = typeof defaults

const options = readCounts(process.argv.slice(2), defaults, help)
if ('stop' in options) {
  console.log(options.stop.text)
  process.exitCode = options.stop.code
} else {
  await withBenchServices((services) => bench(services, options.counts, options.json))
}

async function bench(services: BenchServices, counts: Counts, json: string | undefined): Promise<void> {
  console.log(describeMachine(services.machine))
  await using stack = new AsyncDisposableStack()
  const client = new pg.Client({ connectionString: services.databaseUrl, statement_timeout: 120_000 })
  await client.connect()
  stack.defer(() => client.end())
  const provider = stack.use(spawnMain({ main: fileURLToPath(new URL('provider-main.ts', import.meta.url)) }))
  const [, port = ''] = await provider.waitForLine(/listening (\d+)/)
  const product = openProductSide(client)
  const naive = await openNaiveSide(client, { url: services.redisUrl, prefix: services.redisPrefix })
  stack.defer(() => naive.close())
  const input = { env: environment(services, port), workers: counts.workers, messages: counts.messages }
  const sides: Record<'product' | 'control', RoundInput> = {
    product: { ...input, main: 'worker-main.ts', side: product },
    control: { ...input, main: 'naive-main.ts', side: naive },
  }
  const results: Record<'product' | 'control', Round[]> = { product: [], control: [] }
  for (let count = 0; count < counts.rounds; count += 1) {
    for (const name of ['control', 'product'] as const) {
      const result = await measureRound(sides[name])
      results[name].push(result)
      console.log(`round ${count + 1} ${lineOf(name, result)}`)
    }
  }
  const summary = { product: median(results.product), control: median(results.control) }
  const ratio = round(summary.product.perSecond / summary.control.perSecond)
  console.log(`median ${lineOf('product', summary.product)}`)
  console.log(`median ${lineOf('control', summary.control)}`)
  console.log(`product is ${ratio} x the control`)
  if (json !== undefined) {
    const { machine } = services
    await writeFile(json, `${JSON.stringify({ machine, counts, ratio, summary, results }, null, 2)}\n`)
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

function lineOf(name: string, { perSecond, cpuMsPerMessage }: Round): string {
  return `${name}: ${Math.round(perSecond)} messages/s, ${round(cpuMsPerMessage)} ms CPU per message`
}
