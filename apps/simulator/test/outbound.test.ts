import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createOutbound, type OutboundRequest } from '../src/core/outbound.ts'

const ANSWER = 'HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n'

/** A server that decides by connection and request, below HTTP. */
async function startRawServer(
  handle: (socket: Socket, connection: number, request: number) => void,
): Promise<string> {
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    connections += 1
    const connection = connections
    let requests = 0
    socket.on('error', () => socket.destroy())
    socket.on('data', () => {
      requests += 1
      handle(socket, connection, requests)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

function request(url: string, over: Partial<OutboundRequest> = {}): OutboundRequest {
  const signal = new AbortController().signal
  return {
    url,
    method: 'GET',
    headers: {},
    connectTimeoutMs: 1_000,
    readTimeoutMs: 1_000,
    maxBytes: 100,
    signal,
    ...over,
  }
}

function openOutbound(): ReturnType<typeof createOutbound> {
  const outbound = createOutbound()
  onTestFinished(() => outbound.close())
  return outbound
}

test('an idle connection that the other side closed does not cost a request', async () => {
  const seen: string[] = []
  const url = await startRawServer((socket, connection, n) => {
    seen.push(`${connection}.${n}`)
    if (connection === 1 && n === 2) socket.resetAndDestroy()
    else socket.write(ANSWER)
  })
  const outbound = openOutbound()
  expect(await outbound.send(request(url))).toMatchObject({ kind: 'answered', status: 204 })
  expect(await outbound.send(request(url))).toMatchObject({ kind: 'answered', status: 204 })
  expect(seen).toEqual(['1.1', '1.2', '2.1'])
})

test('a fresh connection that breaks is reported, not repeated', async () => {
  let connections = 0
  const url = await startRawServer((socket) => {
    connections += 1
    socket.resetAndDestroy()
  })
  expect(await openOutbound().send(request(url))).toEqual({ kind: 'failed', phase: 'protocol' })
  expect(connections).toBe(1)
})

test('the read timeout is kept to the tenth of a second', async () => {
  const url = await startRawServer(() => undefined)
  const startedMs = performance.now()
  expect(await openOutbound().send(request(url, { readTimeoutMs: 150 }))).toEqual({
    kind: 'failed',
    phase: 'timeout',
  })
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(145)
  expect(performance.now() - startedMs).toBeLessThan(400)
})

test('an answer that is no HTTP, one that is too long, and a URL that cannot be expressed are told apart', async () => {
  const outbound = openOutbound()
  const garbage = await startRawServer((socket) => socket.end('hello\r\n\r\n'))
  expect(await outbound.send(request(garbage))).toEqual({ kind: 'failed', phase: 'protocol' })
  const long = await startRawServer((socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(101)}`))
  expect(await outbound.send(request(long))).toEqual({ kind: 'too_large' })
  expect(await outbound.send(request('http://a%zz@127.0.0.1/'))).toEqual({
    kind: 'failed',
    phase: 'protocol',
  })
})

test('closing ends what is in flight and refuses what comes after', async () => {
  const outbound = openOutbound()
  const arrived = Promise.withResolvers<void>()
  const url = await startRawServer(() => arrived.resolve())
  const pending = outbound.send(request(url))
  await arrived.promise
  outbound.close()
  expect(await pending).toEqual({ kind: 'failed', phase: 'closed' })
  expect(await outbound.send(request(url))).toEqual({ kind: 'failed', phase: 'closed' })
})
