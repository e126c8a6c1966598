import { setTimeout as pause } from 'node:timers/promises'

/** How a loop runs. */
export type LoopSettings = {
  readonly intervalMs: number
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** A loop that is running. `done` settles after `signal` was aborted and the last turn ended. */
export type Loop = { readonly done: Promise<void> }

/**
 * Runs `turn` every `intervalMs` until the signal aborts: never two turns at once, a failed turn is
 * reported and the next one comes as usual. A turn that answers `again` is repeated without a wait.
 */
export function every(settings: LoopSettings, turn: () => Promise<'again' | undefined>): Loop {
  return { done: run(settings, turn) }
}

async function run(settings: LoopSettings, turn: () => Promise<'again' | undefined>): Promise<void> {
  const { signal } = settings
  while (!signal.aborted) {
    const next = await turn().catch(settings.onError)
    if (next !== 'again') await waitOrAbort(settings.intervalMs, signal)
  }
}

async function waitOrAbort(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal })
  } catch (error) {
    // The only way out of a pause before its time is the abort that ends the loop.
    if (!signal.aborted) throw error
  }
}
