/** What differs between two errors of one kind: ids of jobs, hashes of scripts, lines, counts. */
const particulars = /[\da-f]{8,}(-[\da-f]+)*|\d+/gi

/**
 * Passes on at most one error of each kind per `intervalMs`, with the count of those kept back: a dependency that
 * is away for minutes must not fill the disk, and not by a line for each job either.
 */
export function logSparingly(
  settings: { readonly intervalMs: number; readonly clock: () => number },
  write: (error: unknown, repeated: number) => void,
): (error: unknown) => void {
  const seen = new Map<string, { at: number; repeated: number }>()
  return (error) => {
    const key = (
      error instanceof Error ? `${error.name}: ${error.message.slice(-200)}` : String(error)
    ).replace(particulars, '#')
    const last = seen.get(key)
    if (last !== undefined && settings.clock() - last.at < settings.intervalMs) {
      last.repeated += 1
      return
    }
    if (seen.size > 100) seen.clear()
    seen.set(key, { at: settings.clock(), repeated: 0 })
    write(error, last?.repeated ?? 0)
  }
}
