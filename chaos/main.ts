import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { buildArtifact, failureLines, summaryLine } from './report.ts'
import { startServices } from './rig/services.ts'
import { runScenario, type ScenarioResult } from './run-scenario.ts'
import type { Plan, Scenario } from './scenario.ts'
import { scenarios } from './scenarios/all.ts'
import { soak } from './scenarios/c18-soak.ts'

const HELP = `Usage: npm run chaos -- [options]

Runs Heliograph as real processes (2 API, 3 workers) against the carrier simulator, breaks something, and checks
afterwards that no message was lost, none was sent twice, and no status lies. Starts its own Postgres and Redis
and touches no others.

Options:
  --scenario ID        run this one; may be given several times, or as a comma list (default: all but the soak)
  --short              the short set, with smaller counts
  --soak MINUTES       run the soak for so long, and nothing else
  --seed N             seed of every draw (default: drawn, and printed)
  --messages N         messages per scenario (default: the scenario's own)
  --json FILE          write all results to FILE
  --list               show the scenarios
  -h, --help           show this text

Exit code: 0 all passed, 1 some failed, 2 wrong usage. A failure prints its seed: run it again with --seed.
`

type Options = {
  readonly chosen: readonly Scenario[]
  readonly seed: number
  readonly messages: number | undefined
  readonly json: string | undefined
  readonly soakMinutes: number
  readonly isShort: boolean
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const options = readOptions(args)
  if ('problem' in options) {
    console.error(`chaos: ${options.problem}`)
    return 2
  }
  if ('shown' in options) {
    console.log(options.shown)
    return 0
  }
  return await run(options)
}

async function run(options: Options): Promise<number> {
  console.log(`seed ${options.seed}`)
  const services = await startServices()
  // Whatever is left after an interrupt is ended by the reaper.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  const results: ScenarioResult[] = []
  try {
    for (const scenario of options.chosen) {
      const result = await runScenario(services, scenario, {
        seed: options.seed,
        plan: planFor(scenario, options),
      })
      results.push(result)
      console.log([summaryLine(result), ...failureLines(result)].join('\n'))
    }
  } finally {
    await services.close()
  }
  const artifact = buildArtifact(options.seed, results)
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(artifact, null, 2)}\n`)
  console.log(`${artifact.passed} passed, ${artifact.failed} failed`)
  return artifact.failed === 0 ? 0 : 1
}

function planFor(scenario: Scenario, options: Options): Plan {
  const { full, short = full } = scenario.messages
  const messages = options.messages ?? (options.isShort ? short : full)
  return { messages, soakMinutes: options.soakMinutes, isShort: options.isShort }
}

function readOptions(args: string[]): Options | { problem: string } | { shown: string } {
  const values = parse(args)
  if (typeof values === 'string') return { problem: values }
  if (values.help) return { shown: HELP }
  if (values.list) return { shown: [...scenarios, soak].map(listLine).join('\n') }
  const chosen = choose(values)
  if (typeof chosen === 'string') return { problem: chosen }
  const numbers = { seed: values.seed, messages: values.messages, soak: values.soak }
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !/^\d{1,9}$/.test(value)) {
      return { problem: `--${name} wants a whole number, not ${value}` }
    }
  }
  return {
    chosen,
    seed: Number(values.seed ?? Math.floor(Math.random() * 1_000_000)),
    messages: values.messages === undefined ? undefined : Number(values.messages),
    json: values.json,
    soakMinutes: Number(values.soak ?? 10),
    isShort: values.short,
  }
}

function listLine({ id, title, messages }: Scenario): string {
  return `${id.padEnd(4)} ${messages.short === undefined ? '     ' : 'short'}  ${title}`
}

type Flags = NonNullable<Exclude<ReturnType<typeof parse>, string>>

function choose(flags: Flags): readonly Scenario[] | string {
  if (flags.soak !== undefined) return [soak]
  const names = (flags.scenario ?? []).flatMap((list) => list.split(',')).map((name) => name.toUpperCase())
  const all = [...scenarios, soak]
  const unknown = names.find((name) => all.every(({ id }) => id !== name))
  if (unknown !== undefined) return `there is no scenario ${unknown}; --list shows them`
  if (names.length > 0) return all.filter(({ id }) => names.includes(id))
  return flags.short ? scenarios.filter(({ messages }) => messages.short !== undefined) : scenarios
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        scenario: { type: 'string', multiple: true },
        seed: { type: 'string' },
        messages: { type: 'string' },
        json: { type: 'string' },
        soak: { type: 'string' },
        short: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
