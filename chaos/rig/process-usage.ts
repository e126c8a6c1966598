import { readdir, readFile } from 'node:fs/promises'
import type { Seat } from './seat.ts'

/** Memory and open files of a process at one moment. */
export type Usage = {
  readonly name: string
  readonly pid: number
  readonly rssBytes: number
  readonly openFiles: number
}

/** Reads the usage of those that run; empty where there is no /proc. */
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
    return { name: seat.name, pid, rssBytes: kilobytes * 1_024, openFiles: files.length }
  } catch {
    // The process ended meanwhile, or this system has no /proc.
    return undefined
  }
}
