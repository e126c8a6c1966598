import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { providerNames } from '@heliograph/shared/domain/provider-name'
import { buildArtifact, failureLines, summaryLine } from './report.ts'
import { type ChaosProvider, chaosProviders } from './rig/providers.ts'
import { startServices } from './rig/services.ts'
import { runScenario, type ScenarioResult } from './run-scenario.ts'
import type { Plan, Scenario } from './scenario.ts'
import { everywhere, scenarios } from './scenarios/all.ts'
import { soak } from './scenarios/c18-soak.ts'

const HELP = `Usage: npm run chaos -- [options]

Runs Heliograph as real processes (2 API, 3 workers) against the carrier simulator, breaks something, and checks
afterwards that no message was lost, none was sent twice, and no status lies. Starts its own Postgres and Redis
and touches no others.

Options:
  --provider NAME      send through this provider: ${providerNames.join(', ')} (default: twilio)
  --scenario ID        run this one; may be given several times, or as a comma list (default: all but the soak with
                       twilio, ${everywhere.map(({ id }) => id).join(', ')} with the others)
  --short              the short set, with smaller counts
  --soak MINUTES       run the soak for so long, and nothing else
  --seed N             seed of every draw (default: drawn, and printed)
  --messages N         messages per scenario (default: the scenario's own; with plivo at most ${chaosProviders.plivo.maxMessages} where answers are lost)
  --json FILE          write all results to FILE
  --list               show the scenarios
  -h, --help           show this text

Exit code: 0 all passed, 1 some failed, 2 wrong usage. A failure prints its seed: run it again with --seed.
`

type Options = {
  readonly provider: ChaosProvider
  readonly chosen: readonly Scenario[]
  readonly seed: number
  readonly messages: number | undefined
  readonly json: string | undefined
  readonly soakMinutes: number
  readonly isShort: boolean
}

// A scenario that broke off may still wait for something; what it started has ended by now.
process.exit(await main(process.argv.slice(2)))

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
  const { provider, seed } = options
  console.log(`provider ${provider.name}, seed ${seed}`)
  const services = await startServices()
  // Whatever is left after an interrupt is ended by the reaper.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  const results: ScenarioResult[] = []
  try {
    for (const scenario of options.chosen) {
      const result = await runScenario(services, scenario, {
        provider,
        seed,
        plan: planFor(scenario, options),
      })
      results.push(result)
      console.log([summaryLine(result), ...failureLines(result)].join('\n'))
    }
  } finally {
    await services.close()
  }
  const artifact = buildArtifact({ provider: provider.name, seed }, results)
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(artifact, null, 2)}\n`)
  console.log(`${artifact.passed} passed, ${artifact.failed} failed`)
  return artifact.failed === 0 ? 0 : 1
}

function planFor(scenario: Scenario, options: Options): Plan {
  const { full, short = full } = scenario.messages
  const own = options.isShort ? short : full
  const usual = scenario.asksCarrier === false ? own : Math.min(own, options.provider.maxMessages)
  const messages = options.messages ?? usual
  return { messages, soakMinutes: options.soakMinutes, isShort: options.isShort }
}

function readOptions(args: string[]): Options | { problem: string } | { shown: string } {
  const values = parse(args)
  if (typeof values === 'string') return { problem: values }
  if (values.help) return { shown: HELP }
  if (values.list) return { shown: [...scenarios, soak].map(listLine).join('\n') }
  const name = providerNames.find((known) => known === values.provider)
  if (name === undefined) {
    return { problem: `there is no provider ${values.provider}; choose one of ${providerNames.join(', ')}` }
  }
  const chosen = choose(values)
  if (typeof chosen === 'string') return { problem: chosen }
  const numbers = { seed: values.seed, messages: values.messages, soak: values.soak }
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !/^\d{1,9}$/.test(value)) {
      return { problem: `--${name} wants a whole number, not ${value}` }
    }
  }
  return {
    provider: chaosProviders[name],
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
  const usual = flags.provider === 'twilio' ? scenarios : everywhere
  return flags.short ? usual.filter(({ messages }) => messages.short !== undefined) : usual
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        provider: { type: 'string', default: 'twilio' },
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
    return `${error instanceof Error ? error.message : String(error)}; --help shows the options`
  }
}
