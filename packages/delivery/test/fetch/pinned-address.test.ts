import type { Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { certificate as untrusted } from '../twilio/self-signed.ts'
import {
  fetchStrictly,
  otherPublicAddress,
  publicAddress,
  resolveInTurn,
  resolveTo,
} from './fetch-fixture.ts'
import { openHostileServer, reply } from './hostile-server.ts'
import { certificate } from './media-certificate.ts'
import { watchConnects } from './watch-connects.ts'

describe('a name is resolved once for a hop', () => {
  test('and the connect goes to the address that was vetted, not to what the name leads to later', async () => {
    await using server = await openHostileServer((socket) => reply(socket, 200, {}, 'public'))
    using watch = watchConnects({ [publicAddress]: server.port })
    const resolve = resolveInTurn([publicAddress], ['127.0.0.1'])
    const result = await fetchStrictly('http://media.example.com/a.png', { resolve })
    expect(result).toMatchObject({ kind: 'ok', body: Buffer.from('public') })
    expect(resolve.asked).toEqual(['media.example.com'])
    expect(watch.connects).toMatchObject([{ host: publicAddress, port: 80 }])
  })

  test('and a name that leads to loopback at the next hop is refused there', async () => {
    await using server = await openHostileServer((socket) => reply(socket, 302, { Location: '/again' }))
    using watch = watchConnects({ [publicAddress]: server.port })
    const resolve = resolveInTurn([publicAddress], ['127.0.0.1'])
    const result = await fetchStrictly('http://media.example.com/a.png', { resolve })
    expect(result).toMatchObject({ kind: 'refused', code: 'address_refused' })
    expect(resolve.asked).toHaveLength(2)
    expect(watch.connects).toMatchObject([{ host: publicAddress }])
    expect(server.requests).toHaveLength(1)
  })

  test('and stays in the Host header, with a port that is not the usual one', async () => {
    await using server = await openHostileServer((socket) => reply(socket, 200))
    using _watch = watchConnects({ [publicAddress]: server.port })
    await fetchStrictly('http://media.example.com/a.png?sig=1')
    await fetchStrictly('http://media.example.com:8080/')
    const [first, second] = server.requests.map(({ head }) => head.toLowerCase())
    expect(first).toContain('get /a.png?sig=1 http/1.1\r\n')
    expect(first).toContain('\r\nhost: media.example.com\r\n')
    expect(second).toContain('\r\nhost: media.example.com:8080\r\n')
  })

  test('and the next address of the same answer is tried when nobody listens at the first', async () => {
    await using server = await openHostileServer((socket) => reply(socket, 200))
    const closedPort = await findClosedPort()
    using watch = watchConnects({ [publicAddress]: closedPort, [otherPublicAddress]: server.port })
    const resolve = resolveInTurn([publicAddress, otherPublicAddress])
    expect(await fetchStrictly('http://media.example.com/', { resolve })).toMatchObject({ kind: 'ok' })
    expect(watch.connects.map(({ host }) => host)).toEqual([publicAddress, otherPublicAddress])
    expect(resolve.asked).toHaveLength(1)
  })
})

describe('over TLS', () => {
  const known = getCACertificates('default')
  beforeEach(() => setDefaultCACertificates([...known, certificate]))
  afterEach(() => {
    setDefaultCACertificates(known)
    vi.unstubAllEnvs()
  })

  test('the name stays in SNI and the certificate while the connect goes to the vetted address', async () => {
    await using server = await openHostileServer((socket) => reply(socket, 200, {}, 'safe'), {
      scheme: 'https',
    })
    using watch = watchConnects({ [publicAddress]: server.port })
    const result = await fetchStrictly('https://media.example.com/a.png')
    expect(result).toMatchObject({ kind: 'ok', body: Buffer.from('safe') })
    expect(watch.connects).toMatchObject([{ host: publicAddress, port: 443 }])
    expect(server.requests).toMatchObject([{ servername: 'media.example.com' }])
  })

  test.each([
    ['of another name', 'https://other.example.com/'],
    ['of a name where an address was asked for', `https://${publicAddress}/`],
  ])('a certificate %s is refused before any byte of the request', async (_what, url) => {
    await using server = await openHostileServer((socket) => reply(socket, 200), { scheme: 'https' })
    using _watch = watchConnects({ [publicAddress]: server.port })
    expect(await fetchStrictly(url)).toMatchObject({ kind: 'refused', code: 'certificate_refused' })
    expect(server.requests).toEqual([])
  })

  test('a certificate that nobody vouches for is refused, also when the environment says not to check', async () => {
    setDefaultCACertificates([...known, untrusted])
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    await using server = await openHostileServer((socket) => reply(socket, 200), { scheme: 'https' })
    using _watch = watchConnects({ [publicAddress]: server.port })
    const result = await fetchStrictly('https://media.example.com/')
    expect(result).toMatchObject({ kind: 'refused', code: 'certificate_refused' })
    expect(server.requests).toEqual([])
  })

  test.each([
    ['speaks something else', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['hangs up', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
  ])('a server that %s may do better later', async (_what, greet) => {
    await using server = await openHostileServer((socket) => reply(socket, 200), { greet })
    using watch = watchConnects({ [publicAddress]: server.port, [otherPublicAddress]: server.port })
    const resolve = resolveTo(publicAddress, otherPublicAddress)
    const result = await fetchStrictly('https://media.example.com/', { resolve })
    expect(result).toMatchObject({ kind: 'failed', code: 'tls_failed' })
    expect(watch.connects.map(({ host }) => host)).toEqual([publicAddress])
  })
})

test('a host where nobody listens may do better later', async () => {
  using watch = watchConnects({ [publicAddress]: await findClosedPort() })
  const result = await fetchStrictly('http://media.example.com/')
  expect(result).toMatchObject({ kind: 'failed', code: 'connect_failed' })
  expect(watch.connects).toHaveLength(1)
})

async function findClosedPort(): Promise<number> {
  const server = await openHostileServer(() => undefined)
  await server[Symbol.asyncDispose]()
  return server.port
}
