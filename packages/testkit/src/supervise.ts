import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

// Runs one server for as long as stdin stays open, then removes its folder:
//   node supervise.ts [--uid N --gid N] [--home DIR] -- command args
// The kernel closes the pipe when the test run dies, however it dies, so nothing is ever left behind.

const split = process.argv.indexOf('--')
const [command, ...args] = process.argv.slice(split + 1)
if (split < 0 || command === undefined)
  throw new Error('usage: supervise.ts [--uid N --gid N] [--home DIR] -- command args')
const uid = valueAfter('--uid')
const gid = valueAfter('--gid')
const home = valueAfter('--home')
const owner = uid === undefined || gid === undefined ? {} : { uid: Number(uid), gid: Number(gid) }

const server = spawn(command, args, { ...owner, stdio: ['ignore', 'inherit', 'inherit'], detached: true })
server.once('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
  process.stdin.destroy()
})
server.once('exit', (code) => {
  process.exitCode = code ?? 1
  if (home !== undefined) rmSync(home, { recursive: true, force: true })
  process.stdin.destroy()
})
// SIGINT is Postgres's fast shutdown; Redis takes it as an orderly end too.
process.stdin.once('end', () => server.kill('SIGINT'))
process.stdin.resume()

function valueAfter(flag: string): string | undefined {
  const at = process.argv.indexOf(flag)
  return at < 0 || at > split ? undefined : process.argv[at + 1]
}
