/** Bounds on what a client may take from us. Times in milliseconds. */
export type Limits = {
  readonly maxBodyBytes: number
  readonly maxCallbackBytes: number
  /** Of an event with its envelope. */
  readonly maxEventBytes: number
  readonly maxHeaderBytes: number
  /** For all headers of a request to arrive. */
  readonly headersTimeoutMs: number
  /** For a whole request to arrive. */
  readonly requestTimeoutMs: number
  /** From a request's first line to its answer; beyond it the answer is 503. */
  readonly handlerTimeoutMs: number
  /** The same for callbacks: Twilio waits 15 s. */
  readonly callbackTimeoutMs: number
  /** A socket that is silent for this long is closed. */
  readonly connectionTimeoutMs: number
  /** Longer than the 60 s of usual load balancers, so that we never close a connection they just reuse. */
  readonly keepAliveTimeoutMs: number
  /** How often late requests are looked for. */
  readonly checkIntervalMs: number
  /** Open connections of a process; what comes beyond is closed at once. */
  readonly maxConnections: number
  /** Addresses (CIDR) whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
}

/** What production runs with. */
export const defaultLimits: Limits = {
  maxBodyBytes: 256 * 1024,
  maxCallbackBytes: 64 * 1024,
  maxEventBytes: 256 * 1024,
  maxHeaderBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  handlerTimeoutMs: 18_000,
  callbackTimeoutMs: 10_000,
  connectionTimeoutMs: 20_000,
  keepAliveTimeoutMs: 65_000,
  checkIntervalMs: 1_000,
  // Below the usual limit of open files, with room for what the process itself opens.
  maxConnections: 10_000,
  trustedProxies: [],
}
