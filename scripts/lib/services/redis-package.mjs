// Debian and Ubuntu: the system's own redis-server package, fetched with apt's signature checks and unpacked below
// .data. Nothing is installed: installing would start a system service and create a system user.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { Failure } from '../failure.mjs'
import { rotateLog } from '../logs.mjs'
import { cacheDir } from '../paths.mjs'
import { runTool } from '../run-tool.mjs'
import { openProgress } from '../say.mjs'
import { exclusively } from '../setup/exclusive.mjs'
import { inspectRedis } from './redis-binary.mjs'

const packageDir = join(cacheDir, 'redis', 'package')
const workDir = join(cacheDir, 'redis', 'fetch')
const stepTimeoutMs = 60_000

/** The Redis that an earlier start unpacked, if it runs. */
export function findUnpackedRedis() {
  const command = join(packageDir, 'usr', 'bin', 'redis-server')
  return existsSync(command)
    ? inspectRedis(command, { LD_LIBRARY_PATH: libraryPath() }, 'unpacked package')
    : undefined
}

/** Whether this machine has the tools of Debian's packages. */
export function hasSystemPackages() {
  return ['apt-get', 'apt-cache', 'dpkg', 'dpkg-query'].every(
    (tool) => spawnSync(tool, ['--version'], { timeout: 5_000 }).status === 0,
  )
}

/**
 * Fetches and unpacks the package; undefined, with a line saying why, when that does not work here.
 * @param {import('../session.mjs').Session} session
 */
export async function fetchRedisPackage(session) {
  return await exclusively(session, 'redis', async () => {
    const already = findUnpackedRedis()
    if (already) return already
    const progress = openProgress('Redis', "fetching the system's package (nothing is installed)")
    const logFile = rotateLog(join(cacheDir, 'logs'), 'redis-package')
    try {
      await fetchAndUnpack(session, logFile)
      progress.done('package unpacked below .data')
    } catch (error) {
      progress.done(`the system's package could not be fetched (log: ${logFile})`)
      if (!(error instanceof Failure)) throw error
    } finally {
      rmSync(workDir, { recursive: true, force: true })
    }
    return findUnpackedRedis()
  })
}

async function fetchAndUnpack(session, logFile) {
  rmSync(workDir, { recursive: true, force: true })
  for (const dir of ['lists/partial', 'cache/archives/partial', 'debs', 'tree'])
    mkdirSync(join(workDir, dir), { recursive: true })
  const apt = [
    `Dir::State::Lists=${join(workDir, 'lists')}`,
    `Dir::Cache=${join(workDir, 'cache')}`,
    // apt as root would switch to a user that cannot read a private checkout.
    'APT::Sandbox::User=',
    'Acquire::http::Timeout=15',
    'Acquire::Retries=1',
  ].flatMap((setting) => ['-o', setting])
  const run = (command, args) =>
    runTool(session, {
      name: command,
      command,
      args,
      env: { ...env, LC_ALL: 'C' },
      cwd: join(workDir, 'debs'),
      logFile,
      timeoutMs: stepTimeoutMs,
      failure: `${command} failed`,
    })
  await run('apt-get', ['-q', ...apt, 'update'])
  await run('apt-get', ['-q', ...apt, 'download', ...wantedPackages(apt)])
  for (const file of readdirSync(join(workDir, 'debs')))
    await run('dpkg', ['-x', file, join(workDir, 'tree')])
  rmSync(packageDir, { recursive: true, force: true })
  renameSync(join(workDir, 'tree'), packageDir)
}

/** The server and those of its libraries that the machine lacks; the names differ between releases, so apt is asked. */
function wantedPackages(apt) {
  const packages = ['redis-server', 'redis-tools']
  const depends = spawnSync('apt-cache', [...apt, 'depends', '--important', ...packages], {
    encoding: 'utf8',
    timeout: stepTimeoutMs,
  })
  const names = [...depends.stdout.matchAll(/^\s+\|?(?:Pre)?Depends: (lib\S+|lua-\S+)$/gm)].map(
    ([, name]) => name,
  )
  const installed = spawnSync('dpkg-query', ['-W', '-f', `\${db:Status-Abbrev} \${Package}\n`], {
    encoding: 'utf8',
    timeout: stepTimeoutMs,
  })
  const present = new Set([...installed.stdout.matchAll(/^ii\s+(\S+)$/gm)].map(([, name]) => name))
  return [...packages, ...new Set(names.filter((name) => !present.has(name)))]
}

function libraryPath() {
  const lib = join(packageDir, 'usr', 'lib')
  const nested = existsSync(lib) ? readdirSync(lib).map((name) => join(lib, name)) : []
  const all = [...nested.filter((path) => path.includes('-linux-')), lib, join(packageDir, 'lib')]
  return [...all, env.LD_LIBRARY_PATH].filter(Boolean).join(':')
}
