import pLimit from 'p-limit'

/** Lets work share this process, or have it for itself. */
export type Turns = {
  /** Runs beside others; waits while something has the process for itself, or is next to have it. */
  together<T>(work: () => Promise<T>): Promise<T>
  /** Runs when nothing else does, and nothing else starts before it has ended. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Builds the turns of one process. Whatever waited during a turn alone goes before the next one, so that turns
 * alone slow the others down and never stop them.
 */
export function buildTurns(): Turns {
  const turn = pLimit(1)
  const kept: (() => void)[] = []
  let running = 0
  let isClosed = false
  let onEmpty: (() => void) | undefined

  const enter = async () => {
    if (!isClosed) {
      running += 1
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    kept.push(resolve)
    await promise
  }
  const leave = () => {
    running -= 1
    if (running === 0) onEmpty?.()
  }
  const close = async () => {
    isClosed = true
    if (running === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    onEmpty = resolve
    await promise
  }
  const open = () => {
    isClosed = false
    onEmpty = undefined
    // Counted here: the next turn may close before those who were let in get to run.
    running = kept.length
    for (const letIn of kept.splice(0)) letIn()
  }

  return {
    together: async (work) => {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
    alone: (work) =>
      turn(async () => {
        await close()
        try {
          return await work()
        } finally {
          open()
        }
      }),
  }
}
