import type { ChildProcess } from '@heliograph/testkit/child-process'

/** Prints the CPU time this process has used, in microseconds, whenever SIGUSR2 comes. */
export function reportUsageOn(source: NodeJS.Process): void {
  let count = 0
  source.on('SIGUSR2', () => {
    count += 1
    const { user, system } = source.cpuUsage()
    source.stdout.write(`usage ${count} ${user + system}\n`)
  })
}

/** Answers how to ask a child that reports: microseconds of CPU since its start, all threads, user and system. */
export function askUsageOf(child: Pick<ChildProcess, 'kill' | 'waitForLine'>): () => Promise<number> {
  let asked = 0
  return async () => {
    asked += 1
    child.kill('SIGUSR2')
    const [, usage] = await child.waitForLine(new RegExp(`usage ${asked} (\\d+)`))
    return Number(usage)
  }
}
