import { claimAlone } from '@heliograph/delivery/messages/claim-alone'
import { type SendDeps, type SendResult, sendMessage } from '@heliograph/delivery/messages/send-message'
import type { Ring } from '@heliograph/delivery/queue/message-queue'
import { buildTurns } from './take-turns.ts'

/** The sends of this process. */
export type Answering = {
  /** Works one doorbell off. */
  answer(ring: Ring): Promise<void>
  isBusy(): boolean
  /** Settles when nothing is under way any more, or after `ms`. */
  idleWithin(ms: number): Promise<void>
}

/** Messages that may wait for a turn alone: few, so that they never take the places of all others. */
const maxWaitingAlone = 8

/**
 * Keeps track of every send that is under way. A message that processes died of is sent while this process has
 * nothing else in hand; where many of them wait, the relay rings for the rest again. `onDone` is called for each
 * doorbell that led to something.
 */
export function buildAnswering(deps: {
  readonly sendDeps: SendDeps
  readonly signal: AbortSignal
  readonly onDone: () => void
}): Answering {
  const { sendDeps, signal } = deps
  const running = new Set<Promise<unknown>>()
  const waitingAlone = new Set<string>()
  const turns = buildTurns()
  const aloneDeps = claimsAlone(sendDeps)
  const sendAlone = async (ring: Ring): Promise<SendResult> => {
    if (waitingAlone.size >= maxWaitingAlone || waitingAlone.has(ring.id)) return { kind: 'none' }
    waitingAlone.add(ring.id)
    try {
      return await turns.alone(() => sendMessage(aloneDeps, ring, signal))
    } finally {
      waitingAlone.delete(ring.id)
    }
  }
  const send = async (ring: Ring): Promise<SendResult> => {
    const result = await turns.together(() => sendMessage(sendDeps, ring, signal))
    return result.kind === 'suspect' ? await sendAlone(ring) : result
  }
  return {
    answer: async (ring) => {
      const work = send(ring)
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

function claimsAlone(deps: SendDeps): SendDeps {
  const { db, worker } = deps
  const { leaseMs, probeIntervalMs } = deps.settings
  return { ...deps, claim: ({ id }) => claimAlone(db, { id, leaseMs, probeIntervalMs, worker }) }
}
