// Postgres refuses to run as root. Two ways around it, neither makes a user: a user namespace in which root's files
// belong to an unprivileged uid, and, where namespaces are forbidden, an existing unprivileged uid of the machine with
// binaries and data in a folder that it can reach.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.mjs'

const copiesParent = '/var/lib'

/**
 * @typedef {object} PostgresIdentity how to run the server's programs
 * @property {string} home folder for the data
 * @property {import('./postgres-binaries.mjs').PostgresBinaries} binaries
 * @property {(command: string, args: string[]) => { command: string, args: string[], uid?: number, gid?: number }} wrap
 * @property {() => void} discard removes what was put outside `dir`
 */

/**
 * Decides as whom Postgres runs.
 * @param {string} dir private folder of the cluster
 * @param {import('./postgres-binaries.mjs').PostgresBinaries} binaries
 * @returns {PostgresIdentity}
 */
export function choosePostgresIdentity(dir, binaries) {
  const plain = (command, args) => ({ command, args })
  const nothing = () => undefined
  if (process.getuid?.() !== 0) return { home: dir, binaries, wrap: plain, discard: nothing }
  const user = findUnprivilegedUser()
  const copyDir = join(
    copiesParent,
    `heliograph-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`,
  )
  const mapping = ['--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`]
  if (!existsSync(copyDir) && spawnSync('unshare', [...mapping, 'true'], { timeout: 5_000 }).status === 0) {
    const wrap = (command, args) => ({ command: 'unshare', args: [...mapping, command, ...args] })
    return { home: dir, binaries, wrap, discard: nothing }
  }
  return {
    home: copyDir,
    binaries: prepareCopy(dir, copyDir, binaries, user),
    wrap: (command, args) => ({ command, args, uid: user.uid, gid: user.gid }),
    discard: () => rmSync(copyDir, { recursive: true, force: true }),
  }
}

function findUnprivilegedUser() {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const wanted of ['postgres', 'nobody', 'daemon']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${wanted}:`))?.split(':') ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Failure('Postgres does not run as root, and there is no unprivileged user to run it as', {
    remedy: 'run the command as another user, or set DATABASE_URL',
  })
}

function prepareCopy(dir, copyDir, binaries, user) {
  mkdirSync(copyDir, { recursive: true, mode: 0o700 })
  const owner = lstatSync(copyDir)
  if (!owner.isDirectory() || (owner.uid !== 0 && owner.uid !== user.uid)) {
    throw new Failure(`${copyDir} belongs to somebody else`, { remedy: 'remove it, or set DATABASE_URL' })
  }
  chownSync(copyDir, user.uid, user.gid)
  chmodSync(copyDir, 0o700)
  if (existsSync(join(dir, 'data')) && !existsSync(join(copyDir, 'data')))
    adopt(join(dir, 'data'), join(copyDir, 'data'), user)
  if (!binaries.treeDir) return binaries
  const tree = join(copyDir, `postgres-${binaries.version}`)
  if (!existsSync(tree)) adopt(binaries.treeDir, tree, user)
  return { ...binaries, treeDir: tree, binDir: join(tree, 'bin') }
}

/** Copies a tree and hands it over; it appears under its name only when it is complete. */
function adopt(from, to, user) {
  const draft = `${to}.new`
  rmSync(draft, { recursive: true, force: true })
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  const done = spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, draft], { timeout: 30_000 })
  if (done.status !== 0) throw new Failure(`Cannot hand ${draft} over to uid ${user.uid}`)
  renameSync(draft, to)
}
