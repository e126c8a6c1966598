import { paint, sayError } from '../say.mjs'

const errorLevel = 50
const quietMs = 10_000

/**
 * Gives a function that shows a log line on the terminal if a person should see it: errors and worse, the same one at
 * most every ten seconds, and nothing once the session is stopping.
 * @param {import('../session.mjs').Session} session
 * @param {string} name of the process
 */
export function openProblemFilter(session, name) {
  const lastShownAt = new Map()
  return (line) => {
    const problem = readProblem(line)
    if (!problem || session.isStopping() || Date.now() - (lastShownAt.get(problem) ?? 0) < quietMs) return
    lastShownAt.set(problem, Date.now())
    sayError(`  ${paint('red', name.padEnd(13))} ${problem}`)
  }
}

function readProblem(line) {
  if (!line.startsWith('{')) return undefined
  try {
    const { level, msg, event, err } = JSON.parse(line)
    const isError = Number(level) >= errorLevel || level === 'error' || level === 'fatal'
    return isError ? [event, msg, err?.message].filter(Boolean).join(': ').slice(0, 300) : undefined
  } catch {
    // A line that merely looks like JSON is in the log file for whoever wants it.
    return undefined
  }
}
