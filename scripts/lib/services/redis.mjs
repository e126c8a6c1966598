import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { startChild } from '../child.mjs'
import { rotateLog } from '../logs.mjs'
import { makePrivateDir } from '../paths.mjs'
import { untilReady } from './ready.mjs'
import { findRedisOnMachine } from './redis-binary.mjs'
import { fetchRedisPackage, findUnpackedRedis, hasSystemPackages } from './redis-package.mjs'

const dockerImage = 'redis:8'

/**
 * Starts a Redis of our own on 127.0.0.1 with a password and an append-only file: from the machine, from the system's
 * package unpacked below .data, or in Docker.
 * @param {import('../session.mjs').Session} session
 * @param {{ dir: string, logDir: string, port: number }} options
 * @returns {Promise<{ child: ReturnType<typeof startChild>, url: string, version: string, origin: string } | undefined>} undefined when the machine has no way to run one
 */
export async function openRedis(session, { dir, logDir, port }) {
  const binary = await findRedis(session)
  if (!binary && !hasDocker()) return undefined
  const dataDir = makePrivateDir(join(dir, 'data'))
  const password = keptPassword(join(dir, 'password'))
  const run = binary
    ? {
        command: binary.command,
        args: [writeConfig(dir, { bind: 'bind 127.0.0.1', port, dataDir, password })],
        env: { ...process.env, ...binary.env },
      }
    : dockerRun(dir, { port, dataDir, password })
  const child = startChild(session, {
    name: 'redis',
    ...run,
    cwd: dir,
    logFile: rotateLog(logDir, 'redis'),
    graceMs: 2_500,
    lingerMs: 4_000,
    phase: 'services',
  })
  await untilReady(session, child, {
    what: 'Redis',
    timeoutMs: binary ? 30_000 : 180_000,
    check: () => answersPing(port, password),
  })
  const { version, origin } = binary ?? { version: dockerImage, origin: 'in Docker' }
  return { child, url: `redis://:${password}@127.0.0.1:${port}/0`, version, origin }
}

/**
 * A Redis to run: of this machine, or the system's package, fetched below .data when it is not there yet.
 * @param {import('../session.mjs').Session} session
 * @returns {Promise<import('./redis-binary.mjs').RedisBinary | undefined>}
 */
export async function findRedis(session) {
  const here = findRedisOnMachine() ?? findUnpackedRedis()
  if (here) return here
  return hasSystemPackages() ? await fetchRedisPackage(session) : undefined
}

/** The file keeps the password off the command line, where every user of the machine could read it. */
function writeConfig(dir, { bind, port, dataDir, password }) {
  const path = join(dir, 'redis.conf')
  const lines = [
    ...[bind, `port ${port}`, 'protected-mode yes', `requirepass ${password}`, 'daemonize no'],
    ...[`dir "${dataDir}"`, 'appendonly yes', 'save ""', 'maxmemory-policy noeviction', 'logfile ""'],
  ]
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  return path
}

function hasDocker() {
  return spawnSync('docker', ['info'], { timeout: 3_000, stdio: 'ignore' }).status === 0
}

function dockerRun(dir, { port, dataDir, password }) {
  const name = `heliograph-redis-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`
  // Inside the container every interface is right: only the port on 127.0.0.1 leads in.
  writeConfig(dir, { bind: 'bind *', port: 6379, dataDir: '/data', password })
  // A container of an earlier start that was killed would hold the name and the port.
  spawnSync('docker', ['rm', '-f', name], { timeout: 20_000, stdio: 'ignore' })
  const owner = process.getuid ? ['--user', `${process.getuid()}:${process.getgid?.() ?? 0}`] : []
  const mounts = ['-v', `${dataDir}:/data`, '-v', `${dir}:/etc/heliograph:ro`]
  const args = [
    'run',
    '--rm',
    '--name',
    name,
    '-p',
    `127.0.0.1:${port}:6379`,
    ...owner,
    ...mounts,
    dockerImage,
    'redis-server',
    '/etc/heliograph/redis.conf',
  ]
  return { command: 'docker', args, env: process.env }
}

function answersPing(port, password) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const finish = (isUp) => {
      socket.destroy()
      resolve(isUp)
    }
    let answer = ''
    socket.setTimeout(1_000, () => finish(false))
    socket.on('error', () => finish(false))
    socket.on('close', () => finish(false))
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`))
    socket.on('data', (bytes) => {
      answer += bytes
      if (answer.includes('+PONG')) finish(true)
      else if (answer.includes('-')) finish(false)
    })
  })
}

function keptPassword(path) {
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(path, 'utf8').trim()
}
