import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive } from '../lock.mjs'

const leaveMs = 8_000

/** What `postmaster.pid` says: the server's pid and whether it takes connections. Undefined when there is no such file. */
export function readPostmaster(dataDir) {
  const path = join(dataDir, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' }
}

/**
 * Clears the way after a crash: ends a server that outlived its script and removes a `postmaster.pid` whose process is
 * gone or is another program that got the same pid. The caller holds the lock of this data.
 */
export async function removeLeftover(dataDir) {
  const leftover = readPostmaster(dataDir)
  if (!leftover) return
  if (isPostgres(leftover.pid)) await endServer(leftover.pid)
  rmSync(join(dataDir, 'postmaster.pid'), { force: true })
}

async function endServer(pid) {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL']) {
    if (isAlive(pid)) process.kill(pid, signal)
    for (let waitedMs = 0; waitedMs < leaveMs && isAlive(pid); waitedMs += 100) await wait(100)
  }
}

function isPostgres(pid) {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false
  const answer = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 })
  if (answer.status === 0) return /postgres/.test(answer.stdout)
  const comm = `/proc/${pid}/comm`
  return existsSync(comm) && readFileSync(comm, 'utf8').startsWith('postgres')
}
