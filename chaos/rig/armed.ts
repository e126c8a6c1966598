import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ProbePoint, probePoints } from '@heliograph/delivery/messages/probe'

/** One message caught at a point by a process that then did what it was told. */
export type Catch = { readonly point: ProbePoint; readonly messageId: string; readonly pid: number }

/** The record of what armed processes caught; see mains/probe.ts. */
export type CatchLog = { readonly file: string; readonly read: () => Catch[] }

/** Points that the API passes; the others are the worker's. */
export const apiPoints: readonly ProbePoint[] = ['before_commit', 'after_commit']

/** Points that the worker passes. */
export const workerPoints: readonly ProbePoint[] = probePoints.filter((point) => !apiPoints.includes(point))

/** Opens an empty record in `folder`. */
export function openCatchLog(folder: string): CatchLog {
  const file = join(folder, 'caught.log')
  writeFileSync(file, '')
  return {
    file,
    read: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line) => {
          const [word, messageId = '', pid] = line.split(' ')
          const point = probePoints.find((known) => known === word)
          return point === undefined ? [] : [{ point, messageId, pid: Number(pid) }]
        }),
  }
}
