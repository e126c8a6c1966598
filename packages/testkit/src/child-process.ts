import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { eventually } from './eventually.ts'

// Every child started here ends with `stop()` or `await using`. The environment is built from nothing, so
// that provider credentials of the developer's shell never reach a process under test.

/** How to start a TypeScript main file. `env` is all the child gets besides PATH, HOME and TMPDIR. */
export type SpawnMainOptions = {
  readonly main: string
  /** For Node itself. */
  readonly nodeFlags?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** How a child ended: its exit code, or the signal that ended it. */
export type ChildExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A running child. `stdout` and `stderr` answer all output so far. */
export type ChildProcess = {
  readonly pid: number
  readonly stdout: () => string
  readonly stderr: () => string
  readonly exited: Promise<ChildExit>
  readonly kill: (signal: NodeJS.Signals) => void
  /** First match in the output, stdout before stderr; throws with all output when none comes in time. */
  readonly waitForLine: (pattern: RegExp, timeoutMs?: number) => Promise<RegExpExecArray>
  /** Resolves when 127.0.0.1:`port` accepts a connection. */
  readonly waitForPort: (port: number, timeoutMs?: number) => Promise<void>
  /** SIGTERM, then SIGKILL after `graceMs` (default 5 s). Safe to call again and after the end. */
  readonly stop: (graceMs?: number) => Promise<ChildExit>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Starts a main file under this Node. Throws when the process cannot be started at all. */
export function spawnMain(options: SpawnMainOptions): ChildProcess {
  const child = spawn(
    process.execPath,
    [...(options.nodeFlags ?? []), options.main, ...(options.args ?? [])],
    {
      env: { ...inheritedEnv(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    },
  )
  const { pid } = child
  if (pid === undefined) {
    child.once('error', () => undefined)
    throw new Error(`Cannot start ${options.main} in ${options.cwd ?? process.cwd()}`)
  }
  const out = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    out.stderr += text
  })
  // 'close' comes after the last output, 'exit' may come before it.
  const exited = once(child, 'close').then(
    (): ChildExit => ({ code: child.exitCode, signal: child.signalCode }),
  )
  const report = (): string => `${options.main}\nstdout: ${out.stdout}\nstderr: ${out.stderr}`
  const stop = async (graceMs = 5_000): Promise<ChildExit> => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
    try {
      return await exited
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    pid,
    stdout: () => out.stdout,
    stderr: () => out.stderr,
    exited,
    kill: (signal) => {
      child.kill(signal)
    },
    waitForLine: (pattern, timeoutMs = 15_000) =>
      eventually(
        () => {
          const match = pattern.exec(out.stdout) ?? pattern.exec(out.stderr)
          if (match === null) throw new Error(`No output matches ${pattern} yet: ${report()}`)
          return match
        },
        { timeoutMs },
      ),
    waitForPort: (port, timeoutMs = 15_000) => eventually(() => connectOnce(port), { timeoutMs }),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop()
    },
  }
}

/** Runs a main file to its end and answers its output. Kills it after `timeoutMs` (default 30 s). */
export async function runMain(
  options: SpawnMainOptions & { readonly timeoutMs?: number },
): Promise<ChildExit & { readonly stdout: string; readonly stderr: string }> {
  const child = spawnMain(options)
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 30_000)
  try {
    const exit = await child.exited
    return { ...exit, stdout: child.stdout(), stderr: child.stderr() }
  } finally {
    clearTimeout(timer)
  }
}

function inheritedEnv(): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'TZ', 'SystemRoot']) {
    const value = process.env[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}

async function connectOnce(port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(1_000) })
  } finally {
    socket.destroy()
  }
}
