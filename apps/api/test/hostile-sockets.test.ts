import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { defaultLimits } from '../src/limits.ts'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()

async function listen(limits = defaultLimits): Promise<number> {
  const app = await api.build({}, limits)
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

/** As events.once, which an error before the close would make reject. */
function closeOf(socket: Socket): Promise<void> {
  const closed = Promise.withResolvers<void>()
  socket.once('close', () => closed.resolve())
  return closed.promise
}

/** Sends a byte now and then until the server closes; answers how long that took. */
async function trickle(port: number, head: string): Promise<number> {
  const startedAt = performance.now()
  const socket: Socket = connect(port, '127.0.0.1')
  // A cut connection is what the test is about.
  socket.on('error', () => socket.destroy())
  socket.resume()
  const closed = closeOf(socket)
  socket.write(head)
  const timer = setInterval(() => socket.write('a'), 100)
  await closed
  clearInterval(timer)
  return performance.now() - startedAt
}

async function timeRequests(port: number, count: number): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < count; n += 1) {
    const startedAt = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}/v1/messages`, {
      headers: { authorization: `Bearer ${api.key}` },
    })
    expect(answer.status).toBe(200)
    await answer.arrayBuffer()
    times.push(performance.now() - startedAt)
  }
  return times.toSorted((a, b) => a - b)
}

test('200 connections that send a byte now and then are closed in time, and others are served as before', async () => {
  const limits = { ...defaultLimits, headersTimeoutMs: 600, requestTimeoutMs: 1_200, checkIntervalMs: 100 }
  const port = await listen(limits)
  await timeRequests(port, 20)
  const alone = await timeRequests(port, 50)
  const heads = [
    'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ',
    `POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.key}\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n"`,
  ]
  const slow = Array.from({ length: 200 }, (_, n) => trickle(port, heads[n % 2] ?? ''))
  const beside = await timeRequests(port, 50)
  const closedAfter = await Promise.all(slow)
  expect(Math.max(...closedAfter)).toBeLessThan(limits.requestTimeoutMs + 3_000)
  // By the median, because the test and its 200 clients share the machine with the server.
  expect(beside[25] ?? 0).toBeLessThan(Math.max(50, 10 * (alone[25] ?? 0)))
})

test('connections beyond the bound are closed at once, and there is room again when one goes', async () => {
  const port = await listen({ ...defaultLimits, maxConnections: 5 })
  const open = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'))
  await Promise.all(open.map((socket) => once(socket, 'connect')))
  const answer = () => fetch(`http://127.0.0.1:${port}/livez`, { headers: { connection: 'close' } })
  await expect(answer()).rejects.toThrow()
  for (const socket of open) {
    socket.destroy()
    await closeOf(socket)
  }
  await expect.poll(async () => (await answer()).status).toBe(200)
})

test.each([
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!'],
  ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a length that is none', 'Content-Length: -1\r\n\r\n'],
  ['a header with a line break in it', 'X-A: a\rb\r\n\r\n'],
  ['a header without a name', ': a\r\n\r\n'],
  ['no Host', ''],
])('%s is 400, and the connection ends', async (_what, rest) => {
  const port = await listen()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  const host = rest === '' ? '\r\n' : 'Host: x\r\n'
  socket.write(`POST /v1/messages HTTP/1.1\r\n${host}${rest}`)
  await closeOf(socket)
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 400 /)
})
