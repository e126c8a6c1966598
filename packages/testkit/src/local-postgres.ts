import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { eventually } from './eventually.ts'
import { findFreePort } from './free-port.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { type Owner, type ServerProcess, startServerProcess } from './server-process.ts'

const run = promisify(execFile)

// Buffers as an installation has them: with the default of 128 MB a bench measures how tables are moved in and out of it.
const SETTINGS = ['max_connections=300', 'shared_buffers=512MB']
// Durability is of no use to tests, and without it a test database costs a tenth.
const FORGETFUL = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/** A server that a test run owns. `url` names its maintenance database. */
export type LocalService = { readonly url: string; readonly stop: () => Promise<void> }

/** `isDurable`: commits wait for the disk, as in an installation; for measuring. Off unless said. */
export type Durability = { readonly isDurable?: boolean }

/**
 * Starts a throwaway Postgres in a temporary folder on a free port. As root it runs as an existing
 * unprivileged user, because Postgres refuses root; no user is ever created. `stop()` removes the folder.
 */
export async function startLocalPostgres(
  binaries: PostgresBinaries,
  { isDurable = false }: Durability = {},
): Promise<LocalService> {
  const owner = process.getuid?.() === 0 ? await findUnprivilegedOwner() : undefined
  const home = await mkdtemp(join(tmpdir(), 'hg-test-postgres-'))
  await chmod(home, 0o755)
  let server: ServerProcess | undefined
  try {
    const binDir = await readableBinDir(binaries, home)
    const dataDir = join(home, 'data')
    await initDatabase(binDir, dataDir, owner)
    const port = await findFreePort()
    const durability = isDurable ? [] : FORGETFUL
    const settings = [...SETTINGS, ...durability, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
    const args = ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    server = startServerProcess({ command: join(binDir, 'postgres'), args, owner, home })
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
    await waitUntilReady(url, server)
    return { url, stop: () => end(server, home) }
  } catch (error) {
    await end(server, home)
    throw error
  }
}

async function initDatabase(binDir: string, dataDir: string, owner: Owner | undefined): Promise<void> {
  await mkdir(dataDir, { mode: 0o700 })
  if (owner !== undefined) await chown(dataDir, owner.uid, owner.gid)
  const args = ['-D', dataDir, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']
  await run(join(binDir, 'initdb'), args, { ...owner, cwd: '/', timeout: 60_000 })
}

async function waitUntilReady(url: string, server: ServerProcess): Promise<void> {
  await eventually(
    async () => {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
      try {
        await client.connect()
      } catch (error) {
        throw new Error(`Postgres does not answer: ${server.log()}`, { cause: error })
      } finally {
        await client.end()
      }
    },
    { timeoutMs: 20_000, everyMs: 50 },
  )
}

async function end(server: ServerProcess | undefined, home: string): Promise<void> {
  await server?.stop()
  await rm(home, { recursive: true, force: true })
}

/**
 * The npm package has no symbolic links in it (npm drops them) and may lie where another user cannot read:
 * it is copied, and the links it lists are made in the copy. Installed servers are used as they are.
 */
async function readableBinDir(binaries: PostgresBinaries, home: string): Promise<string> {
  const { embeddedRoot } = binaries
  if (embeddedRoot === undefined) return binaries.binDir
  // Links that an install made already stay relative: absolute ones would lead out of the copy.
  await cp(embeddedRoot, join(home, 'native'), { recursive: true, verbatimSymlinks: true })
  for (const link of parseLinks(await readFile(join(embeddedRoot, 'pg-symlinks.json'), 'utf8'))) {
    const target = join(home, link.target)
    await symlink(relative(dirname(link.target), link.source), target).catch(unlessPresent)
  }
  return join(home, 'native', 'bin')
}

/** `source` exists, `target` is the link to it; both relative to the package. */
function parseLinks(json: string): { source: string; target: string }[] {
  const parsed: unknown = JSON.parse(json)
  if (!Array.isArray(parsed)) throw new Error('pg-symlinks.json is not a list')
  return parsed.map((entry: unknown) => {
    const { source, target } = Object(entry)
    return { source: String(source), target: String(target) }
  })
}

function unlessPresent(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}

async function findUnprivilegedOwner(): Promise<Owner> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const user = users.find(([login]) => login === name)
    if (user !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) }
  }
  throw new Error('Postgres refuses to run as root and there is neither a user "postgres" nor "nobody"')
}
