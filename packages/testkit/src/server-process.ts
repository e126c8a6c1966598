import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SUPERVISE = fileURLToPath(new URL('./supervise.ts', import.meta.url))

/** Uid and gid to run a server as. */
export type Owner = { readonly uid: number; readonly gid: number }

/** A running server; `log` answers all output so far. `stop()` ends it and waits for its end. */
export type ServerProcess = {
  readonly log: () => string
  readonly isRunning: () => boolean
  readonly stop: () => Promise<void>
}

/** What to run, as whom, and the folder to remove at its end. */
export type ServerSpec = {
  readonly command: string
  readonly args: readonly string[]
  /** Added to the little environment that a server gets. */
  readonly env?: Readonly<Record<string, string>>
  readonly owner?: Owner | undefined
  readonly home?: string
}

/** Starts a server that ends with this process, even if this process is killed. */
export function startServerProcess({ command, args, env, owner, home }: ServerSpec): ServerProcess {
  const flags = [
    ...(owner === undefined ? [] : ['--uid', String(owner.uid), '--gid', String(owner.gid)]),
    ...(home === undefined ? [] : ['--home', home]),
  ]
  const child = spawn(process.execPath, [SUPERVISE, ...flags, '--', command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'], ...env },
    // Ctrl-C in the terminal must reach the test run only; it then stops its servers in order.
    detached: true,
  })
  let log = ''
  const collect = (text: string): void => {
    log += text
  }
  child.stdout.setEncoding('utf8').on('data', collect)
  child.stderr.setEncoding('utf8').on('data', collect)
  const closed = once(child, 'close')
  return {
    log: () => log,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop: async () => {
      child.stdin.end()
      await closed
    },
  }
}
