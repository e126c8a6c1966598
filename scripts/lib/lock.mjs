// A lock file holding the owner's pid. A lock whose owner is gone is taken over; on Linux a pid that was given
// to another process since is recognised by its start time.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Takes the lock at `path`, or tells who has it.
 * @returns {{ kind: 'taken', release: () => void } | { kind: 'held', pid: number }}
 */
export function takeLock(path) {
  const own = `${process.pid} ${startTimeOf(process.pid)}\n`
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, own, { mode: 0o600 })
  try {
    for (;;) {
      if (tryLink(draft, path)) return { kind: 'taken', release: () => releaseLock(path, own) }
      const holder = readHolder(path)
      if (holder?.isAlive) return { kind: 'held', pid: holder.pid }
      if (holder) removeStale(path, holder.text)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Start time of a process in clock ticks since boot, or '-' where the system does not tell. */
export function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-'
  } catch {
    return '-'
  }
}

/** Whether a process with this pid exists, whoever owns it. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function tryLink(draft, path) {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function readHolder(path) {
  try {
    const text = readFileSync(path, 'utf8')
    const [pid, startTime] = text.trim().split(' ')
    const isSame = startTime === '-' || startTimeOf(Number(pid)) === startTime
    return { text, pid: Number(pid), isAlive: isAlive(Number(pid)) && isSame }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Removes a stale lock; when another process replaced it in between, its lock is put back. */
function removeStale(path, text) {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') !== text) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function releaseLock(path, own) {
  if (readHolder(path)?.text === own) rmSync(path, { force: true })
}
