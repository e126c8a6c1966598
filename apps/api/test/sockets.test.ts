import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { createLatch } from '@heliograph/testkit/latch'
import { expect, test } from 'vitest'
import { defaultLimits } from '../src/limits.ts'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()

async function listening(app = api.app): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

/** Sends the pieces and answers everything that comes back until the server closes. */
async function exchange(port: number, ...pieces: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  const answer = text(socket)
  await once(socket, 'connect')
  for (const piece of pieces) socket.write(piece)
  return await answer
}

const problemOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))

test('production limits are what the documentation says', () => {
  expect(defaultLimits).toMatchObject({
    maxBodyBytes: 262_144,
    maxCallbackBytes: 65_536,
    maxHeaderBytes: 16_384,
    headersTimeoutMs: 10_000,
    requestTimeoutMs: 15_000,
    connectionTimeoutMs: 20_000,
    keepAliveTimeoutMs: 65_000,
  })
  const { server } = api.app
  expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout]).toEqual([
    10_000, 15_000, 65_000,
  ])
})

test('a request that trickles in is cut, headers or body, and others are served meanwhile', async () => {
  const limits = { ...defaultLimits, headersTimeoutMs: 300, requestTimeoutMs: 600, checkIntervalMs: 50 }
  const port = await listening(await api.build({}, limits))
  const startedAt = performance.now()
  const slow = [
    exchange(port, 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: '),
    exchange(
      port,
      `POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    ),
  ]
  const fast = await fetch(`http://127.0.0.1:${port}/livez`)
  expect([fast.status, await fast.json()]).toEqual([200, { status: 'alive' }])
  for (const answer of await Promise.all(slow)) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(problemOf(answer)).toMatchObject({ status: 408, code: 'request_timeout' })
  }
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

test('headers over 16 KiB are 431, and what is not HTTP is 400, as problems', async () => {
  const port = await listening(await api.build())
  const tooLarge = await exchange(
    port,
    `GET /livez HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(17_000)}\r\n\r\n`,
  )
  expect(problemOf(tooLarge)).toMatchObject({ status: 431, code: 'headers_too_large' })
  const garbage = await exchange(port, '\u0016\u0003\u0001 hello\r\n\r\n')
  expect(problemOf(garbage)).toMatchObject({ status: 400, code: 'malformed_http' })
})

test('a body of unknown length is cut at the limit', async () => {
  const port = await listening(await api.build())
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(0x20)),
  })
  const answer = await fetch(`http://127.0.0.1:${port}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    body: endless,
    duplex: 'half',
  }).then(
    (response) => response.status,
    () => 413,
  )
  expect(answer).toBe(413)
})

test('closing finishes what is under way, accepts nothing new and closes kept-alive connections', async () => {
  const asked = createLatch()
  const release = createLatch()
  const app = await api.build({
    queue: {
      depth: async () => {
        asked.open()
        await release.wait()
        return 0
      },
      ring: () => Promise.resolve(),
      waiting: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    },
  })
  const port = await listening(app)
  const idle = connect(port, '127.0.0.1')
  const idleClosed = once(idle, 'close')
  idle.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(idle, 'data')
  const underWay = fetch(`http://127.0.0.1:${port}/readyz`)
  await asked.wait()
  const closed = app.close()
  await idleClosed
  await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow()
  release.open()
  expect((await underWay).status).toBe(200)
  await closed
})
