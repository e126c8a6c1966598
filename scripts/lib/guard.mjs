// Runs one command and makes sure it ends: when told to stop, when the script that started it is gone (its IPC
// channel closes, SIGKILL included), or when this process gets a signal. It stands between the two because a
// killed script cannot stop anything itself.
import { spawn } from 'node:child_process'

const [, , specText] = process.argv
/** @type {{ command: string, args: string[], stopSignal: NodeJS.Signals, graceMs: number, lingerMs: number, uid?: number, gid?: number }} */
const spec = JSON.parse(specText)
let isStopping = false

const child = spawn(spec.command, spec.args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  // A process group of its own: Ctrl-C on the terminal must not reach it before its turn.
  detached: process.platform !== 'win32',
  windowsHide: true,
  ...(spec.uid === undefined ? {} : { uid: spec.uid, gid: spec.gid }),
})

child.on('spawn', () => tell({ kind: 'spawned', pid: child.pid }))
child.on('error', (error) => {
  console.error(`${spec.command}: ${error.message}`)
  process.exit(127)
})
child.on('exit', (code, signal) => {
  killGroup()
  tell({ kind: 'exited', code, signal })
  process.exit(code ?? 1)
})

process.on('message', stop)
// Services outlive the processes that use them by a moment, so that these can drain.
process.on('disconnect', () => setTimeout(stop, spec.lingerMs))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)

function stop() {
  if (isStopping) return
  isStopping = true
  child.kill(spec.stopSignal)
  setTimeout(() => {
    killGroup()
    child.kill('SIGKILL')
  }, spec.graceMs)
}

function killGroup() {
  if (process.platform === 'win32' || child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error
  }
}

function tell(message) {
  // The script may be gone already; then there is nobody to tell.
  if (process.connected) process.send?.(message, () => undefined)
}
