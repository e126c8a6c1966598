// One run of a script from start to exit. Whatever it opened is closed once, when the work ends, fails, gets SIGINT,
// SIGTERM or SIGHUP, or loses its parent: npm that is killed does not tell its child.
import { env } from 'node:process'
import { Failure, failureLines } from './failure.mjs'
import { watchParent } from './parent.mjs'
import { paint, say, sayError } from './say.mjs'

const parentPollMs = 300
const closeDeadlineMs = 9_800

/** @typedef {'work' | 'services' | 'files'} Phase */
/** @typedef {ReturnType<typeof openSession>} Session */

/**
 * Runs `main(session)` and exits with the number it gives. Never returns.
 * @param {(session: Session) => Promise<number>} main
 */
export async function runSession(main) {
  const session = openSession()
  const work = main(session).then(
    (code) => code,
    (error) => fail(session, error),
  )
  const code = await Promise.race([work, session.stopRequested])
  await session.close()
  if (session.lastLine) say(session.lastLine)
  process.exit(code ?? session.codeWhenStopped)
}

/** Says what failed, unless the failure is only the echo of a stop that was asked for. */
function fail(session, error) {
  if (session.isStopping()) return undefined
  const [first, ...rest] = failureLines(error)
  sayError(`${paint('red', 'error')} ${first}`)
  for (const line of rest) sayError(`  ${line}`)
  return 1
}

function openSession() {
  /** @type {Record<Phase, Set<() => Promise<void> | void>>} */
  const closers = { work: new Set(), services: new Set(), files: new Set() }
  let stopping = false
  let requestStop = () => undefined
  const stopRequested = new Promise((resolve) => {
    requestStop = () => {
      stopping = true
      resolve(undefined)
    }
  })
  const isReexecuted = env.HELIOGRAPH_OUTER_PID !== undefined
  const unwatch = watchForTheEnd(requestStop)
  const session = {
    /** Whether this is the second process of one start: an older Node found a newer one and runs it. */
    isReexecuted,
    /** Exit code after a stop that was asked for. */
    codeWhenStopped: 130,
    /** @type {string | undefined} Printed after everything is closed, as the very last line. */
    lastLine: undefined,
    stopRequested,
    isStopping: () => stopping,
    /** Throws when the session is ending, so that nothing new is opened behind the back of `close`. */
    assertRunning() {
      if (stopping) throw new Failure('Stopped')
    },
    /** Registers what must be closed at the end, in its phase. Gives a function that forgets it. */
    onClose(closer, phase = /** @type {Phase} */ ('work')) {
      closers[phase].add(closer)
      return () => closers[phase].delete(closer)
    },
    async close() {
      stopping = true
      await withDeadline(closeAll(closers))
      unwatch()
    },
  }
  return session
}

/** Everything of a phase ends at the same time: processes that use the services, then these, then files and locks. */
async function closeAll(closers) {
  for (const phase of ['work', 'services', 'files']) {
    const results = await Promise.allSettled([...closers[phase]].map((closer) => closer()))
    for (const result of results)
      if (result.status === 'rejected') sayError(`while stopping: ${result.reason.message}`)
  }
}

async function withDeadline(work) {
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, closeDeadlineMs)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

function watchForTheEnd(requestStop) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, requestStop)
  // A reader that went away (`npm start | head`) or a closed terminal counts as the end, not as a crash.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', requestStop)
  const isParentAlive = watchParent()
  const poll = setInterval(() => {
    if (!isParentAlive()) requestStop()
  }, parentPollMs)
  return () => clearInterval(poll)
}
