import { readFileSync } from 'node:fs'
import { env } from 'node:process'

/**
 * Gives a function that tells whether whoever started this script is still there. npm runs scripts through a shell, and
 * not every shell replaces itself by the command: then npm is the parent of the parent.
 */
export function watchParent() {
  // Under a re-executed Node the parent is known beforehand, so that its death is seen however early it comes.
  const parent = Number(env.HELIOGRAPH_OUTER_PID) || process.ppid
  delete env.HELIOGRAPH_OUTER_PID
  const shell = env.npm_lifecycle_event ? readProcess(parent) : undefined
  const npm = shell && /^(sh|dash|bash|ash|busybox|zsh)$/.test(shell.name) ? shell.parent : undefined
  return () => process.ppid === parent && (npm === undefined || readProcess(parent)?.parent === npm)
}

/** Name and parent of a process, on systems that show them as files. */
function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(stat.slice(end + 2).split(' ')[1]) }
  } catch {
    return undefined
  }
}
