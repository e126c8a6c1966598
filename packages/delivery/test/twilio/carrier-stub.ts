import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Worker } from 'node:worker_threads'
import type { SendRequest } from '../../src/providers/provider.ts'
import type { TwilioSettings } from '../../src/providers/twilio/settings.ts'
import { certificate, privateKey } from './self-signed.ts'

export const accountSid = `AC${'f'.repeat(32)}`
export const messageSid = 'MM0123456789abcdef0123456789abcdef'
export const requestId = `RQ${'1'.repeat(32)}`

/** One request as it arrived, head and body complete. */
export type ArrivedRequest = { readonly head: string; readonly body: string; readonly form: URLSearchParams }

export type CarrierStub = AsyncDisposable & {
  readonly baseUrl: string
  /** Create requests begun, counted by request lines on the wire, whole or not. */
  readonly creates: number
  readonly connections: number
  readonly requests: readonly ArrivedRequest[]
}

type Answer = (socket: Socket, request: ArrivedRequest) => void

/** A server on loopback that speaks raw bytes, so that every fault can be made on a real socket. */
export async function openCarrierStub(
  answer: Answer,
  scheme: 'http' | 'https' = 'http',
): Promise<CarrierStub> {
  const sockets = new Set<Socket>()
  const requests: ArrivedRequest[] = []
  let creates = 0
  let connections = 0
  const serve = (socket: Socket): void => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let buffer = ''
    let isCounted = false
    socket.setEncoding('latin1').on('data', (chunk) => {
      buffer += String(chunk)
      for (;;) {
        if (!isCounted && buffer.startsWith('POST ')) {
          creates += 1
          isCounted = true
        }
        const request = takeRequest(buffer)
        if (!request) {
          return
        }
        buffer = buffer.slice(request.length)
        isCounted = false
        requests.push(request)
        answer(socket, request)
      }
    })
  }
  const server: Server =
    scheme === 'http' ? createServer(serve) : createTlsServer({ key: privateKey, cert: certificate }, serve)
  // A client that refuses our certificate ends here, and that is wanted.
  server.on('tlsClientError', (_error, socket: Socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `${scheme}://127.0.0.1:${portOf(server)}`,
    requests,
    get creates() {
      return creates
    },
    get connections() {
      return connections
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) {
        socket.destroy()
      }
      await closed
    },
  }
}

function takeRequest(buffer: string): (ArrivedRequest & { length: number }) | undefined {
  const headEnd = buffer.indexOf('\r\n\r\n')
  if (headEnd === -1) {
    return undefined
  }
  const head = buffer.slice(0, headEnd)
  const bodyLength = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const length = headEnd + 4 + bodyLength
  const body = buffer.slice(headEnd + 4, length)
  return buffer.length < length ? undefined : { head, body, form: new URLSearchParams(body), length }
}

/** Writes a whole HTTP answer. */
export function reply(
  socket: Socket,
  status: number,
  body: unknown,
  headers: Record<string, string | number> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const all = { 'Content-Length': Buffer.byteLength(text), 'Twilio-Request-Id': requestId, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n${text}`)
}

/** A message resource in Twilio's shape. */
export function messageResource(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sid: messageSid,
    account_sid: accountSid,
    status: 'queued',
    direction: 'outbound-api',
    from: '+15005550006',
    to: '+15558675310',
    body: 'hello',
    num_segments: '1',
    num_media: '1',
    price: null,
    price_unit: 'USD',
    error_code: null,
    error_message: null,
    date_created: 'Sat, 14 Nov 2026 09:30:00 +0000',
    ...overrides,
  }
}

/** Twilio's error body. */
export function errorBody(code: number, status: number): Record<string, unknown> {
  return {
    code,
    message: 'secret +15558675310',
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  }
}

export function settingsFor(baseUrl: string, overrides: Partial<TwilioSettings> = {}): TwilioSettings {
  return {
    accountSid,
    authToken: '0123456789abcdef0123456789abcdef',
    baseUrl,
    timeouts: { connectMs: 2_000, headersMs: 5_000, totalMs: 8_000 },
    ...overrides,
  }
}

export function aRequest(overrides: Partial<SendRequest> = {}): SendRequest {
  return {
    messageId: '01990000-0000-7000-8000-000000000000',
    tenantId: '01990000-0000-7000-8000-00000000000a',
    attempt: 1,
    to: '+15558675310',
    from: '+15005550006',
    body: 'hello',
    mediaUrls: ['https://m.example.com/a.png'],
    requireMms: false,
    ...overrides,
  }
}

/** A port whose listener never accepts and whose backlog is full: connecting to it hangs. */
export async function openDeafPort(): Promise<AsyncDisposable & { readonly baseUrl: string }> {
  const worker = new Worker(deafListener, { eval: true })
  const [port] = (await once(worker, 'message')) as [number]
  const fillers: Socket[] = []
  const { connect } = await import('node:net')
  // The kernel keeps two connections for a backlog of one. They stay open, so the third one hangs.
  for (let filled = 0; filled < 2; filled += 1) {
    const filler = connect(port, '127.0.0.1')
    fillers.push(filler)
    await once(filler, 'connect')
  }
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const filler of fillers) {
        filler.on('error', () => filler.destroy()).destroy()
      }
      await worker.terminate()
    },
  }
}

const deafListener = `
  const { parentPort } = require('node:worker_threads')
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })
`

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
