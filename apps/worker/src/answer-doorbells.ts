import { type SendDeps, sendMessage } from '@heliograph/delivery/messages/send-message'
import type { Ring } from '@heliograph/delivery/queue/message-queue'

/** The sends of this process. */
export type Answering = {
  /** Works one doorbell off. */
  answer(ring: Ring): Promise<void>
  isBusy(): boolean
  /** Settles when nothing is under way any more, or after `ms`. */
  idleWithin(ms: number): Promise<void>
}

/** Keeps track of every send that is under way. `onDone` is called for each doorbell that led to something. */
export function buildAnswering(deps: {
  readonly sendDeps: SendDeps
  readonly signal: AbortSignal
  readonly onDone: () => void
}): Answering {
  const running = new Set<Promise<unknown>>()
  return {
    answer: async (ring) => {
      const work = sendMessage(deps.sendDeps, ring, deps.signal)
      running.add(work)
      try {
        const result = await work
        if (result.kind !== 'none') deps.onDone()
      } finally {
        running.delete(work)
      }
    },
    isBusy: () => running.size > 0,
    idleWithin: async (ms) => {
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, ms)
      try {
        await Promise.race([Promise.allSettled(running), late])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
