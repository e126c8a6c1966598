import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Provider } from '../../src/providers/provider.ts'
import { openTwilio } from '../../src/providers/twilio/open-twilio.ts'
import { accountSid, aRequest } from './carrier-stub.ts'

// The simulator is a second implementation of Twilio's contract, made apart from this one.
const main = fileURLToPath(new URL('../../../../apps/simulator/src/main.ts', import.meta.url))
const authToken = '0123456789abcdef0123456789abcdef'
const never = new AbortController().signal
const timeouts = { connectMs: 2_000, headersMs: 1_500, totalMs: 5_000 }

let simulator: ChildProcess
let baseUrl: string
let provider: Provider

beforeAll(async () => {
  const env = { PATH: process.env['PATH'], TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken }
  simulator = spawn(process.execPath, [main, '--port', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  baseUrl = await readBaseUrl(simulator)
  const delays = { acceptedMs: 10, queuedMs: 10, sendingMs: 10, sentMs: 10, priceMs: 10 }
  await control('settings', { delays })
  provider = openTwilio({ accountSid, authToken, baseUrl, timeouts, maxConnections: 8 })
})

afterAll(async () => {
  await provider.close()
  const exited = once(simulator, 'exit')
  simulator.kill('SIGTERM')
  await exited
})

test('a message is sent, its signed callbacks are read, and look-up and list agree', async () => {
  const receipts: Receipt[] = []
  const delivered = Promise.withResolvers<void>()
  const door = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      const signedUrl = `${doorUrl}${request.url}`
      const reading = provider.readCallback({
        method: 'POST',
        signedUrl,
        headers: request.headers,
        rawBody: Buffer.from(body),
      })
      response.writeHead(reading.kind === 'receipt' ? 204 : 403).end()
      if (reading.kind !== 'receipt') {
        delivered.reject(new Error(JSON.stringify(reading)))
        return
      }
      receipts.push(reading.receipt)
      if (reading.receipt.status === 'delivered') {
        delivered.resolve()
      }
    })
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  const doorUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`

  const since = new Date(Date.now() - 5_000)
  const request = aRequest({
    to: '+15005551000',
    mediaUrls: [`${baseUrl}/__sim/media/heliograph.png`],
    statusCallbackUrl: `${doorUrl}/webhooks/twilio/status/id.1.mac`,
  })
  const outcome = await provider.send(request, never)
  expect(outcome).toMatchObject({ kind: 'accepted', status: 'submitted', mediaCount: 1, httpStatus: 201 })
  const sid = outcome.kind === 'accepted' ? outcome.providerId : ''
  await delivered.promise
  door.close()
  door.closeAllConnections()
  expect(receipts.map(({ status }) => status)).toEqual(['sent', 'delivered'])
  expect(new Set(receipts.map(({ providerId }) => providerId))).toEqual(new Set([sid]))
  expect(await provider.lookUp(sid, never)).toMatchObject({
    kind: 'found',
    message: { providerId: sid, status: 'delivered' },
  })
  expect(
    await provider.list(
      { to: request.to, from: '+15005550006', since, target: { messageId: request.messageId, attempt: 1 } },
      never,
    ),
  ).toMatchObject({
    kind: 'listed',
    isComplete: true,
    messages: [{ providerId: sid, body: 'hello', mediaCount: 1 }],
  })
  expect(await provider.lookUp(`SM${'0'.repeat(32)}`, never)).toEqual({ kind: 'absent' })
})

test.for([
  ['+15005550001', { kind: 'rejected', fault: { code: '21211', class: 'recipient' } }],
  ['+15005550004', { kind: 'rejected', fault: { code: '21610', class: 'opt_out' } }],
  ['+15005550003', { kind: 'rejected', fault: { code: '21408', class: 'configuration' } }],
  ['+15005552401', { kind: 'not_sent', hold: 'account', fault: { code: '20003' } }],
  ['+15005552403', { kind: 'not_sent', hold: 'account', fault: { code: '20005' } }],
  ['+15005552429', { kind: 'not_sent', usesAttempt: false, fault: { class: 'throttled' } }],
  ['+15005552430', { kind: 'not_sent', usesAttempt: false, retryAfterMs: 1_000 }],
  ['+15005552500', { kind: 'ambiguous' }],
  ['+15005552501', { kind: 'ambiguous' }],
  ['+15005552503', { kind: 'ambiguous' }],
  ['+15005552510', { kind: 'ambiguous', fault: { code: 'connection_lost' } }],
  ['+15005552511', { kind: 'ambiguous', fault: { code: 'connection_lost' } }],
  ['+15005552520', { kind: 'ambiguous', fault: { code: 'headers_timeout' } }],
  ['+15005552521', { kind: 'ambiguous', fault: { code: 'headers_timeout' } }],
  ['+15005552540', { kind: 'ambiguous', fault: { code: 'response_truncated' } }],
  ['+15005552541', { kind: 'ambiguous', fault: { code: 'invalid_response' } }],
] as const)('the simulator number %s is understood and asked once', async ([to, expected]) => {
  expect(await provider.send(aRequest({ to, mediaUrls: [] }), never)).toMatchObject(expected)
  const { creates } = await control('ledger')
  expect(creates.filter((entry) => entry.to === to)).toHaveLength(1)
})

test.for([
  ['+15005550001', 'sender', '21212'],
  ['+15005550007', 'sender', '21606'],
  ['+15005550008', 'sender', '21611'],
] as const)('the magic sender %s holds the sender', async ([from, hold, code]) => {
  const outcome = await provider.send(aRequest({ from, to: '+15005551000', mediaUrls: [] }), never)
  expect(outcome).toMatchObject({ kind: 'not_sent', usesAttempt: false, hold, fault: { code } })
})

async function readBaseUrl(child: ChildProcess): Promise<string> {
  const stdout = child.stdout
  if (!stdout) {
    throw new Error('the simulator has no output')
  }
  for await (const line of createInterface({ input: stdout })) {
    const found = /^\s*API\s+(http:\S+?)\/2010-04-01\//.exec(line)?.[1]
    if (found) {
      stdout.resume()
      return found
    }
  }
  throw new Error('the simulator ended before it was ready')
}

async function control(path: string, change?: unknown): Promise<{ creates: { to: string }[] }> {
  const init = change
    ? { method: 'PUT', body: JSON.stringify(change), headers: { 'content-type': 'application/json' } }
    : {}
  const response = await fetch(`${baseUrl}/__sim/${path}`, { ...init, signal: AbortSignal.timeout(5_000) })
  expect(response.status).toBe(200)
  return (await response.json()) as { creates: { to: string }[] }
}
