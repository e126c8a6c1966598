import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type FetchedMedia, fetchMedia } from '../../src/fetch/fetch-media.ts'
import { publicAddress, resolveTo, strict } from './fetch-fixture.ts'
import { headOf, openHostileServer, reply } from './hostile-server.ts'
import { watchConnects } from './watch-connects.ts'

const acceptTypes = ['image/jpeg', 'image/png', 'image/gif']
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)])

type Served = {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

async function fetchServed(served: Served, types = acceptTypes): Promise<FetchedMedia> {
  await using server = await openHostileServer((socket) =>
    reply(socket, served.status ?? 200, served.headers, served.body),
  )
  using _watch = watchConnects({ [publicAddress]: server.port })
  return await fetchFrom('http://media.example.com/a.png', types)
}

function fetchFrom(url: string, types = acceptTypes, addresses = [publicAddress]): Promise<FetchedMedia> {
  const options = {
    rules: strict,
    maxBytes: 1_000,
    totalMs: 5_000,
    acceptTypes: types,
    resolve: resolveTo(...addresses),
  }
  return fetchMedia(url, options, new AbortController().signal)
}

describe('media is answered whole, with the hash of its bytes,', () => {
  const sha256 = createHash('sha256').update(png).digest('hex')

  test.each([
    ['image/png'],
    ['IMAGE/PNG; charset=binary'],
    ['application/octet-stream'],
    ['binary/octet-stream'],
    ['image/x-png'],
    [undefined],
  ])('under the type its bytes have, declared as %s', async (declared) => {
    const headers = declared === undefined ? {} : { 'Content-Type': declared }
    const media = await fetchServed({ headers, body: png })
    expect(media).toEqual({ kind: 'media', bytes: png, contentType: 'image/png', sha256 })
  })

  test('under the declared of two types that its bytes may have', async () => {
    const body = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftyp3gp5'), Buffer.alloc(20)])
    const types = ['audio/3gpp', 'video/3gpp']
    const audio = await fetchServed({ headers: { 'Content-Type': 'audio/3gpp' }, body }, types)
    expect(audio).toMatchObject({ kind: 'media', contentType: 'audio/3gpp' })
    const undeclared = await fetchServed({ body }, ['audio/3gpp'])
    expect(undeclared).toMatchObject({ kind: 'media', contentType: 'audio/3gpp' })
  })
})

describe('media is refused for good', () => {
  const page = '<!doctype html><script>alert(1)</script>'
  const cases: readonly [what: string, code: string, served: Served][] = [
    [
      'a page under the name of a picture',
      'type_unknown',
      { headers: { 'Content-Type': 'image/png' }, body: page },
    ],
    [
      'a script in a drawing',
      'type_unknown',
      { headers: { 'Content-Type': 'image/svg+xml' }, body: '<svg/>' },
    ],
    [
      'a picture declared as another kind',
      'type_mismatch',
      { headers: { 'Content-Type': 'image/gif' }, body: png },
    ],
    [
      'a picture declared as a page',
      'type_mismatch',
      { headers: { 'Content-Type': 'text/html' }, body: png },
    ],
    [
      'a kind that is not taken',
      'type_refused',
      { headers: { 'Content-Type': 'application/pdf' }, body: '%PDF-1.7' },
    ],
    ['no bytes', 'media_empty', { headers: { 'Content-Type': 'image/png' } }],
    ['too many bytes', 'too_large', { body: Buffer.alloc(1_001) }],
    ['a coded body', 'encoding_refused', { headers: { 'Content-Encoding': 'br' }, body: png }],
    [
      'a redirect to loopback',
      'redirect_refused',
      { status: 302, headers: { Location: 'http://127.0.0.1/' } },
    ],
    ['401', 'http_status', { status: 401 }],
    ['403', 'http_status', { status: 403 }],
    ['404', 'http_status', { status: 404 }],
    ['410', 'http_status', { status: 410 }],
  ]

  test.each(cases)('for %s', async (_what, code, served) => {
    const media = await fetchServed(served)
    expect(media).toMatchObject({ kind: 'refused', code, detail: expect.stringMatching(/\w+/) })
  })

  test('for a forbidden URL or address', async () => {
    expect(await fetchFrom('http://[::1]/a.png')).toMatchObject({ kind: 'refused', code: 'url_refused' })
    const rebound = await fetchFrom('http://media.example.com/', acceptTypes, [publicAddress, '127.0.0.1'])
    expect(rebound).toMatchObject({ kind: 'refused', code: 'address_refused' })
  })
})

describe('media may come later', () => {
  test.each([408, 429, 500, 502, 503, 504])('after an answer of %i', async (status) => {
    expect(await fetchServed({ status })).toMatchObject({ kind: 'unavailable', code: 'http_status' })
  })

  test('after a name without an address', async () => {
    const media = await fetchFrom('http://media.example.com/', acceptTypes, [])
    expect(media).toMatchObject({ kind: 'unavailable', code: 'dns_failed' })
  })

  test('after a body that broke off', async () => {
    const head = headOf(200, { 'Content-Type': 'image/png', 'Content-Length': '500' })
    await using server = await openHostileServer((socket) =>
      socket.end(Buffer.concat([Buffer.from(head), png])),
    )
    using _watch = watchConnects({ [publicAddress]: server.port })
    const media = await fetchFrom('http://media.example.com/')
    expect(media).toMatchObject({ kind: 'unavailable', code: 'truncated' })
  })
})

test('what is said of a problem names no path, no query and no address', async () => {
  const url = 'http://media.example.com/secret-path?signature=secret-query'
  const said: FetchedMedia[] = [
    await fetchFrom(url, acceptTypes, ['10.11.12.13']),
    await fetchFrom(url, acceptTypes, []),
  ]
  for (const answer of [
    { status: 404 },
    { status: 302, headers: { Location: 'http://10.11.12.13/secret-path' } },
  ]) {
    await using server = await openHostileServer((socket) => reply(socket, answer.status, answer.headers))
    using _watch = watchConnects({ [publicAddress]: server.port })
    said.push(await fetchFrom(url))
  }
  expect(said.map(({ kind }) => kind)).toEqual(['refused', 'unavailable', 'refused', 'refused'])
  expect(JSON.stringify(said)).not.toMatch(/secret|10\.11\.12\.13/)
})
