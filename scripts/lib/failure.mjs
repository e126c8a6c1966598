import { env } from 'node:process'
/** An expected end of a script: shown to the user as one line with its remedy and log file, never as a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} message what went wrong
   * @param {{ remedy?: string, logFile?: string, details?: string[], cause?: unknown }} [more] details are lines shown below the message
   */
  constructor(message, more = {}) {
    super(message, { cause: more.cause })
    this.name = 'Failure'
    this.remedy = more.remedy
    this.logFile = more.logFile
    this.details = more.details ?? []
  }
}

/** The lines that tell the user about `error`; unexpected errors keep their stack only under HELIOGRAPH_DEBUG. */
export function failureLines(error) {
  if (!(error instanceof Failure)) {
    const text = error instanceof Error ? error.message : String(error)
    const stack = env.HELIOGRAPH_DEBUG && error instanceof Error ? [error.stack ?? ''] : []
    return [`${text} (HELIOGRAPH_DEBUG=1 shows where)`, ...stack]
  }
  const remedy = error.remedy ? `: ${error.remedy}` : ''
  const log = error.logFile ? ` (log: ${error.logFile})` : ''
  return [`${error.message}${remedy}${log}`, ...error.details]
}
