import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ChildProcess, spawnMain } from '@heliograph/testkit/child-process'

/** The checkout under test. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** A data folder of a test's own, so that a user's `.data` is never touched. */
export function makeDataDir(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'heliograph-start-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Runs `scripts/start.mjs` with a data folder of its own. */
export function spawnStart(
  dataDir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawnMain({
    main: join(checkout, 'scripts', 'start.mjs'),
    args,
    cwd: checkout,
    env: { ...env, HELIOGRAPH_DATA_DIR: dataDir },
  })
}

/** Runs `npm start`, with npm and its shell between the test and the script. */
export function spawnNpmStart(dataDir: string, args: readonly string[]): ChildProcess {
  return spawnMain({
    main: npmMain(),
    args: ['start', '--', ...args],
    cwd: checkout,
    env: { HELIOGRAPH_DATA_DIR: dataDir },
  })
}

/** Command lines of the processes that run for this data folder: their arguments or their environment name it. */
export function processesOf(dataDir: string): string[] {
  const lines = existsSync('/proc/self/environ') ? linuxProcesses() : psProcesses()
  return lines
    .filter(({ command, environment }) => `${command} ${environment}`.includes(dataDir))
    .map(({ command }) => command)
}

type Seen = { readonly command: string; readonly environment: string }

function linuxProcesses(): Seen[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ command: `${pid} ${readProc(pid, 'cmdline')}`, environment: readProc(pid, 'environ') }))
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    // Ended meanwhile, or somebody else's.
    return ''
  }
}

function psProcesses(): Seen[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8' })
  return stdout.split('\n').map((line) => ({ command: line.trim(), environment: '' }))
}

function npmMain(): string {
  const known = process.env['npm_execpath']
  if (known?.endsWith('npm-cli.js')) return known
  const found = (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, 'npm'))
  const npm = found.find((path) => existsSync(path))
  if (npm === undefined) throw new Error('npm is not on PATH')
  return realpathSync(npm)
}
