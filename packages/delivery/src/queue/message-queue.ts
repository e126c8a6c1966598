/** A doorbell to ring: look at message `id`, generation `gen`, after `delayMs`. */
export type Ring = { readonly id: string; readonly gen: number; readonly delayMs?: number }

/**
 * Port to the transport. Losing a ring costs only time: the relay rings again for every due row, and a
 * doubled or stale ring finds nothing to claim.
 */
export type MessageQueue = {
  /** Rings in one round trip; rejects within its own timeout when the transport is away. */
  ring(rings: readonly Ring[]): Promise<void>
  /** Jobs waiting, delayed or running; rejects when the transport is away. */
  depth(): Promise<number>
  /** Jobs that any worker could take right now; rejects when the transport is away. */
  waiting(): Promise<number>
  /** Never rejects, never hangs longer than 2 s. */
  close(): Promise<void>
}
