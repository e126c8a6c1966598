import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { certificate, privateKey } from './media-certificate.ts'

/** One request as it arrived. */
export type Arrived = {
  readonly head: string
  readonly path: string
  readonly servername: string | false | null
}

export type HostileServer = AsyncDisposable & {
  readonly port: number
  readonly connections: number
  readonly requests: readonly Arrived[]
}

/** A server on loopback that speaks raw bytes, so that it can break every rule of HTTP. */
export async function openHostileServer(
  answer: (socket: Socket, request: Arrived) => void,
  options: { readonly scheme?: 'http' | 'https'; readonly greet?: (socket: Socket) => void } = {},
): Promise<HostileServer> {
  const sockets = new Set<Socket>()
  const requests: Arrived[] = []
  let connections = 0
  const serve = (socket: Socket): void => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    options.greet?.(socket)
    let head = ''
    socket.setEncoding('latin1').on('data', (chunk) => {
      head += String(chunk)
      if (!head.endsWith('\r\n\r\n')) return
      const servername = socket instanceof TLSSocket ? socket.servername : null
      const request = { head, path: head.split(' ')[1] ?? '', servername }
      head = ''
      requests.push(request)
      answer(socket, request)
    })
  }
  const server: Server =
    options.scheme === 'https'
      ? createTlsServer({ key: privateKey, cert: certificate }, serve)
      : createServer(serve)
  // A client that refuses our certificate ends here, and that is wanted.
  server.on('tlsClientError', (_error, socket: Socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    requests,
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

/** Writes a whole response and ends the connection. */
export function reply(
  socket: Socket,
  status: number,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): void {
  const length = { 'Content-Length': String(Buffer.byteLength(body)) }
  socket.write(headOf(status, { ...length, ...headers }))
  socket.end(body)
}

/** Writes `chunk` for as long as the other side takes it; answers to back-pressure, so that memory stays ours. */
export function pour(socket: Socket, chunk: string | Buffer): void {
  const write = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', write)
  write()
}

/** Status line and headers with the empty line after them. */
export function headOf(status: number, headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n`
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
