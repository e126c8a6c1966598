/** Prints the CPU time this process has used, in microseconds, whenever SIGUSR2 comes. */
export function reportUsageOn(source: NodeJS.Process): void {
  let count = 0
  source.on('SIGUSR2', () => {
    count += 1
    const { user, system } = source.cpuUsage()
    source.stdout.write(`usage ${count} ${user + system}\n`)
  })
}
