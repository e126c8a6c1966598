import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reaper } from './reaper.ts'

// A seat is a role in the rig, such as "worker 2": whoever sits on it dies and is replaced. Output goes to a
// file, so that a process never waits for the driver to read.

/** How one process of a seat ended. `wanted` when the rig sent the signal. */
export type SeatExit = {
  readonly pid: number
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly wanted: boolean
  readonly atMs: number
  readonly tookMs: number
}

/** A role and the process that holds it at the moment. */
export type Seat = {
  readonly name: string
  readonly pid: () => number | undefined
  readonly start: () => void
  /** Sends a signal to the process of the moment. Answers its end; a stopping signal has none. */
  readonly signal: (signal: NodeJS.Signals) => Promise<SeatExit> | undefined
  /** No replacement from now on. */
  readonly retire: () => void
  readonly exits: () => readonly SeatExit[]
  /** All output of all its processes so far. */
  readonly output: () => string
  readonly stop: () => Promise<void>
}

/** What a seat runs. `env` is read at every start, so that a scenario can change it in between. */
export type SeatSpec = {
  readonly name: string
  readonly main: string
  readonly env: () => Readonly<Record<string, string>>
  readonly folder: string
  readonly reaper: Reaper
  readonly restartDelayMs?: number
}

type Running = {
  readonly pid: number
  readonly ended: Promise<SeatExit>
  wantedAt?: number
  readonly kill: (signal: NodeJS.Signals) => void
}

const maxStarts = 5_000

/** Builds an empty seat. */
export function buildSeat(spec: SeatSpec): Seat {
  const exits: SeatExit[] = []
  const logFile = join(spec.folder, `${spec.name}.log`)
  let running: Running | undefined
  let isRetired = false
  let starts = 0
  let timer: NodeJS.Timeout | undefined
  const start = () => {
    starts += 1
    if (isRetired || running !== undefined || starts > maxStarts) return
    const current = launch(spec, logFile)
    running = current
    current.ended.then((exit) => {
      exits.push(exit)
      running = undefined
      if (!isRetired) timer = setTimeout(start, spec.restartDelayMs ?? 100)
    }, reportAndExit)
  }
  const signal = (name: NodeJS.Signals) => {
    const current = running
    if (current === undefined) return undefined
    const isLast = name !== 'SIGSTOP' && name !== 'SIGCONT'
    if (isLast) current.wantedAt = performance.now()
    current.kill(name)
    return isLast ? current.ended : undefined
  }
  const retire = () => {
    isRetired = true
    clearTimeout(timer)
  }
  return {
    name: spec.name,
    pid: () => running?.pid,
    start,
    signal,
    retire,
    exits: () => exits,
    output: () => readIfThere(logFile),
    stop: async () => {
      retire()
      const current = running
      if (current === undefined) return
      signal('SIGCONT')
      const grace = setTimeout(() => current.kill('SIGKILL'), 5_000)
      signal('SIGTERM')
      await current.ended
      clearTimeout(grace)
    },
  }
}

function launch(spec: SeatSpec, logFile: string): Running {
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [spec.main], {
    env: { ...baseEnv(), ...spec.env() },
    stdio: ['ignore', log, log],
    // Ctrl-C must reach the driver only; it then ends its processes in order.
    detached: true,
  })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) {
    child.once('error', () => undefined)
    throw new Error(`cannot start ${spec.main}`)
  }
  spec.reaper.watch(pid)
  const current: Running = {
    pid,
    kill: (signal) => child.kill(signal),
    ended: once(child, 'exit').then((): SeatExit => {
      spec.reaper.forget(pid)
      const atMs = performance.now()
      return {
        pid,
        code: child.exitCode,
        signal: child.signalCode,
        wanted: current.wantedAt !== undefined,
        atMs,
        tookMs: atMs - (current.wantedAt ?? atMs),
      }
    }),
  }
  return current
}

function baseEnv(): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'TZ']) {
    const value = process.env[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

function reportAndExit(error: unknown): never {
  throw new Error('a seat lost track of its process', { cause: error })
}
