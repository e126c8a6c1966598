import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../child.mjs'
import { followLog, rotateLog, tailLog } from '../logs.mjs'
import { root } from '../paths.mjs'
import { runTool } from '../run-tool.mjs'
import { childFailure, untilReady } from '../services/ready.mjs'
import { nodeFlags } from './node-flags.mjs'
import { openProblemFilter } from './problem-lines.mjs'

const readyTimeoutMs = 40_000

/** Main files of the processes and tools. */
export const mains = {
  api: 'apps/api/src/main.ts',
  worker: 'apps/worker/src/main.ts',
  simulator: 'apps/simulator/src/main.ts',
  migrate: 'packages/delivery/bin/migrate.ts',
  keys: 'packages/delivery/bin/keys.ts',
  rebuild: 'packages/delivery/bin/rebuild.ts',
}

/**
 * Starts one of our processes and waits until it is ready; shows its errors on the terminal from then on.
 * @param {import('../session.mjs').Session} session
 * @param {{ name: 'api' | 'worker' | 'simulator', env: Record<string, string>, logDir: string, isWatched: boolean,
 *   readyUrl?: string, readyEvent?: string }} spec ready is a 200 from `readyUrl`, or the log event `readyEvent`
 */
export async function openProcess(session, spec) {
  const logFile = rotateLog(spec.logDir, spec.name)
  const watch = spec.isWatched ? ['--watch', '--watch-preserve-output'] : []
  const child = startChild(session, {
    name: spec.name,
    command: process.execPath,
    args: [...watch, ...(nodeFlags[spec.name] ?? []), join(root, mains[spec.name])],
    cwd: root,
    env: spec.env,
    logFile,
    graceMs: 6_000,
  })
  let hasReadyEvent = false
  const showProblem = openProblemFilter(session, spec.name)
  const unfollow = followLog(logFile, (line) => {
    if (spec.readyEvent && line.includes(`"event":"${spec.readyEvent}"`)) hasReadyEvent = true
    showProblem(line)
  })
  session.onClose(unfollow, 'files')
  const check = spec.readyUrl ? () => answersOk(spec.readyUrl) : () => hasReadyEvent
  await untilReady(session, child, { what: spec.name, timeoutMs: readyTimeoutMs, check })
  return child
}

/**
 * Rejects with a Failure when one of the processes ends by itself.
 * @param {import('../session.mjs').Session} session
 * @param {ReturnType<typeof startChild>[]} children
 */
export async function untilOneEnds(session, children) {
  const ended = await Promise.race(children.map((child) => child.exited.then((end) => ({ child, end }))))
  session.assertRunning()
  const how = ended.end.signal ?? `code ${ended.end.code}`
  throw childFailure(
    ended.child,
    `${ended.child.name} ended unexpectedly (${how})`,
    'everything else is stopped',
  )
}

/** Brings the database up to date; gives the names of the migrations that were applied. */
export async function migrate(session, { env, logDir }) {
  const logFile = rotateLog(logDir, 'migrate')
  await runTool(session, {
    name: 'migrate',
    command: process.execPath,
    args: [join(root, mains.migrate)],
    cwd: root,
    env,
    logFile,
    timeoutMs: 120_000,
    failure: 'The database could not be migrated',
  })
  return tailLog(logFile, 200).flatMap((line) => /^applied (\S+)/.exec(line)?.[1] ?? [])
}

/** Makes sure that the API key in `file` opens this database, making a new one if need be, and gives it. */
export async function ensureKey(session, { env, logDir, name, file }) {
  await runTool(session, {
    name: 'keys ensure',
    command: process.execPath,
    args: [join(root, mains.keys), 'ensure', '--name', name, '--file', file],
    cwd: root,
    env,
    logFile: rotateLog(logDir, 'keys'),
    timeoutMs: 30_000,
    failure: 'The API key could not be made',
  })
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}

async function answersOk(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    // Not listening yet, or starting: asked again until the deadline.
    return false
  }
}
