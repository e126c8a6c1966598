import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const guardPath = fileURLToPath(new URL('./guard.mjs', import.meta.url))

/**
 * Starts a command under a guard, so that it never outlives this script. Output goes to `logFile`, or to the
 * terminal without one.
 * @param {import('./session.mjs').Session} session
 * @param {{ name: string, command: string, args: string[], env: NodeJS.ProcessEnv, cwd?: string, logFile?: string,
 *   stopSignal?: string, graceMs?: number, lingerMs?: number,
 *   phase?: import('./session.mjs').Phase, uid?: number, gid?: number }} spec
 * @returns {{ name: string, logFile?: string, exited: Promise<{ code: number | null, signal: string | null }>, stop: () => Promise<void> }}
 */
export function startChild(session, spec) {
  session.assertRunning()
  const output = spec.logFile ? openSync(spec.logFile, 'a', 0o600) : 'inherit'
  const { command, args, stopSignal = 'SIGTERM', graceMs = 5_500, lingerMs = 0, uid, gid } = spec
  const guard = spawn(
    process.execPath,
    [guardPath, JSON.stringify({ command, args, stopSignal, graceMs, lingerMs, uid, gid })],
    {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ['ignore', output, output, 'ipc'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    },
  )
  if (typeof output === 'number') closeSync(output)
  const exited = whenGone(guard)
  const stop = async () => {
    if (guard.connected) guard.send('stop', () => undefined)
    await exited
  }
  const forget = session.onClose(stop, spec.phase)
  exited.then(forget)
  return { name: spec.name, logFile: spec.logFile, exited, stop }
}

/** Resolves when the guard is gone; kills the command itself if the guard was killed before it could. */
function whenGone(guard) {
  let pid
  let end
  guard.on('message', (message) => {
    if (message.kind === 'spawned') pid = message.pid
    else end = { code: message.code, signal: message.signal }
  })
  return new Promise((resolve) => {
    guard.on('error', () => resolve({ code: 127, signal: null }))
    guard.on('exit', (code, signal) => {
      if (signal === 'SIGKILL' && pid !== undefined && !end) killHard(pid)
      resolve(end ?? { code, signal })
    })
  })
}

function killHard(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
