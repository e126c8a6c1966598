import type { MessageQueue } from './message-queue.ts'

/** Which way doorbells take right now. */
export type Transport = 'bullmq' | 'direct'

/** What switching needs. Times in milliseconds. */
export type FallbackDeps = {
  readonly primary: MessageQueue
  /** Works doorbells off inside this process. */
  readonly fallback: MessageQueue
  readonly clock: () => number
  readonly retryMs: number
  readonly onSwitch: (transport: Transport, reason?: unknown) => void
}

/**
 * Doorbells that find a way while the transport is away. A failed ring is worked off in this process at
 * once, and so are all until a probe in the background finds the transport back. A ring that failed may
 * still arrive: the second one finds nothing to claim.
 */
export function openFallbackQueue(deps: FallbackDeps): MessageQueue {
  const { primary, fallback } = deps
  let transport: Transport = 'bullmq'
  let retryAt = 0
  const switchTo = (next: Transport, reason?: unknown) => {
    if (next === 'direct') retryAt = deps.clock() + deps.retryMs
    if (next === transport) return
    transport = next
    deps.onSwitch(next, reason)
  }
  const probe = () => {
    retryAt = deps.clock() + deps.retryMs
    primary.depth().then(
      () => switchTo('bullmq'),
      (error: unknown) => switchTo('direct', error),
    )
  }
  return {
    ring: async (rings) => {
      if (transport === 'direct') return fallback.ring(rings)
      try {
        await primary.ring(rings)
      } catch (error) {
        switchTo('direct', error)
        await fallback.ring(rings)
      }
    },
    depth: async () => {
      if (transport === 'direct') {
        if (deps.clock() >= retryAt) probe()
        return fallback.depth()
      }
      try {
        return (await primary.depth()) + (await fallback.depth())
      } catch (error) {
        switchTo('direct', error)
        return fallback.depth()
      }
    },
    waiting: () => (transport === 'direct' ? fallback.waiting() : primary.waiting()),
    close: async () => {
      await Promise.all([primary.close(), fallback.close()])
    },
  }
}
