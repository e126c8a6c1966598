import type { Outbound, OutboundResult } from './outbound.ts'
import type { Timers } from './timers.ts'

/** Where to get a file, and within which bounds. */
export type Download = {
  url: string
  userAgent: string
  connectTimeoutMs: number
  readTimeoutMs: number
  /** For everything that is asked of this file together. */
  totalTimeoutMs: number
  maxBytes: number
}

/** Asks once for the file or for its headers. */
export type Ask = (method: 'GET' | 'HEAD') => Promise<OutboundResult>

/** Runs what asks for a file; its total time ends with it. */
export async function download<T>(
  deps: { outbound: Outbound; timers: Timers },
  { url, userAgent, totalTimeoutMs, connectTimeoutMs, readTimeoutMs, maxBytes }: Download,
  run: (ask: Ask) => Promise<T>,
): Promise<T> {
  const total = new AbortController()
  const cancelTotal = deps.timers.after(totalTimeoutMs, () => total.abort())
  const headers = { 'user-agent': userAgent, accept: '*/*' }
  const limits = { connectTimeoutMs, readTimeoutMs, maxBytes, signal: total.signal }
  try {
    return await run((method) => deps.outbound.send({ url, method, headers, ...limits }))
  } finally {
    cancelTotal()
  }
}
