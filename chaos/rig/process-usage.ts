import { readdir, readFile } from 'node:fs/promises'
import { eventually } from '@heliograph/testkit/eventually'
import type { Seat } from './seat.ts'

/** Memory and open files of a process at one moment. */
export type Usage = {
  readonly name: string
  readonly pid: number
  /** What it occupies, garbage included. */
  readonly rssBytes: number
  /** What is in use after a garbage collection. */
  readonly liveBytes: number
  readonly openFiles: number
}

/** Reads the usage of those that run the suite's own mains; empty where there is no /proc. */
export async function readUsage(seats: readonly Seat[]): Promise<Usage[]> {
  const usages = await Promise.all(seats.map(readOne))
  return usages.flatMap((usage) => usage ?? [])
}

async function readOne(seat: Seat): Promise<Usage | undefined> {
  const pid = seat.pid()
  if (pid === undefined) return undefined
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const files = await readdir(`/proc/${pid}/fd`)
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
    const liveBytes = await askLiveBytes(seat, pid)
    return { name: seat.name, pid, rssBytes: kilobytes * 1_024, liveBytes, openFiles: files.length }
  } catch (error) {
    // The process ended meanwhile, or this system has no /proc.
    if (seat.pid() === pid && process.platform === 'linux') throw error
    return undefined
  }
}

/** The answer to SIGUSR2 (mains/live-memory.ts), which goes to the log of the seat. */
async function askLiveBytes(seat: Seat, pid: number): Promise<number> {
  const answers = () => [...seat.output().matchAll(new RegExp(`^live ${pid} (\\d+)$`, 'gm'))]
  const before = answers().length
  process.kill(pid, 'SIGUSR2')
  return await eventually(
    () => {
      const answer = answers()[before]
      if (answer === undefined) throw new Error(`${seat.name} does not tell its memory`)
      return Number(answer[1])
    },
    { timeoutMs: 10_000, everyMs: 100 },
  )
}
