import { monitorEventLoopDelay } from 'node:perf_hooks'
import { every, type Loop } from './every.ts'

const stalledMs = 1_000

/** Answers whether this process stood still for a second or more since it was last asked. */
export function openStallGauge(signal: AbortSignal): () => boolean {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  signal.addEventListener('abort', () => delay.disable(), { once: true })
  return () => {
    const isStalled = delay.max / 1e6 >= stalledMs
    delay.reset()
    return isStalled
  }
}

/**
 * Takes no new doorbells after a stall until a whole second has passed without one: a process that
 * cannot keep up must not claim what others could send.
 */
export function watchStalls(deps: {
  readonly signal: AbortSignal
  readonly isStalled: () => boolean
  readonly setTaking: (isTaking: boolean) => void
  readonly intervalMs?: number
}): Loop {
  let isTaking = true
  const { signal, intervalMs = 1_000 } = deps
  return every({ intervalMs, signal, onError: () => undefined }, () => {
    const mayTake = !deps.isStalled()
    if (mayTake !== isTaking) deps.setTaking(mayTake)
    isTaking = mayTake
    return Promise.resolve(undefined)
  })
}
