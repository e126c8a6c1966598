import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createLatch } from '@heliograph/testkit/latch'
import { describe, expect, test } from 'vitest'
import { fetchGuarded } from '../../src/fetch/guarded-fetch.ts'
import { fetchStrictly, publicAddress, strict } from './fetch-fixture.ts'
import { headOf, openHostileServer, pour, reply } from './hostile-server.ts'
import { watchConnects } from './watch-connects.ts'

const url = 'http://media.example.com/a.png'
const maxBytes = 256 * 1024
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

/** Fetches from a server that answers so; answers the result and how many bytes this side read. */
async function fetchFrom(
  answer: (socket: Socket) => void,
  settings: Parameters<typeof fetchStrictly>[1] = {},
) {
  await using server = await openHostileServer(answer)
  using watch = watchConnects({ [publicAddress]: server.port })
  const result = await fetchStrictly(url, { maxBytes, ...settings })
  expect(watch.connects.every(({ socket }) => socket.destroyed)).toBe(true)
  return { result, bytesRead: watch.connects.reduce((sum, { socket }) => sum + socket.bytesRead, 0) }
}

describe('no more is read than the cap and what was already on its way, from', () => {
  const slack = 192 * 1024
  const block = Buffer.alloc(64 * 1024, 'x')
  const endless: Record<string, (socket: Socket) => void> = {
    'an endless body with an end at the close': (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      pour(socket, block)
    },
    'an endless body in chunks': (socket) => {
      socket.write(chunked)
      pour(socket, Buffer.concat([Buffer.from('10000\r\n'), block, Buffer.from('\r\n')]))
    },
    'an endless body after a small Content-Length': (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${maxBytes + 1}\r\n\r\n`)
      pour(socket, block)
    },
  }

  test.each(Object.entries(endless))('%s', async (_what, answer) => {
    const { result, bytesRead } = await fetchFrom(answer)
    expect(result).toMatchObject({ kind: 'refused', code: 'too_large' })
    expect(bytesRead).toBeLessThanOrEqual(maxBytes + slack)
  })

  // Bytes that are no body count too, up to twice the cap.
  const around: Record<string, (socket: Socket) => void> = {
    'a chunk extension without an end': (socket) => {
      socket.write(`${chunked}1;`)
      pour(socket, block)
    },
    'interim answers without an end': (socket) =>
      pour(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(500)),
    'a reason phrase without an end': (socket) => {
      socket.write('HTTP/1.1 200 ')
      pour(socket, block)
    },
    'a body in chunks of one byte': (socket) => {
      socket.write(chunked)
      pour(socket, '1\r\nx\r\n'.repeat(10_000))
    },
  }

  test.each(Object.entries(around))('%s', async (_what, answer) => {
    const { result, bytesRead } = await fetchFrom(answer)
    expect(result.kind).not.toBe('ok')
    expect(bytesRead).toBeLessThanOrEqual(2 * maxBytes + slack)
  })

  test('a body whose Content-Length alone is too large, of which nothing is awaited', async () => {
    const head = headOf(200, { 'Content-Length': String(maxBytes + 1) })
    const { result, bytesRead } = await fetchFrom((socket) => socket.write(head))
    expect(result).toMatchObject({ kind: 'refused', code: 'too_large' })
    expect(bytesRead).toBe(head.length)
  })

  test('headers without an end, many or one', async () => {
    for (const line of ['X-A: b\r\n', 'x']) {
      const { result, bytesRead } = await fetchFrom((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nX-Start: ')
        pour(socket, line.repeat(1_000))
      })
      expect(result).toMatchObject({ kind: 'refused', code: 'headers_too_large' })
      expect(bytesRead).toBeLessThanOrEqual(slack)
    }
  })

  test('trailers without an end', async () => {
    const { result, bytesRead } = await fetchFrom((socket) => {
      socket.write(`${chunked}1\r\nx\r\n0\r\n`)
      pour(socket, 'X-T: trailer\r\n'.repeat(1_000))
    })
    expect(result.kind).not.toBe('ok')
    expect(bytesRead).toBeLessThanOrEqual(2 * maxBytes + slack)
  })

  test('a bomb of gzip, which is refused at its headers and never unpacked', async () => {
    const { result, bytesRead } = await fetchFrom((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n')
      pour(socket, gzipSync(Buffer.alloc(10 * 1024 * 1024)))
    })
    expect(result).toMatchObject({ kind: 'refused', code: 'encoding_refused' })
    expect(bytesRead).toBeLessThanOrEqual(slack)
  })
})

describe('a body', () => {
  test('of exactly the cap is whole, one byte more is too large', async () => {
    const full = Buffer.alloc(maxBytes, 'y')
    const { result } = await fetchFrom((socket) => reply(socket, 200, { 'Content-Type': 'image/png' }, full))
    expect(result).toEqual({ kind: 'ok', status: 200, url, contentType: 'image/png', body: full })
    const { result: more } = await fetchFrom((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\n\r\n${full.toString()}z`),
    )
    expect(more).toMatchObject({ code: 'too_large' })
  })

  test('of many small chunks arrives unchanged', async () => {
    const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256))
    const chunks = [...bytes].map((byte) => Buffer.from([0x31, 13, 10, byte, 13, 10]))
    const { result } = await fetchFrom((socket) => {
      socket.write(chunked)
      socket.end(Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]))
    })
    expect(result).toMatchObject({ kind: 'ok', body: bytes })
  })

  test('longer than its Content-Length is cut there, and the rest is never an answer', async () => {
    const { result } = await fetchFrom((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n')
      pour(socket, Buffer.alloc(64 * 1024, 'x'))
    })
    expect(result).toMatchObject({ kind: 'ok', body: Buffer.from('x') })
  })

  test('shorter than it was said to be is truncated, never ok', async () => {
    const { result: counted } = await fetchFrom((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'),
    )
    expect(counted).toMatchObject({ kind: 'failed', code: 'truncated' })
    const { result: inChunks } = await fetchFrom((socket) => socket.end(`${chunked}5\r\nabcde\r\n`))
    expect(inChunks).toMatchObject({ kind: 'failed', code: 'truncated' })
  })

  test.each(['gzip', 'br', 'deflate', 'zstd', 'identity, gzip', 'GZIP'])(
    'in %s is refused',
    async (encoding) => {
      const { result } = await fetchFrom((socket) =>
        reply(socket, 200, { 'Content-Encoding': encoding }, 'abc'),
      )
      expect(result).toMatchObject({ kind: 'refused', code: 'encoding_refused' })
    },
  )

  test('with a length of two minds is never ok', async () => {
    const heads = [
      'Content-Length: 1\r\nContent-Length: 3',
      'Content-Length: 3\r\nTransfer-Encoding: chunked',
      'Content-Length: -1',
    ]
    for (const head of heads) {
      const { result } = await fetchFrom((socket) => socket.end(`HTTP/1.1 200 OK\r\n${head}\r\n\r\nabc`))
      expect([head, result.kind]).toEqual([head, 'failed'])
    }
  })
})

test('what is not said to be otherwise is bounded by 5 MiB', async () => {
  const ends = [5 * 1024 * 1024, 5 * 1024 * 1024 + 1].map(async (size) => {
    await using server = await openHostileServer((socket) => reply(socket, 200, {}, Buffer.alloc(size)))
    const signal = new AbortController().signal
    const rules = { ...strict, allowPrivateHosts: true }
    const result = await fetchGuarded(`http://127.0.0.1:${server.port}/`, { rules, signal })
    return result.kind === 'ok' ? result.body.length : result.code
  })
  expect(await Promise.all(ends)).toEqual([5 * 1024 * 1024, 'too_large'])
})

describe('an answer', () => {
  test.each([
    [204, 'ok', undefined],
    [304, 'refused', 'http_status'],
    [401, 'refused', 'http_status'],
    [403, 'refused', 'http_status'],
    [404, 'refused', 'http_status'],
    [410, 'refused', 'http_status'],
    [408, 'failed', 'http_status'],
    [429, 'failed', 'http_status'],
    [500, 'failed', 'http_status'],
    [503, 'failed', 'http_status'],
  ])('of %i is %s', async (status, kind, code) => {
    const { result } = await fetchFrom((socket) => socket.end(headOf(status, {})))
    expect(result).toMatchObject({ kind, status, ...(code === undefined ? {} : { code }) })
  })

  test.each([
    ['not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'bad_response'],
    ['nothing', '', 'connection_lost'],
    ['another protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n', undefined],
    ['only an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n', undefined],
  ])('that is %s fails and leaves no connection', async (_what, bytes, code) => {
    const { result } = await fetchFrom((socket) => socket.end(bytes))
    expect(result).toMatchObject({ kind: 'failed', ...(code === undefined ? {} : { code }) })
  })
})

describe('the deadline holds over everything', () => {
  const drip = (socket: Socket, piece: string, start = ''): void => {
    socket.write(start)
    const timer = setInterval(() => socket.write(piece), 5)
    socket.on('close', () => clearInterval(timer))
  }

  test.each([
    ['silence after the request', (_socket: Socket) => undefined],
    ['a status line that drips', (socket: Socket) => drip(socket, 'a', 'HTTP/1.1 200 ')],
    ['a header that drips', (socket: Socket) => drip(socket, 'a', 'HTTP/1.1 200 OK\r\nX: ')],
    ['a body that drips', (socket: Socket) => drip(socket, '1\r\nx\r\n', chunked)],
  ])('%s', async (_what, answer) => {
    const { result } = await fetchFrom(answer, { totalMs: 300 })
    expect(result).toMatchObject({ kind: 'failed', code: 'timeout' })
  })

  test('a name that nobody answers for', async () => {
    using watch = watchConnects()
    const result = await fetchStrictly(url, { resolve: () => new Promise(() => undefined), totalMs: 50 })
    expect(result).toMatchObject({ kind: 'failed', code: 'timeout' })
    expect(watch.connects).toEqual([])
  })

  test('and so does the signal of the caller, at once', async () => {
    const controller = new AbortController()
    const arrived = createLatch()
    await using server = await openHostileServer(() => arrived.open())
    using watch = watchConnects({ [publicAddress]: server.port })
    const fetching = fetchStrictly(url, { signal: controller.signal, totalMs: 60_000 })
    await arrived.wait()
    controller.abort()
    expect(await fetching).toMatchObject({ kind: 'failed', code: 'aborted' })
    expect(watch.connects.every(({ socket }) => socket.destroyed)).toBe(true)
  })

  test('a fetch that was given up before it began connects to nothing', async () => {
    using watch = watchConnects()
    const result = await fetchStrictly(url, { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ kind: 'failed', code: 'aborted' })
    expect(watch.connects).toEqual([])
  })
})
