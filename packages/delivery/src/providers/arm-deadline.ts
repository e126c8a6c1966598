/** A deadline that can be put away when the work is done. */
export type Deadline = Disposable & { readonly signal: AbortSignal }

/**
 * Aborts after `ms` or with `parent`, whichever comes first. Disposing it clears the timer and the listener
 * at once: AbortSignal.timeout would keep both for its whole time, and with them what the request held.
 */
export function armDeadline(parent: AbortSignal, ms: number): Deadline {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, ms)
  parent.addEventListener('abort', abort, { once: true })
  if (parent.aborted) abort()
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer)
      parent.removeEventListener('abort', abort)
    },
  }
}
