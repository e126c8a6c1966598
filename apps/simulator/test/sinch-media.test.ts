import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { send, startSinch, untilCode } from './sinch-harness.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

async function startHost(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`
}

const host = (type: string, body: Buffer) => (): Promise<string> =>
  startHost((_request, response) => {
    response.setHeader('content-type', type)
    response.setHeader('content-length', body.length)
    response.end(body)
  })

// what the host does, strict_validation, the code that the message ends with
const CASES: [string, () => Promise<string>, boolean, number][] = [
  ['a picture', host('image/png', PNG), true, 0],
  ['a file above 1 MB', host('video/mp4', Buffer.alloc(1_000_001)), false, 0],
  ['a file above 1 MB, strictly', host('video/mp4', Buffer.alloc(1_000_001)), true, 415],
  ['a type outside the best practice', host('image/webp', PNG), false, 0],
  ['a type outside the best practice, strictly', host('image/webp', PNG), true, 415],
  ['a web page', host('text/html', PNG), false, 414],
  ['bytes that are not their type', host('image/jpeg', PNG), false, 414],
  ['an empty file', host('video/mp4', Buffer.alloc(0)), false, 414],
  ['nobody listening', () => Promise.resolve('http://127.0.0.1:1/a.png'), false, 414],
]

test.each(CASES)('%s, strict %s %s: code %i', async (_what, startMedia, strict_validation, code) => {
  const simulator = await startSinch()
  const id = await send(simulator, { body: { url: await startMedia() }, strict_validation })
  await untilCode(simulator, id, code)
})

test('an answer without Content-Length is refused, whatever it holds', async () => {
  const simulator = await startSinch()
  const url = await startHost((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' })
    response.write(PNG)
    response.end()
  })
  await untilCode(simulator, await send(simulator, { body: { url } }), 414)
})

test.each([
  ['heliograph.png', 0],
  ['redirect', 0],
  ['not-found', 414],
  ['wrong-type', 414],
  ['mismatch', 414],
])('/__sim/media/%s ends with code %i', async (name, code) => {
  const simulator = await startSinch()
  const id = await send(simulator, { body: { url: `${simulator.url}/__sim/media/${name}` } })
  await untilCode(simulator, id, code)
})

test('a media host that does not answer in time, or sends too much, ends with 414', async () => {
  const simulator = await startSinch({ settings: { media: { totalTimeoutMs: 200, maxBytes: 1_000 } } })
  for (const name of ['slow', 'heliograph.png']) {
    const id = await send(simulator, { body: { url: `${simulator.url}/__sim/media/${name}` } })
    await untilCode(simulator, id, 414)
  }
})

test('media is asked for once, by GET, before the message is dispatched', async () => {
  const simulator = await startSinch()
  const asked: (string | undefined)[] = []
  const { promise: isWanted, resolve: release } = Promise.withResolvers<void>()
  const url = await startHost(async ({ method }, response) => {
    asked.push(method)
    await isWanted
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': PNG.length }).end(PNG)
  })
  const id = await send(simulator, { body: { url } })
  await expect.poll(() => asked).toEqual(['GET'])
  await untilCode(simulator, id, 400)
  release()
  await untilCode(simulator, id, 0)
  expect(asked).toEqual(['GET'])
})

test('media is not fetched when the settings say so', async () => {
  const simulator = await startSinch({ settings: { media: { fetch: false } } })
  await untilCode(simulator, await send(simulator, { body: { url: 'http://127.0.0.1:1/a.png' } }), 0)
})
