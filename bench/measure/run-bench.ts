import { type BenchServices, describeMachine, withBenchServices } from './open-bench-services.ts'
import { readCounts } from './read-counts.ts'

/** A benchmark as a command. */
export type BenchCommand<Counts extends Readonly<Record<string, number>>> = {
  /** What `--help` shows. */
  readonly help: string
  /** The counts that can be chosen, each by an option of its name. */
  readonly defaults: Counts
  /** Measures and shows the figures, and writes them to `json` if given. A number that it answers is the exit code. */
  bench(services: BenchServices, counts: Readonly<Counts>, json: string | undefined): Promise<unknown>
}

/** Runs a benchmark with the options of the command line, on services of its own; first says where it runs. */
export async function runBench<Name extends string>({
  help,
  defaults,
  bench,
}: BenchCommand<Readonly<Record<Name, number>>>): Promise<void> {
  const options = readCounts(process.argv.slice(2), defaults, help)
  if ('stop' in options) {
    console.log(options.stop.text)
    process.exitCode = options.stop.code
    return
  }
  const { counts, json } = options
  const code = await withBenchServices((services) => {
    console.log(describeMachine(services.machine))
    return bench(services, counts, json)
  })
  if (typeof code === 'number') process.exitCode = code
}
