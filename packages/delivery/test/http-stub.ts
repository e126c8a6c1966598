// A carrier that speaks raw bytes on loopback, so that every fault can be made on a real socket: an answer cut off in
// the middle, a reset, silence. Shared by the tests of all adapters.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Worker } from 'node:worker_threads'
import type { SendRequest } from '../src/providers/provider.ts'
import { certificate, privateKey } from './twilio/self-signed.ts'

/** One request as it arrived, head and body complete. */
export type ArrivedRequest = {
  readonly method: string
  /** Path and query as they stood on the wire. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Everything before the blank line. */
  readonly head: string
  readonly body: string
}

/** Writes the answer to one request, or breaks the connection. */
export type Answer = (socket: Socket, request: ArrivedRequest) => void

/** A running stub. Disposing it breaks every connection and waits until the port is free. */
export type HttpStub = AsyncDisposable & {
  readonly baseUrl: string
  /** POST requests begun, counted by request lines on the wire, whole or not. */
  readonly posts: number
  readonly connections: number
  readonly requests: readonly ArrivedRequest[]
}

/** Opens a stub on a free port. Requests need a Content-Length; chunked bodies are not read. */
export async function openHttpStub(answer: Answer, scheme: 'http' | 'https' = 'http'): Promise<HttpStub> {
  const sockets = new Set<Socket>()
  const requests: ArrivedRequest[] = []
  let posts = 0
  let connections = 0
  const serve = (socket: Socket): void => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let buffer = ''
    let isCounted = false
    // One character per byte, so that Content-Length counts characters.
    socket.setEncoding('latin1').on('data', (chunk) => {
      buffer += String(chunk)
      for (;;) {
        if (!isCounted && buffer.startsWith('POST ')) {
          posts += 1
          isCounted = true
        }
        const taken = takeRequest(buffer)
        if (!taken) return
        buffer = buffer.slice(taken.length)
        isCounted = false
        requests.push(taken.request)
        answer(socket, taken.request)
      }
    })
  }
  const server: Server =
    scheme === 'http' ? createServer(serve) : createTlsServer({ key: privateKey, cert: certificate }, serve)
  // A client that refuses our certificate ends here, and that is wanted.
  server.on('tlsClientError', (_error, socket: Socket) => socket.destroy())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    baseUrl: `${scheme}://127.0.0.1:${portOf(server)}`,
    requests,
    get posts() {
      return posts
    },
    get connections() {
      return connections
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function takeRequest(buffer: string): { request: ArrivedRequest; length: number } | undefined {
  const headEnd = buffer.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const head = buffer.slice(0, headEnd)
  const [requestLine = '', ...headerLines] = head.split('\r\n')
  const headers = Object.fromEntries(headerLines.map(readHeader))
  const length = headEnd + 4 + Number(headers['content-length'] ?? 0)
  if (buffer.length < length) return undefined
  const [method = '', path = ''] = requestLine.split(' ')
  const body = Buffer.from(buffer.slice(headEnd + 4, length), 'latin1').toString('utf8')
  return { request: { method, path, headers, head, body }, length }
}

function readHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

/** Writes a whole HTTP answer. A body that is no string goes out as JSON and says so, unless `headers` says otherwise. */
export function reply(
  socket: Socket,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string | number>> = {},
): void {
  const isText = typeof body === 'string'
  const text = isText ? body : JSON.stringify(body)
  const type = isText ? {} : { 'Content-Type': 'application/json' }
  const all = { 'Content-Length': Buffer.byteLength(text), ...type, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n${text}`)
}

/** A message of text and one picture to a US number. */
export function aRequest(overrides: Partial<SendRequest> = {}): SendRequest {
  return {
    messageId: '01990000-0000-7000-8000-000000000000',
    attempt: 1,
    tenantId: '01990000-0000-7000-8000-00000000000a',
    to: '+14155550101',
    from: '+14155550100',
    body: 'hello',
    mediaUrls: ['https://m.example.com/a.png'],
    requireMms: false,
    ...overrides,
  }
}

/** A port whose listener never accepts and whose backlog is full: connecting to it hangs. */
export async function openDeafPort(): Promise<AsyncDisposable & { readonly baseUrl: string }> {
  const worker = new Worker(deafListener, { eval: true })
  const [port]: unknown[] = await once(worker, 'message')
  const fillers: Socket[] = []
  // The kernel keeps two connections for a backlog of one. They stay open, so the third one hangs.
  for (let filled = 0; filled < 2; filled += 1) {
    const filler = connect(Number(port), '127.0.0.1')
    fillers.push(filler)
    await once(filler, 'connect')
  }
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const filler of fillers) filler.on('error', () => filler.destroy()).destroy()
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
  // A server that listens on TCP has an address of this shape.
  return (server.address() as AddressInfo).port
}
