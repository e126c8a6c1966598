import { createExchange } from './exchange.ts'

/** One HTTP request that a carrier makes to its customer. Redirects are followed as Twilio documents it. */
export type OutboundRequest = {
  url: string
  method: 'GET' | 'HEAD' | 'POST'
  headers: Record<string, string>
  body?: string
  /** Until TCP and TLS are ready. */
  connectTimeoutMs: number
  /** From then until the answer is complete. */
  readTimeoutMs: number
  /** Longer answers are cut off and reported as `too_large`. */
  maxBytes: number
  /** Ends the request early; the result is then `failed` in phase `timeout`. */
  signal: AbortSignal
}

/** Where an outbound request broke. */
export type OutboundPhase = 'dns' | 'connect' | 'tls' | 'timeout' | 'protocol' | 'redirect' | 'closed'

/** How an outbound request ended; it never throws for what the other side does. */
export type OutboundResult =
  | { kind: 'answered'; status: number; headers: Record<string, string>; body: Buffer }
  | { kind: 'too_large' }
  | { kind: 'failed'; phase: OutboundPhase }

/** Sends HTTP requests over pooled connections. */
export type Outbound = {
  send(request: OutboundRequest): Promise<OutboundResult>
  /** Ends what is in flight and closes every connection. */
  close(): void
}

const MAX_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Makes a client without connections. */
export function createOutbound(): Outbound {
  const exchange = createExchange()
  const send = async (request: OutboundRequest): Promise<OutboundResult> => {
    let hop: OutboundRequest | undefined = request
    for (let hops = 0; hop && hops <= MAX_REDIRECTS; hops += 1) {
      const result = await exchange.once(hop)
      if (result.kind !== 'answered' || !REDIRECTS.has(result.status)) return result
      hop = redirected(hop, result.status, result.headers['location'])
    }
    return { kind: 'failed', phase: 'redirect' }
  }
  return { send, close: exchange.close }
}

// The parameters of a POST are lost after 301, 302 and 303, as with Twilio; 307 and 308 repeat it whole.
function redirected(
  hop: OutboundRequest,
  status: number,
  location: string | undefined,
): OutboundRequest | undefined {
  if (location === undefined || !URL.canParse(location, hop.url)) return undefined
  const target = new URL(location, hop.url)
  if (target.protocol !== 'http:' && target.protocol !== 'https:') return undefined
  if (hop.method !== 'POST' || status === 307 || status === 308) return { ...hop, url: target.href }
  const { body: _body, ...rest } = hop
  const { 'content-type': _type, ...headers } = hop.headers
  return { ...rest, url: target.href, method: 'GET', headers }
}
