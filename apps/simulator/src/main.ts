import { banner } from './banner.ts'
import { HELP, readConfig, type SimulatorConfig } from './config.ts'
import { buildSimulator, type Simulator } from './simulator.ts'

const CLOSE_DEADLINE_MS = 2_000

const result = readConfig(process.argv.slice(2), process.env)
if (result.kind === 'help') {
  process.stdout.write(HELP)
} else if (result.kind === 'invalid') {
  process.stderr.write(`${result.problems.join('\n')}\n`)
  process.exitCode = 2
} else {
  await run(result.config)
}

async function run(config: SimulatorConfig): Promise<void> {
  const simulator = buildSimulator(config)
  try {
    const url = await simulator.app.listen({ host: config.host, port: config.port })
    process.stdout.write(banner({ url, simulator, config }))
  } catch (error) {
    process.stderr.write(`cannot listen on ${config.host}:${config.port}: ${messageOf(error)}\n`)
    process.exitCode = 1
    await simulator.app.close()
    return
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void stop(simulator))
}

async function stop(simulator: Simulator): Promise<void> {
  const deadline = setTimeout(() => process.exit(1), CLOSE_DEADLINE_MS)
  await simulator.app.close()
  clearTimeout(deadline)
  process.exit(0)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
