import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { type Answer, type ArrivedRequest, openHttpStub, reply } from '../http-stub.ts'
import { accepted, aMessage, answerHeaders, openAccount, sendOnce, settingsFor } from './aws-fixture.ts'

/** Bytes of a picture that survive as text, so that what arrives can be compared. */
const png = '\x89PNG\r\n\x1a\n-rest-of-the-picture'
const bytes = Buffer.from(png, 'latin1')
const sha256 = createHash('sha256').update(bytes).digest('hex')
const { tenantId } = aMessage()
const key = `heliograph/${tenantId}/${sha256}.image.png`

type Doors = { media?: Answer; put?: Answer; post?: Answer }

/** Media host, S3 and AWS in one: told apart by method and path. */
function serve({ media = servePng, put = stored, post = taken }: Doors): Answer {
  return (socket, request) => {
    const door = request.method === 'PUT' ? put : request.method === 'POST' ? post : media
    door(socket, request)
  }
}

function servePng(socket: Socket): void {
  servePart(socket, 'image/png', bytes)
}

function servePart(socket: Socket, type: string, body: Buffer): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`)
  socket.write(body)
}

const stored: Answer = (socket) => reply(socket, 200, '', { ETag: '"x"' })
const taken: Answer = (socket) => reply(socket, 200, accepted, answerHeaders)
const s3Error =
  (status: number, code: string): Answer =>
  (socket) =>
    reply(socket, status, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>x</Message></Error>`, {
      'Content-Type': 'application/xml',
    })

const quick = { timeouts: { connectMs: 400, headersMs: 500, totalMs: 2_000 } }

/** Sends one message with media of the stub, and answers what arrived by method. */
async function sendFrom(doors: Doors, settings = {}, path = '/media/a.png') {
  await using stub = await openHttpStub(serve(doors))
  const request = aMessage({ mediaUrls: [`${stub.baseUrl}${path}`] })
  const outcome = await sendOnce(settingsFor(stub.baseUrl, settings), request)
  const arrived = (method: string): ArrivedRequest[] => stub.requests.filter((one) => one.method === method)
  return { outcome, gets: arrived('GET'), puts: arrived('PUT'), posts: arrived('POST') }
}

describe('media of an http address', () => {
  test('is written below the prefix of its tenant, under the hash of its bytes, and sent from there', async () => {
    const { outcome, gets, puts, posts } = await sendFrom({})
    expect(outcome.kind).toBe('accepted')
    expect([gets.length, puts.length, posts.length]).toEqual([1, 1, 1])
    expect(puts[0]?.path.split('?', 1)).toEqual([`/__s3/acme-mms-media/${key}`])
    expect(puts[0]?.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      authorization: expect.stringContaining('/us-east-1/s3/aws4_request'),
    })
    expect(JSON.parse(posts[0]?.body ?? '{}')).toMatchObject({ MediaUrls: [`s3://acme-mms-media/${key}`] })
  })

  test('sent twice is one object', async () => {
    await using stub = await openHttpStub(serve({}))
    const provider = openAccount(stub.baseUrl)
    const signal = new AbortController().signal
    for (const name of ['a', 'b']) {
      await provider.send(aMessage({ mediaUrls: [`${stub.baseUrl}/${name}.png`] }), signal)
    }
    await provider.close()
    const paths = stub.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path)
    expect(paths).toHaveLength(2)
    expect(new Set(paths).size).toBe(1)
  })
})

describe('media that cannot be used is refused before anything is sent', () => {
  const large = Buffer.concat([bytes, Buffer.alloc(2_000_001 - bytes.length)])
  const tiff = Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(600_000)])
  const cases: Record<string, [Doors, code: string, words: RegExp]> = {
    'not there': [{ media: (socket) => reply(socket, 404, '') }, 'media_refused', /404/],
    'a page': [
      { media: (socket) => servePart(socket, 'text/html', Buffer.from('<html>')) },
      'media_refused',
      /kind/,
    ],
    'another type than it says': [
      { media: (socket) => servePart(socket, 'image/gif', bytes) },
      'media_refused',
      /declares/,
    ],
    'larger than any': [
      { media: (socket) => servePart(socket, 'image/png', large) },
      'media_refused',
      /too_large/,
    ],
    'larger than its type may be': [
      { media: (socket) => servePart(socket, 'image/tiff', tiff) },
      'media_too_large',
      /image\/tiff of more than the 600000 bytes/,
    ],
  }
  test.for(Object.entries(cases))('%s', async ([, [doors, code, words]]) => {
    const { outcome, puts, posts } = await sendFrom(doors)
    expect(outcome).toMatchObject({
      kind: 'rejected',
      fault: { code, class: 'content', detail: expect.stringMatching(words) },
    })
    expect([puts.length, posts.length]).toEqual([0, 0])
  })

  test('a private address is not even asked, unless a simulator stands in', async () => {
    await using stub = await openHttpStub(serve({}))
    const { simulatorUrl: _simulator, ...real } = settingsFor(stub.baseUrl)
    const outcome = await sendOnce(real, aMessage({ mediaUrls: [`${stub.baseUrl}/a.png`] }))
    expect(outcome).toMatchObject({ kind: 'rejected', fault: { code: 'media_refused' } })
    expect(JSON.stringify(outcome)).not.toContain('127.0.0.1')
    expect(stub.connections).toBe(0)
  })

  test('http is refused where the installation wants https', async () => {
    const { outcome, gets } = await sendFrom({}, { requireHttpsMedia: true })
    expect(outcome).toMatchObject({ kind: 'rejected', fault: { code: 'media_refused' } })
    expect(gets).toHaveLength(0)
  })
})

describe('trouble that may pass leaves the message unsent, never ambiguous', () => {
  const cases: Record<string, [Doors, code: string]> = {
    'the host is busy': [{ media: (socket) => reply(socket, 503, '') }, 'media_unavailable'],
    'the host resets': [{ media: (socket) => socket.resetAndDestroy() }, 'media_unavailable'],
    'the host is silent': [{ media: () => undefined }, 'media_unavailable'],
    'the bucket is silent': [{ put: () => undefined }, 'media_staging_failed'],
    'the bucket resets': [{ put: (socket) => socket.resetAndDestroy() }, 'media_staging_failed'],
    'the bucket fails': [{ put: s3Error(500, 'InternalError') }, 'S3.InternalError'],
    'the bucket is busy': [{ put: s3Error(503, 'SlowDown') }, 'S3.SlowDown'],
    'the bucket says something new': [{ put: s3Error(400, 'BrandNew') }, 'media_staging_failed'],
    'the bucket is no S3': [{ put: (socket) => reply(socket, 502, '<html>') }, 'media_staging_failed'],
  }
  test.for(Object.entries(cases))('%s', async ([, [doors, code]]) => {
    const { outcome, puts, posts } = await sendFrom(doors, quick)
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      usesAttempt: true,
      fault: { code, class: 'transient' },
    })
    expect(puts.length).toBeLessThanOrEqual(1)
    expect(posts).toHaveLength(0)
  })

  test('a stop in the middle', async () => {
    const stop = new AbortController()
    await using stub = await openHttpStub(serve({ put: () => stop.abort() }))
    const request = aMessage({ mediaUrls: [`${stub.baseUrl}/a.png`] })
    const outcome = await sendOnce(settingsFor(stub.baseUrl), request, stop.signal)
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      fault: { code: 'aborted_before_start', class: 'network' },
    })
    expect(stub.posts).toBe(0)
  })
})

describe('a fault of bucket or keys holds the account', () => {
  test.for([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [301, 'PermanentRedirect'],
    [403, 'InvalidAccessKeyId'],
    [403, 'SignatureDoesNotMatch'],
    [400, 'ExpiredToken'],
  ] as const)('%s %s', async ([status, name]) => {
    const { outcome, puts, posts } = await sendFrom({ put: s3Error(status, name) })
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      hold: 'account',
      usesAttempt: false,
      fault: { code: `S3.${name}`, class: 'account', httpStatus: status },
    })
    expect([puts.length, posts.length]).toEqual([1, 0])
  })
})
