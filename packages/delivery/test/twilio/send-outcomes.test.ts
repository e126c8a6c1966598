import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { describe, expect, test } from 'vitest'
import type { SendRequest } from '../../src/providers/provider.ts'
import { openTwilio } from '../../src/providers/twilio/open-twilio.ts'
import type { TwilioSettings } from '../../src/providers/twilio/settings.ts'
import { openDeafPort } from '../http-stub.ts'
import {
  accountSid,
  aRequest,
  errorBody,
  messageResource,
  messageSid,
  openCarrierStub,
  reply,
  requestId,
  settingsFor,
} from './carrier-stub.ts'

type Answer = Parameters<typeof openCarrierStub>[0]
type Ended = { readonly outcome: SendOutcome; readonly creates: number }

/** Sends once to a server that answers so, and counts what arrived there. */
async function sendTo(answer: Answer, settings: Partial<TwilioSettings> = {}): Promise<Ended> {
  await using carrier = await openCarrierStub(answer)
  const outcome = await sendOnce(settingsFor(carrier.baseUrl, settings))
  return { outcome, creates: carrier.creates }
}

async function sendOnce(
  settings: TwilioSettings,
  request: SendRequest = aRequest(),
  signal: AbortSignal = new AbortController().signal,
): Promise<SendOutcome> {
  const provider = openTwilio(settings)
  try {
    return await provider.send(request, signal)
  } finally {
    await provider.close()
  }
}

const quick = { timeouts: { connectMs: 400, headersMs: 1_000, totalMs: 1_600 } }

describe('an answer that can be believed', () => {
  test('a 201 gives the id, the sender and the counts', async () => {
    const { outcome, creates } = await sendTo((socket) => reply(socket, 201, messageResource()))
    expect(outcome).toEqual({
      kind: 'accepted',
      providerId: messageSid,
      status: 'submitted',
      from: '+15005550006',
      segments: 1,
      mediaCount: 1,
      priceUnit: 'USD',
      httpStatus: 201,
      requestId,
    })
    expect(creates).toBe(1)
  })

  test('a status word that is not known yet does not make the message look lost', async () => {
    const { outcome } = await sendTo((socket) => reply(socket, 201, messageResource({ status: 'pondering' })))
    expect(outcome).toMatchObject({ kind: 'accepted', providerId: messageSid, status: 'submitted' })
  })

  test('an interim 103 before the 201 does not count as the answer', async () => {
    const { outcome } = await sendTo((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\n\r\n')
      reply(socket, 201, messageResource())
    })
    expect(outcome.kind).toBe('accepted')
  })
})

describe('an answer after which the truth is open is ambiguous and asked once', () => {
  const broken: Record<string, [Answer, code: string]> = {
    'no answer at all (hang before headers)': [() => undefined, 'headers_timeout'],
    'reset before any byte': [(socket) => socket.resetAndDestroy(), 'connection_lost'],
    'closed before any byte': [(socket) => socket.end(), 'connection_lost'],
    'reset after headers': [
      (socket) =>
        socket.write('HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{', () => socket.resetAndDestroy()),
      'response_truncated',
    ],
    'a 201 cut off': [
      (socket) => socket.end(`HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"sid":"${messageSid}"`),
      'response_truncated',
    ],
    'a 400 cut off': [
      (socket) => socket.end('HTTP/1.1 400 Bad\r\nContent-Length: 500\r\n\r\n{"code":21211'),
      'response_truncated',
    ],
    'a body that stops half way': [
      (socket) => socket.write('HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{'),
      'deadline_after_start',
    ],
    'bytes that are no HTTP': [
      (socket) => socket.write('220 mail.example.com ESMTP\r\n'),
      'response_malformed',
    ],
    'a 100 that nobody asked for': [
      (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
      'connection_lost',
    ],
    'a switch of protocols': [
      (socket) => socket.write('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      'connection_lost',
    ],
    'a 201 that is no JSON': [(socket) => reply(socket, 201, '<html>'), 'invalid_response'],
    'a 201 without id': [(socket) => reply(socket, 201, {}), 'invalid_response'],
    'a 201 with an id of another kind': [
      (socket) => reply(socket, 201, messageResource({ sid: `CA${'0'.repeat(32)}` })),
      'invalid_response',
    ],
    'a 201 for another account': [
      (socket) => reply(socket, 201, messageResource({ account_sid: `AC${'0'.repeat(32)}` })),
      'invalid_response',
    ],
    'a 201 with an inbound status': [
      (socket) => reply(socket, 201, messageResource({ status: 'received' })),
      'invalid_response',
    ],
    'a 204': [(socket) => reply(socket, 204, ''), 'invalid_response'],
    'a 201 of more than 256 KiB': [
      (socket) => reply(socket, 201, messageResource({ body: 'x'.repeat(300_000) })),
      'response_too_large',
    ],
    'a 400 of more than 256 KiB': [(socket) => reply(socket, 400, 'x'.repeat(300_000)), 'response_too_large'],
    'a redirect': [(socket) => reply(socket, 302, '', { Location: '/elsewhere' }), 'http_302'],
    'a redirect that keeps the method': [
      (socket) => reply(socket, 307, '', { Location: '/elsewhere' }),
      'http_307',
    ],
    'a 408': [(socket) => reply(socket, 408, ''), 'http_408'],
    'a 500 with code': [(socket) => reply(socket, 500, errorBody(20500, 500)), '20500'],
    'a 500 with a code that says refused': [(socket) => reply(socket, 500, errorBody(21211, 500)), '21211'],
    'a 503 without code': [(socket) => reply(socket, 503, 'busy', { 'Retry-After': 1 }), 'http_503'],
    'a 504 with code': [(socket) => reply(socket, 504, errorBody(20504, 504)), '20504'],
    'a 500 with code 30500': [(socket) => reply(socket, 500, errorBody(30500, 500)), '30500'],
    'a 400 that says the message exists': [(socket) => reply(socket, 400, errorBody(90009, 400)), '90009'],
  }
  test.for(Object.entries(broken))('%s', async ([, [answer, code]]) => {
    const isWaitedFor = /timeout|deadline/.test(code)
    const { outcome, creates } = await sendTo(answer, isWaitedFor ? quick : {})
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code, class: 'ambiguous' } })
    expect(creates).toBe(1)
  })
})

describe('a connection that never became ready means not sent', () => {
  const notSent = (code: unknown) => ({
    kind: 'not_sent',
    usesAttempt: true,
    fault: { code, class: 'network', detail: expect.any(String) },
  })

  test('nobody listens', async () => {
    const gone = await openCarrierStub(() => undefined)
    await gone[Symbol.asyncDispose]()
    expect(await sendOnce(settingsFor(gone.baseUrl))).toEqual(notSent('connect_refused'))
  })

  test('the host name does not exist', async () => {
    // Without any resolver on the machine the look-up itself may run into the connect timeout.
    const outcome = await sendOnce(settingsFor('http://carrier.invalid', quick))
    expect(outcome).toEqual(
      notSent(expect.stringMatching(/^(dns_failed|connect_timeout|deadline_before_start)$/)),
    )
  })

  test('the certificate is not trusted', async () => {
    await using carrier = await openCarrierStub(() => undefined, 'https')
    expect(await sendOnce(settingsFor(carrier.baseUrl))).toEqual(notSent('tls_failed'))
    expect(carrier.creates).toBe(0)
  })

  const brokenHellos: Record<string, (socket: Socket) => void> = {
    'the server answers a TLS hello in plain HTTP': (socket) =>
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'the server closes before the TLS handshake': (socket) => socket.end(),
    'the server resets before the TLS handshake': (socket) => socket.resetAndDestroy(),
  }
  test.for(Object.entries(brokenHellos))('%s', async ([, onHello]) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy()).once('data', () => onHello(socket))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const outcome = await sendOnce(settingsFor(`https://127.0.0.1:${port}`))
    // A reset carries no hint that TLS was being spoken.
    expect(outcome).toEqual(notSent(expect.stringMatching(/^(tls|connect)_failed$/)))
    server.close()
  })

  test('the connection is not accepted in time', async () => {
    await using deaf = await openDeafPort()
    const timeouts = { connectMs: 300, headersMs: 5_000, totalMs: 9_000 }
    expect(await sendOnce(settingsFor(deaf.baseUrl, { timeouts }))).toEqual(notSent('connect_timeout'))
  })

  test('the caller gives up before and while connecting', async () => {
    await using deaf = await openDeafPort()
    const gaveUp = await sendOnce(settingsFor(deaf.baseUrl), aRequest(), AbortSignal.abort())
    expect(gaveUp).toEqual(notSent('aborted_before_start'))
    const provider = openTwilio(settingsFor(deaf.baseUrl, quick))
    const controller = new AbortController()
    const sending = provider.send(aRequest(), controller.signal)
    await nextTurn()
    controller.abort()
    expect(await sending).toEqual(notSent('aborted_before_start'))
  })
})

describe('the caller gives up after the request went out', () => {
  test('it ends ambiguous and arrived once', async () => {
    const controller = new AbortController()
    await using carrier = await openCarrierStub(() => controller.abort())
    const outcome = await sendOnce(settingsFor(carrier.baseUrl), aRequest(), controller.signal)
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code: 'aborted_after_start' } })
    expect(carrier.creates).toBe(1)
  })
})

describe('a refusal is certain', () => {
  type Expected = { readonly kind: string; readonly [key: string]: unknown }
  const hold = (name: 'account' | 'sender'): Expected => ({
    kind: 'not_sent',
    usesAttempt: false,
    hold: name,
    fault: expect.objectContaining({ class: name }),
  })
  const rejected = (errorClass: string): Expected => ({
    kind: 'rejected',
    fault: expect.objectContaining({ class: errorClass }),
  })
  const table: [status: number, code: number | undefined, Expected][] = [
    [400, 21211, rejected('recipient')],
    [400, 21614, rejected('recipient')],
    [400, 21617, rejected('content')],
    [400, 21610, rejected('opt_out')],
    [400, 21408, rejected('configuration')],
    [400, 21618, rejected('filtered')],
    [400, 99999, rejected('configuration')],
    [422, 20422, rejected('content')],
    [400, undefined, rejected('configuration')],
    [415, undefined, rejected('configuration')],
    [401, 20003, hold('account')],
    [403, 20005, hold('account')],
    [403, 90010, hold('account')],
    [400, 30002, hold('account')],
    [401, undefined, hold('account')],
    [403, undefined, hold('account')],
    [404, 20404, hold('account')],
    [404, undefined, hold('account')],
    [400, 21601, hold('sender')],
    [400, 21606, hold('sender')],
    [400, 21611, hold('sender')],
    [429, 21611, hold('sender')],
    [400, 30032, hold('sender')],
    [400, 30034, hold('sender')],
    [
      400,
      21702,
      { kind: 'not_sent', usesAttempt: true, fault: expect.objectContaining({ class: 'transient' }) },
    ],
    [
      400,
      63017,
      { kind: 'not_sent', usesAttempt: false, fault: expect.objectContaining({ class: 'throttled' }) },
    ],
    [
      400,
      63038,
      {
        kind: 'not_sent',
        usesAttempt: false,
        retryAfterMs: 900_000,
        fault: expect.objectContaining({ class: 'throttled' }),
      },
    ],
  ]
  test.for(table)('HTTP %i with code %s', async ([status, code, expected]) => {
    const body = code === undefined ? '<html>no</html>' : errorBody(code, status)
    const { outcome, creates } = await sendTo((socket) => reply(socket, status, body))
    expect(outcome).toEqual(expected)
    expect(outcome).toMatchObject({
      fault: { code: String(code ?? `http_${status}`), httpStatus: status, requestId },
    })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(creates).toBe(1)
  })

  test('an RFC 9457 body is read by its code too', async () => {
    const body = { type: 'about:blank', title: 'Invalid', status: 400, code: 21211 }
    const { outcome } = await sendTo((socket) => reply(socket, 400, body))
    expect(outcome).toMatchObject({ kind: 'rejected', fault: { code: '21211', class: 'recipient' } })
  })
})

describe('429 asks for patience', () => {
  const table: [header: string | undefined, retryAfterMs: number | undefined][] = [
    [undefined, undefined],
    ['3', 3_000],
    ['86400', 900_000],
    ['soon', undefined],
    [new Date(Date.now() + 86_400_000).toUTCString(), 900_000],
    [new Date(0).toUTCString(), 0],
  ]
  test.for(table)('Retry-After %s', async ([header, retryAfterMs]) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'Retry-After': header }
    const { outcome, creates } = await sendTo((socket) => reply(socket, 429, errorBody(20429, 429), headers))
    expect(outcome).toEqual({
      kind: 'not_sent',
      usesAttempt: false,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      fault: { code: '20429', class: 'throttled', detail: 'Too many requests', httpStatus: 429, requestId },
    })
    expect(creates).toBe(1)
  })
})

test('the account in the path is the configured one, whatever the key', async () => {
  await using carrier = await openCarrierStub((socket) => reply(socket, 201, messageResource()))
  const apiKey = { sid: `SK${'a'.repeat(32)}`, secret: 'shh' }
  await sendOnce(settingsFor(`${carrier.baseUrl}/prefix/`, { apiKey }))
  const head = carrier.requests[0]?.head ?? ''
  expect(head).toMatch(new RegExp(`^POST /prefix/2010-04-01/Accounts/${accountSid}/Messages.json HTTP`))
  expect(head).toContain(`Basic ${Buffer.from(`${apiKey.sid}:shh`).toString('base64')}`)
  expect(head).toMatch(/user-agent: twilio-node\/6/i)
})
