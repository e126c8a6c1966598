import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import {
  FROM,
  type RunningSimulator,
  rawRequest,
  startReceiver,
  startSimulator,
  untilStatus,
} from './harness.ts'

const PNG = readFileSync(new URL('../src/media/heliograph.png', import.meta.url))
const TO = '+15558675310'

async function startMediaHost(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const methods: string[] = []
  const server = createServer((request, response) => {
    methods.push(request.method ?? '')
    handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`, methods }
}

function serve(type: string | undefined, bytes: Buffer) {
  return (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, {
      ...(type === undefined ? {} : { 'content-type': type }),
      'content-length': bytes.length,
    })
    response.end(bytes)
  }
}

async function sendMedia(
  simulator: RunningSimulator,
  mediaUrl: string[],
  statusCallback?: string,
): Promise<string> {
  const { sid } = await simulator.client.messages.create({
    to: TO,
    from: FROM,
    body: 'x',
    mediaUrl,
    ...(statusCallback === undefined ? {} : { statusCallback }),
  })
  return sid
}

test('media is fetched with HEAD and then GET, kept, listed, served and deleted', async () => {
  const simulator = await startSimulator()
  const host = await startMediaHost(serve('image/png; charset=binary', PNG))
  const sid = await sendMedia(simulator, [host.url, `${host.url}?2`])
  await untilStatus(simulator, sid, 'delivered')
  expect(host.methods).toEqual(['HEAD', 'GET', 'HEAD', 'GET'])
  const message = simulator.client.messages(sid)
  const [first, second] = await message.media.list()
  expect(first).toMatchObject({ contentType: 'image/png', parentSid: sid, accountSid: simulator.accountSid })
  expect(first?.sid).toMatch(/^ME[0-9a-f]{32}$/)
  expect(second?.sid).not.toBe(first?.sid)
  const mediaSid = first?.sid ?? ''
  expect((await message.media(mediaSid).fetch()).dateCreated).toBeInstanceOf(Date)
  const uri = simulator.messagesUrl.replace('.json', `/${sid}/Media/${mediaSid}`)
  const content = await fetch(uri, { headers: { authorization: simulator.basic } })
  expect(content.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await content.arrayBuffer()).equals(PNG)).toBe(true)
  expect(await message.media(mediaSid).remove()).toBe(true)
  expect(await message.media.list()).toHaveLength(1)
  expect((await fetch(uri, { headers: { authorization: simulator.basic } })).status).toBe(404)
})

test('the 201 does not wait for the media', async () => {
  const simulator = await startSimulator()
  let release: () => void = () => undefined
  const host = await startMediaHost((request, response) => {
    release = () => serve('image/png', PNG)(request, response)
    if (request.method === 'GET') release()
  })
  const sid = await sendMedia(simulator, [host.url])
  expect((await simulator.client.messages(sid).fetch()).status).toBe('queued')
  release()
  await untilStatus(simulator, sid, 'delivered')
})

test.each([
  ['not-found', 11200],
  ['wrong-type', 12300],
  ['mismatch', 12300],
  ['too-large', 11751],
])('the simulator’s own /__sim/media/%s fails the message with %i by callback', async (path, code) => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  const sid = await sendMedia(simulator, [`${simulator.url}/__sim/media/${path}`], receiver.url)
  expect(await untilStatus(simulator, sid, 'failed')).toMatchObject({ errorCode: code })
  await expect
    .poll(() => receiver.received.map(({ form }) => [form['MessageStatus'], form['ErrorCode']]))
    .toEqual([['failed', String(code)]])
})

test('redirects of media are followed', async () => {
  const simulator = await startSimulator()
  const sid = await sendMedia(simulator, [`${simulator.url}/__sim/media/redirect`])
  await untilStatus(simulator, sid, 'delivered')
})

const GIF = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(50)])

test.each<[string, (request: IncomingMessage, response: ServerResponse) => void, string, number | null]>([
  ['no type', serve(undefined, PNG), 'failed', 12300],
  ['webp', serve('image/webp', PNG), 'failed', 12300],
  ['a gif', serve('image/gif', GIF), 'delivered', null],
  ['a small video', serve('video/mp4', Buffer.alloc(1_000)), 'delivered', null],
  ['a video of 700 kB', serve('video/mp4', Buffer.alloc(700_000)), 'undelivered', 30019],
  ['an empty file', serve('video/mp4', Buffer.alloc(0)), 'failed', 12300],
  [
    'an error on HEAD only',
    (request, response) =>
      request.method === 'HEAD' ? response.writeHead(405).end() : serve('image/png', PNG)(request, response),
    'failed',
    11200,
  ],
  [
    'a length that HEAD hides',
    (request, response) =>
      serve('image/png', request.method === 'HEAD' ? PNG : Buffer.concat([PNG, Buffer.alloc(5_000_000)]))(
        request,
        response,
      ),
    'failed',
    11751,
  ],
  [
    'an endless redirect',
    (_request, response) => response.writeHead(302, { location: '/again' }).end(),
    'failed',
    11215,
  ],
  ['a connection that breaks', (request) => request.socket.destroy(), 'failed', 11206],
])('media with %s', async (_name, handle, status, errorCode) => {
  const simulator = await startSimulator()
  const host = await startMediaHost(handle)
  const sid = await sendMedia(simulator, [host.url])
  expect(await untilStatus(simulator, sid, status)).toMatchObject({ errorCode })
})

test('media with no answer', async () => {
  const simulator = await startSimulator({ settings: { media: { readTimeoutMs: 300 } } })
  const host = await startMediaHost(() => undefined)
  const sid = await sendMedia(simulator, [host.url])
  expect(await untilStatus(simulator, sid, 'failed')).toMatchObject({ errorCode: 11200 })
})

test('all files and the text together count against the limit', async () => {
  const simulator = await startSimulator({ settings: { media: { maxTotalBytes: PNG.length * 2 } } })
  const host = await startMediaHost(serve('image/png', PNG))
  const one = await sendMedia(simulator, [host.url])
  const two = await sendMedia(simulator, [host.url, host.url])
  await untilStatus(simulator, one, 'delivered')
  expect(await untilStatus(simulator, two, 'failed')).toMatchObject({ errorCode: 11751 })
})

test('a host that refuses connections fails the message with 11205, one without TLS with 11220, an unknown one with 11210', async () => {
  const simulator = await startSimulator()
  const refused = await sendMedia(simulator, ['http://127.0.0.1:1/a.png'])
  const unknown = await sendMedia(simulator, ['http://nothing.invalid/a.png'])
  const host = await startMediaHost(serve('image/png', PNG))
  const withoutTls = await sendMedia(simulator, [host.url.replace('http:', 'https:')])
  expect(await untilStatus(simulator, withoutTls, 'failed')).toMatchObject({ errorCode: 11220 })
  expect(await untilStatus(simulator, refused, 'failed')).toMatchObject({ errorCode: 11205 })
  expect(await untilStatus(simulator, unknown, 'failed', 10_000)).toMatchObject({ errorCode: 11210 })
}, 15_000)

test('the sample picture answers HEAD and GET alike', async () => {
  const { url } = await startSimulator()
  const get = await fetch(`${url}/__sim/media/heliograph.png`)
  const head = await fetch(`${url}/__sim/media/heliograph.png`, { method: 'HEAD' })
  for (const { status, headers } of [get, head]) {
    expect([status, headers.get('content-type'), headers.get('content-length')]).toEqual([
      200,
      'image/png',
      String(PNG.length),
    ])
  }
  expect(PNG.readUInt32BE(16)).toBe(640)
  expect(PNG.readUInt32BE(20)).toBe(360)
  expect((await rawRequest(`${url}/__sim/media/not-found`, { method: 'HEAD', headers: {} })).status).toBe(404)
})
