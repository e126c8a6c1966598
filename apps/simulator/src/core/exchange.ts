// One HTTP request and its answer. node:http instead of a client library because a carrier's timeouts are exact and apart:
// so long to connect, so long to answer; the clock for the answer starts when the socket is ready.
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { OutboundPhase, OutboundRequest, OutboundResult } from './outbound.ts'

/** Carries out single requests. */
export type Exchange = {
  once(request: OutboundRequest): Promise<OutboundResult>
  close(): void
}

/** `stale`: the other side had closed an idle connection. That is no answer, and no fault of anybody. */
type Outcome = OutboundResult | { kind: 'stale' }

type Agents = { 'http:': http.Agent; 'https:': https.Agent }

const MAX_SOCKETS_PER_ORIGIN = 64

/** Makes pools without connections. */
export function createExchange(): Exchange {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS_PER_ORIGIN }
  const agents: Agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  const closing = new Set<() => void>()
  let isClosed = false

  const attempt = async (request: OutboundRequest): Promise<Outcome> => {
    if (isClosed) return { kind: 'failed', phase: 'closed' }
    const running = begin(agents, request)
    if (!running) return { kind: 'failed', phase: 'protocol' }
    closing.add(running.abandon)
    try {
      return await running.result
    } finally {
      closing.delete(running.abandon)
    }
  }
  const once = async (request: OutboundRequest): Promise<OutboundResult> => {
    let outcome = await attempt(request)
    if (outcome.kind === 'stale') outcome = await attempt(request)
    return outcome.kind === 'stale' ? { kind: 'failed', phase: 'protocol' } : outcome
  }
  const close = (): void => {
    isClosed = true
    for (const abandon of closing) abandon()
    agents['http:'].destroy()
    agents['https:'].destroy()
  }
  return { once, close }
}

type Running = { result: Promise<Outcome>; abandon: () => void }

// node:http throws for a URL that it cannot express, such as malformed escapes in its credentials.
function begin(agents: Agents, request: OutboundRequest): Running | undefined {
  try {
    return exchange(request, open(agents, request))
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return undefined
    throw error
  }
}

function exchange(request: OutboundRequest, outgoing: http.ClientRequest): Running {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  let timer: NodeJS.Timeout | undefined
  let isReady = false
  let isReused = false
  let isSettled = false
  const settle = (result: Outcome): void => {
    isSettled = true
    clearTimeout(timer)
    request.signal.removeEventListener('abort', expire)
    if (result.kind !== 'answered') outgoing.destroy()
    resolve(result)
  }
  const fail = (phase: OutboundPhase): void => settle({ kind: 'failed', phase })
  const expire = (): void => fail('timeout')
  const arm = (delayMs: number, phase: OutboundPhase): void => {
    clearTimeout(timer)
    if (isSettled) return
    timer = setTimeout(() => fail(phase), delayMs)
  }

  request.signal.addEventListener('abort', expire)
  if (request.signal.aborted) expire()
  outgoing.on('socket', (socket) => {
    const ready = (): void => {
      isReady = true
      arm(request.readTimeoutMs, 'timeout')
    }
    isReused = isConnected(socket)
    if (isReused) return ready()
    arm(request.connectTimeoutMs, 'connect')
    socket.once('secureConnecting' in socket ? 'secureConnect' : 'connect', ready)
  })
  outgoing.on('response', (response) => collect(response, request.maxBytes, settle))
  outgoing.on('error', (error) => {
    const isStale = isReused && /^(ECONNRESET|EPIPE)$/.test(codeOf(error))
    settle(isStale ? { kind: 'stale' } : { kind: 'failed', phase: phaseOf(error, isReady) })
  })
  outgoing.end(request.body)
  return { result: promise, abandon: () => fail('closed') }
}

function open(agents: Agents, request: OutboundRequest): http.ClientRequest {
  const url = new URL(request.url)
  const { method } = request
  const length =
    request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }
  const headers = { ...request.headers, ...length }
  if (url.protocol === 'https:') return https.request(url, { method, headers, agent: agents['https:'] })
  return http.request(url, { method, headers, agent: agents['http:'] })
}

// `reusedSocket` of node:http says nothing about a socket that was handed on to a waiting request.
function isConnected(socket: Socket): boolean {
  return !socket.connecting && !('secureConnecting' in socket && socket.secureConnecting === true)
}

function collect(
  response: http.IncomingMessage,
  maxBytes: number,
  settle: (result: OutboundResult) => void,
): void {
  const chunks: Buffer[] = []
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBytes) return settle({ kind: 'too_large' })
    chunks.push(chunk)
  })
  response.on('error', () => settle({ kind: 'failed', phase: 'protocol' }))
  response.on('end', () =>
    settle({
      kind: 'answered',
      status: response.statusCode ?? 0,
      headers: flatten(response.headers),
      body: Buffer.concat(chunks),
    }),
  )
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

function phaseOf(error: Error, isReady: boolean): OutboundPhase {
  const code = codeOf(error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns'
  if (isReady) return 'protocol'
  return /CERT|SSL|TLS|UNABLE_TO_(VERIFY|GET)|EPROTO/.test(code) ? 'tls' : 'connect'
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
