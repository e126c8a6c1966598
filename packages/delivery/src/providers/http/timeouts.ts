/** How long one exchange may take, in its parts and as a whole. Milliseconds. */
export type HttpTimeouts = {
  /** Until the connection is ready, TLS included. Kept with a resolution of about half a second. */
  readonly connectMs: number
  /** From the start of the request until the response headers are there. */
  readonly headersMs: number
  /** The whole exchange, waiting for a free connection included. */
  readonly totalMs: number
}

/** Total stays below the lease of a claimed message with room to settle it. */
export const defaultTimeouts: HttpTimeouts = { connectMs: 3_000, headersMs: 15_000, totalMs: 20_000 }

/** Connections to one host, and with it requests in flight. */
export const defaultMaxConnections = 20

/** The defaults with another total; no part outlasts the whole. */
export function timeoutsWithin(totalMs = defaultTimeouts.totalMs): HttpTimeouts {
  return { ...defaultTimeouts, headersMs: Math.min(defaultTimeouts.headersMs, totalMs), totalMs }
}
