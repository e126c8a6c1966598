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
  const room = buildRoom()
  return {
    together: async (work) => {
      await room.enter()
      try {
        return await work()
      } finally {
        room.leave()
      }
    },
    alone: (work) =>
      turn(async () => {
        await room.close()
        try {
          return await work()
        } finally {
          room.open()
        }
      }),
  }
}

/** Counts those inside. `close` lets nobody in any more and settles when the last one has left. */
function buildRoom() {
  const kept: (() => void)[] = []
  let inside = 0
  let isClosed = false
  let onEmpty: (() => void) | undefined
  return {
    enter: async () => {
      if (!isClosed) {
        inside += 1
        return
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      kept.push(resolve)
      await promise
    },
    leave: () => {
      inside -= 1
      if (inside === 0) onEmpty?.()
    },
    close: async () => {
      isClosed = true
      if (inside === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      onEmpty = resolve
      await promise
    },
    open: () => {
      isClosed = false
      onEmpty = undefined
      // Counted here: the next turn may close before those who are let in get to run.
      inside = kept.length
      for (const letIn of kept.splice(0)) letIn()
    },
  }
}
