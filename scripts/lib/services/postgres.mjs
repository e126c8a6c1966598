import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../child.mjs'
import { Failure } from '../failure.mjs'
import { rotateLog, tailLog } from '../logs.mjs'
import { makePrivateDir } from '../paths.mjs'
import { runTool } from '../run-tool.mjs'
import { findPostgresBinaries, programPath } from './postgres-binaries.mjs'
import { choosePostgresIdentity } from './postgres-identity.mjs'
import { readPostmaster, removeLeftover } from './postgres-leftover.mjs'
import { untilReady } from './ready.mjs'

const user = 'heliograph'
const database = 'heliograph'
const throwawaySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
}

/**
 * Starts a Postgres of our own on 127.0.0.1 with password authentication and no unix socket; makes the cluster and the
 * database `heliograph` the first time.
 * @param {import('../session.mjs').Session} session
 * @param {{ dir: string, logDir: string, port: number, isThrowaway?: boolean }} options a throwaway cluster trades safety for speed
 * @returns {Promise<{ child: ReturnType<typeof startChild>, url: string, adminUrl: string, version: string, origin: string, discard: () => void }>}
 */
export async function openPostgres(session, options) {
  const { dir, logDir, port } = options
  makePrivateDir(dir)
  const version = join(dir, 'data', 'PG_VERSION')
  const binaries = findPostgresBinaries(
    existsSync(version) ? Number(readFileSync(version, 'utf8')) : undefined,
  )
  const identity = choosePostgresIdentity(dir, binaries)
  const dataDir = join(identity.home, 'data')
  const password = keptPassword(join(dir, 'password'))
  if (existsSync(join(dataDir, 'PG_VERSION'))) await removeLeftover(dataDir)
  else await makeCluster(session, { identity, dataDir, logDir, password })
  const child = startServer(session, {
    identity,
    dataDir,
    logDir,
    port,
    isThrowaway: options.isThrowaway === true,
  })
  await untilReady(session, child, {
    what: 'Postgres',
    timeoutMs: 40_000,
    check: () => readPostmaster(dataDir)?.isReady === true,
  })
  const base = `postgresql://${user}:${password}@127.0.0.1:${port}`
  return {
    child,
    url: `${base}/${database}`,
    adminUrl: `${base}/postgres`,
    version: identity.binaries.version,
    origin: identity.binaries.origin,
    discard: identity.discard,
  }
}

function startServer(session, { identity, dataDir, logDir, port, isThrowaway }) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    ...(isThrowaway ? throwawaySettings : {}),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return startChild(session, {
    name: 'postgres',
    ...identity.wrap(programPath(identity.binaries, 'postgres'), [
      '-D',
      dataDir,
      '-p',
      String(port),
      ...flags,
    ]),
    env: cleanEnv(),
    cwd: identity.home,
    logFile: rotateLog(logDir, 'postgres'),
    // Fast shutdown: open transactions are rolled back, clients are disconnected.
    stopSignal: 'SIGINT',
    graceMs: isThrowaway ? 1_500 : 3_000,
    lingerMs: isThrowaway ? 0 : 4_000,
    phase: 'services',
  })
}

/** Initialises under another name first: a cluster whose making was interrupted is never taken for a whole one. */
async function makeCluster(session, { identity, dataDir, logDir, password }) {
  const draft = `${dataDir}.new`
  const passwordFile = join(identity.home, 'initial-password')
  rmSync(draft, { recursive: true, force: true })
  const run = identity.wrap(programPath(identity.binaries, 'initdb'), [
    ...['-D', draft, '-U', user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', '--locale=C', '--no-instructions', '--no-sync'],
  ])
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (run.uid !== undefined) chownSync(passwordFile, run.uid, run.gid ?? run.uid)
  try {
    await runTool(session, {
      name: 'initdb',
      ...run,
      env: cleanEnv(),
      cwd: identity.home,
      logFile: rotateLog(logDir, 'initdb'),
      timeoutMs: 60_000,
      failure: 'Postgres could not make its data directory',
      remedy: 'set DATABASE_URL to use a Postgres of your own',
    })
    createDatabase(identity, draft, rotateLog(logDir, 'createdb'))
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, dataDir)
}

/** Single-user mode needs no client program, which the embedded binaries do not have. */
function createDatabase(identity, dataDir, logFile) {
  const { command, args, uid, gid } = identity.wrap(programPath(identity.binaries, 'postgres'), [
    '--single',
    '-D',
    dataDir,
    'postgres',
  ])
  const run = spawnSync(command, args, {
    input: `CREATE DATABASE ${database};\n`,
    env: cleanEnv(),
    cwd: identity.home,
    encoding: 'utf8',
    timeout: 60_000,
    ...(uid === undefined ? {} : { uid, gid }),
  })
  writeFileSync(logFile, `${run.stdout}${run.stderr}`)
  if (run.status === 0 && !/ERROR|FATAL|PANIC/.test(run.stderr)) return
  throw new Failure('Postgres could not create the database', { logFile, details: tailLog(logFile, 8) })
}

/** PG* variables of the user's shell would change what the server does. */
function cleanEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^PG[A-Z]+$/.test(name)))
}

function keptPassword(path) {
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(path, 'utf8').trim()
}
