/** A value that is there, or will be. What is there is used at once: most requests then need no turn of promises. */
export type Eventually<Value> = Value | Promise<Value>

/** Uses a value now if it is there, and once it is otherwise. */
export function whenThere<Value, Result>(
  value: Eventually<Value>,
  use: (value: Value) => Eventually<Result>,
): Eventually<Result> {
  return value instanceof Promise ? value.then(use) : use(value)
}

/** Runs a hook's work and calls `done` when it is over, at once if nothing was waited for. */
export function finish(work: () => Eventually<void>, done: (error?: Error) => void): void {
  let waiting: Eventually<void>
  try {
    waiting = work()
  } catch (error) {
    done(error as Error)
    return
  }
  if (waiting instanceof Promise) waiting.then(() => done(), done)
  else done()
}
