import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { create, get, startPlivo, untilState, uuidOf } from './plivo-harness.ts'

const PICTURE = readFileSync(new URL('../src/media/heliograph.png', import.meta.url))

type Answer = (response: ServerResponse, request: IncomingMessage) => void

async function startHost(answer: Answer): Promise<string> {
  const server = createServer((request, response) => answer(response, request))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`
}

const send = (headers: Record<string, string | number>, body: Buffer = PICTURE): Answer => {
  return (response) => response.writeHead(200, headers).end(body)
}

test('files are fetched by one GET each, kept, and listed', async () => {
  const methods: (string | undefined)[] = []
  const answer = send({ 'content-type': 'image/png', 'content-length': PICTURE.length })
  const url = await startHost((response, request) => {
    methods.push(request.method)
    answer(response, request)
  })
  const simulator = await startPlivo()
  const uuid = uuidOf(await create(simulator, { media_urls: [url, url] }))
  await untilState(simulator, uuid, 'delivered')
  expect(methods).toEqual(['GET', 'GET'])
  const { body } = await get(simulator, `/Message/${uuid}/Media/`)
  const file = { content_type: 'image/png', message_uuid: uuid, size: PICTURE.length }
  expect(body.objects).toMatchObject([file, file])
})

const FAILING: [string, Answer, string][] = [
  [
    'no Content-Length',
    (response) =>
      response.writeHead(200, { 'content-type': 'image/png' }).write(PICTURE, () => response.end()),
    '10',
  ],
  ['no Content-Type', send({ 'content-length': PICTURE.length }), '10'],
  [
    'bytes that are not what the type says',
    send({ 'content-type': 'image/jpeg', 'content-length': PICTURE.length }),
    '10',
  ],
  ['404', (response) => response.writeHead(404, { 'content-length': 0 }).end(), '10'],
  ['a connection that breaks', (response) => response.socket?.destroy(), '10'],
  [
    'a file above the limit',
    send({ 'content-type': 'image/png', 'content-length': 2_000_001 }, Buffer.concat([PICTURE], 2_000_001)),
    '120',
  ],
]

test.each(FAILING)('media with %s fails the message with its code', async (_what, answer, code) => {
  const simulator = await startPlivo()
  const uuid = uuidOf(await create(simulator, { media_urls: [await startHost(answer)] }))
  const message = await untilState(simulator, uuid, 'failed')
  expect(message).toMatchObject({ error_code: code, total_amount: '0.00000' })
})

test('files that are too large together fail with 120', async () => {
  const simulator = await startPlivo({ settings: { media: { maxTotalBytes: PICTURE.length * 2 } } })
  const media_urls = Array(2).fill(`${simulator.url}/__sim/media/heliograph.png`)
  const uuid = uuidOf(await create(simulator, { media_urls }))
  expect(await untilState(simulator, uuid, 'failed')).toMatchObject({ error_code: '120' })
})

test('a host that does not answer in time fails the message', async () => {
  const simulator = await startPlivo({ settings: { media: { totalTimeoutMs: 200 } } })
  const uuid = uuidOf(await create(simulator, { media_urls: [await startHost(() => undefined)] }))
  expect(await untilState(simulator, uuid, 'failed')).toMatchObject({ error_code: '10' })
})

test('with fetching switched off nothing is asked for', async () => {
  const simulator = await startPlivo({ settings: { media: { fetch: false } } })
  const uuid = uuidOf(await create(simulator, { media_urls: ['http://127.0.0.1:1/a.png'] }))
  await untilState(simulator, uuid, 'delivered')
})
