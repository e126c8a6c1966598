import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { Failure } from '../failure.mjs'
import { embeddedPostgresDir } from '../setup/install.mjs'

const oldestMajor = 15
const suffix = process.platform === 'win32' ? '.exe' : ''

/** @typedef {{ binDir: string, treeDir?: string, major: number, version: string, origin: string }} PostgresBinaries treeDir is set when the whole tree can be copied elsewhere */

/**
 * Finds server binaries: the embedded ones, else those on the machine from version 15 on. `major` asks for one version:
 * data directories only open under the version that made them.
 * @param {number | undefined} major
 * @returns {PostgresBinaries}
 */
export function findPostgresBinaries(major) {
  const embedded = join(embeddedPostgresDir(), 'native')
  const found = [
    inspect(join(embedded, 'bin'), 'embedded', embedded),
    ...machineDirs().map((dir) => inspect(dir, 'of this machine')),
  ]
  const usable = found.filter((binaries) => binaries !== undefined && binaries.major >= oldestMajor)
  const match = usable.find((binaries) => major === undefined || binaries?.major === major)
  if (match) return match
  if (major !== undefined && usable.length > 0) {
    throw new Failure(`The data was made by Postgres ${major}, which is not on this machine`, {
      remedy: `install Postgres ${major}, set DATABASE_URL, or remove the postgres folder below .data to start afresh`,
    })
  }
  throw new Failure('No Postgres server found', {
    remedy: `set DATABASE_URL, or install Postgres ${oldestMajor} or newer`,
  })
}

/** Path of one of the server's programs. */
export function programPath(binaries, name) {
  return join(binaries.binDir, `${name}${suffix}`)
}

function inspect(binDir, origin, treeDir) {
  const postgres = join(binDir, `postgres${suffix}`)
  if (!existsSync(postgres) || !existsSync(join(binDir, `initdb${suffix}`))) return undefined
  const answer = spawnSync(postgres, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  const version = /\(PostgreSQL\) (\d+)(\S*)/.exec(answer.stdout ?? '')
  if (!version) return undefined
  return { binDir, treeDir, origin, major: Number(version[1]), version: `${version[1]}${version[2]}` }
}

function machineDirs() {
  const parents = [
    ['/usr/lib/postgresql', 'bin'],
    ['/Applications/Postgres.app/Contents/Versions', 'bin'],
    ['/opt/homebrew/opt', 'bin'],
    ['/usr/local/opt', 'bin'],
  ]
  const versioned = parents.flatMap(([parent, bin]) =>
    childNames(parent)
      .filter((name) => /^\d+$|^postgresql(@\d+)?$/.test(name))
      .map((name) => join(parent, name, bin)),
  )
  return [...versioned.reverse(), ...(env.PATH ?? '').split(delimiter)].filter((dir) => dir !== '')
}

function childNames(dir) {
  return existsSync(dir)
    ? readdirSync(dir).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    : []
}
