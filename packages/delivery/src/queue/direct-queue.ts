import type { MessageQueue, Ring } from './message-queue.ts'

/**
 * Doorbells inside this process, for an installation without Redis: due rows go from Postgres straight
 * to the workers. Bounded by the relay's window like any queue; what is lost with the process is due
 * again after the ring's grace.
 */
export function openDirectQueue(deps: {
  readonly concurrency: number
  readonly work: (ring: Ring) => Promise<void>
}): MessageQueue {
  const waiting: Ring[] = []
  const running = new Set<Promise<void>>()
  let isClosed = false
  const start = () => {
    while (!isClosed && running.size < deps.concurrency) {
      const ring = waiting.shift()
      if (ring === undefined) return
      const work = deps.work(ring).finally(() => {
        running.delete(work)
        start()
      })
      running.add(work)
    }
  }
  return {
    // A delayed ring is left to the relay, which finds the row when it is due.
    ring: (rings) => {
      waiting.push(...rings.filter((ring) => ring.delayMs === undefined))
      start()
      return Promise.resolve()
    },
    depth: () => Promise.resolve(waiting.length + running.size),
    waiting: () => Promise.resolve(waiting.length),
    close: async () => {
      isClosed = true
      waiting.length = 0
      await Promise.allSettled(running)
    },
  }
}
