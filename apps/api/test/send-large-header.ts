import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { DocumentedOperation } from './documented-operations.ts'
import type { Answer } from './kitchen.ts'

/** Sends a request whose headers are too large. It needs a socket: nothing of the app sees such a request. */
export async function sendLargeHeader(
  app: FastifyInstance,
  { method, path }: DocumentedOperation,
): Promise<Answer> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  // What address() answers of a TCP server that listens.
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`)
  let text = ''
  socket.on('data', (part) => {
    text += String(part)
  })
  await once(socket, 'close')
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const type = /content-type: (.+)/i.exec(head)?.[1]
  return { statusCode: Number(head.split(' ')[1]), headers: { 'content-type': type }, body }
}
