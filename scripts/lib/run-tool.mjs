import { startChild } from './child.mjs'
import { Failure } from './failure.mjs'
import { tailLog } from './logs.mjs'

/**
 * Runs a command to its end; a code other than 0 or more than `timeoutMs` is a Failure that shows the last lines of its log.
 * @param {import('./session.mjs').Session} session
 * @param {{ name: string, command: string, args: string[], env: NodeJS.ProcessEnv, cwd?: string, logFile: string,
 *   timeoutMs: number, failure: string, remedy?: string, uid?: number, gid?: number }} spec
 */
export async function runTool(session, spec) {
  const child = startChild(session, { ...spec, graceMs: 1_500 })
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(undefined), spec.timeoutMs)
  })
  const end = await Promise.race([child.exited, late])
  clearTimeout(timer)
  if (!end) await child.stop()
  session.assertRunning()
  if (end?.code === 0) return
  const why = end
    ? `ended with ${end.signal ?? `code ${end.code}`}`
    : `took longer than ${spec.timeoutMs / 1000} s`
  throw new Failure(`${spec.failure} (${spec.name} ${why})`, {
    remedy: spec.remedy,
    logFile: spec.logFile,
    details: tailLog(spec.logFile, 8),
  })
}
