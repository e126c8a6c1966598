// Walks each accepted message through its life. The first report never leaves before the create answer, unless the fault
// `callback_early` asks for it: then the way to the first report takes no time, and `start` resolves when it is over.
import type { Timers } from './timers.ts'

/** One move of a message. */
export type LifeStep = {
  /** How long the message stays as it is before this step. */
  afterMs: number
  /** Moves the message. Gives a promise when the move is reported; the life goes on without waiting for it. */
  enter(): Promise<void> | void
}

/** Steps in order: a list, or a generator that decides on each step when it is due and may wait for other things. */
export type LifeSteps = Iterable<LifeStep> | AsyncIterable<LifeStep>

/** Timed lives of messages. */
export type Lives<M extends object> = {
  /** Sets a message off; resolves after its first report, or when its steps end without one. */
  start(message: M, steps: LifeSteps, mark: { isEarly: boolean }): Promise<void>
  /** Stops a life where it is; nothing more is entered. */
  stop(message: M): void
  stopAll(): void
}

/** Makes lives of which none has begun. */
export function createLives<M extends object>(deps: { timers: Timers }): Lives<M> {
  const walks = new Map<M, AbortController>()

  const start: Lives<M>['start'] = (message, steps, { isEarly }) => {
    const stop = new AbortController()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    let isOver = false
    const finish = (): void => {
      isOver = true
      resolve()
    }
    walks.set(message, stop)
    void walk(deps.timers, { steps, isEarly, signal: stop.signal, reported: finish })
      .finally(() => {
        if (walks.get(message) === stop) walks.delete(message)
      })
      .then(
        (hasReported) => {
          if (!hasReported) finish()
        },
        (error: unknown) => {
          // Nobody waits any more: a mistake in the steps must still not be silent.
          if (isOver) throw error
          reject(error)
        },
      )
    return promise
  }
  const stop = (message: M): void => walks.get(message)?.abort()
  const stopAll = (): void => {
    for (const life of walks.values()) life.abort()
  }
  return { start, stop, stopAll }
}

type Walk = { steps: LifeSteps; isEarly: boolean; signal: AbortSignal; reported: () => void }

// True when at least one step was reported.
async function walk(timers: Timers, { steps, isEarly, signal, reported }: Walk): Promise<boolean> {
  let hasReported = false
  for await (const { afterMs, enter } of steps) {
    if (!(await timers.sleep(isEarly && !hasReported ? 0 : afterMs, signal))) break
    const report = enter()
    if (report === undefined || hasReported) continue
    hasReported = true
    void report.then(reported)
  }
  return hasReported
}
