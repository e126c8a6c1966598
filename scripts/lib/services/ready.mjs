import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../failure.mjs'
import { tailLog } from '../logs.mjs'

const pollMs = 50

/**
 * Waits until `check` says yes; the child's end or the deadline is a Failure that shows the end of its log.
 * @param {import('../session.mjs').Session} session
 * @param {ReturnType<typeof import('../child.mjs').startChild>} child
 * @param {{ what: string, timeoutMs: number, check: () => boolean | Promise<boolean>, remedy?: string }} options
 */
export async function untilReady(session, child, options) {
  let end
  child.exited.then((result) => {
    end = result
  })
  const deadlineAt = Date.now() + options.timeoutMs
  while (!(await options.check())) {
    session.assertRunning()
    if (end) throw childFailure(child, `${options.what} did not start`, options.remedy)
    if (Date.now() > deadlineAt) {
      throw childFailure(
        child,
        `${options.what} was not ready after ${options.timeoutMs / 1000} s`,
        options.remedy,
      )
    }
    await wait(pollMs)
  }
}

/** A Failure about a child process with the last lines of its log. */
export function childFailure(child, message, remedy) {
  return new Failure(message, { remedy, logFile: child.logFile, details: tailLog(child.logFile, 20) })
}
