import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { describe, expect, test } from 'vitest'
import { openPlivo } from '../../src/providers/plivo/open-plivo.ts'
import type { PlivoSettings } from '../../src/providers/plivo/settings.ts'
import type { SendRequest } from '../../src/providers/provider.ts'
import { type Answer, aRequest, openDeafPort, openHttpStub, reply } from '../http-stub.ts'
import {
  accepted,
  apiId,
  authId,
  authToken,
  errorBody,
  messagesPath,
  messageUuid,
  settingsFor,
  unauthorizedPage,
} from './plivo-answers.ts'

type Ended = { readonly outcome: SendOutcome; readonly posts: number }

/** Sends once to a server that answers so, and counts what arrived there. */
async function sendTo(answer: Answer, settings: Partial<PlivoSettings> = {}): Promise<Ended> {
  await using carrier = await openHttpStub(answer)
  const outcome = await sendOnce(settingsFor(carrier.baseUrl, settings))
  return { outcome, posts: carrier.posts }
}

async function sendOnce(
  settings: PlivoSettings,
  request: SendRequest = aRequest(),
  signal: AbortSignal = new AbortController().signal,
): Promise<SendOutcome> {
  const provider = openPlivo(settings)
  try {
    return await provider.send(request, signal)
  } finally {
    await provider.close()
  }
}

const quick = { timeouts: { connectMs: 400, headersMs: 1_000, totalMs: 1_600 } }

describe('an answer that can be believed', () => {
  test('a 202 gives the id of the message and of the call', async () => {
    const { outcome, posts } = await sendTo((socket) => reply(socket, 202, accepted()))
    expect(outcome).toEqual({
      kind: 'accepted',
      providerId: messageUuid,
      status: 'submitted',
      httpStatus: 202,
      requestId: apiId,
    })
    expect(posts).toBe(1)
  })

  test('an id of the call in another shape is not taken over', async () => {
    const { outcome } = await sendTo((socket) => reply(socket, 202, accepted({ api_id: 'secret +1415' })))
    expect(outcome).toEqual({
      kind: 'accepted',
      providerId: messageUuid,
      status: 'submitted',
      httpStatus: 202,
    })
  })

  test('an interim 103 before the 202 does not count as the answer', async () => {
    const { outcome } = await sendTo((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\n\r\n')
      reply(socket, 202, accepted())
    })
    expect(outcome.kind).toBe('accepted')
  })
})

describe('an answer after which the truth is open is ambiguous and asked once', () => {
  const cut = (text: string) =>
    `HTTP/1.1 ${text}\r\nContent-Length: 500\r\n\r\n{"message_uuid":["${messageUuid}"`
  const broken: Record<string, [Answer, code: string]> = {
    'no answer at all (hang before headers)': [() => undefined, 'headers_timeout'],
    'reset before any byte': [(socket) => socket.resetAndDestroy(), 'connection_lost'],
    'closed before any byte': [(socket) => socket.end(), 'connection_lost'],
    'reset after headers': [
      (socket) => socket.write(cut('202 Accepted'), () => socket.resetAndDestroy()),
      'response_truncated',
    ],
    'a 202 cut off': [(socket) => socket.end(cut('202 Accepted')), 'response_truncated'],
    'a 400 cut off': [(socket) => socket.end(cut('400 Bad Request')), 'response_truncated'],
    'a body that stops half way': [(socket) => socket.write(cut('202 Accepted')), 'deadline_after_start'],
    'bytes that are no HTTP': [
      (socket) => socket.write('220 mail.example.com ESMTP\r\n'),
      'response_malformed',
    ],
    'a 202 that is no JSON': [(socket) => reply(socket, 202, '<html>'), 'invalid_response'],
    'a 202 without id': [(socket) => reply(socket, 202, {}), 'invalid_response'],
    'a 202 with an empty list of ids': [
      (socket) => reply(socket, 202, accepted({ message_uuid: [] })),
      'invalid_response',
    ],
    'a 202 with an id that is a path': [
      (socket) => reply(socket, 202, accepted({ message_uuid: ['../Call'] })),
      'invalid_response',
    ],
    'a 202 of an asynchronous call': [
      (socket) => reply(socket, 202, { api_id: apiId, message: 'async api spawned' }),
      'invalid_response',
    ],
    'a 204': [(socket) => reply(socket, 204, ''), 'invalid_response'],
    'a 202 of more than 64 KiB': [
      (socket) => reply(socket, 202, accepted({ message: 'x'.repeat(70_000) })),
      'response_too_large',
    ],
    'a 400 of more than 64 KiB': [(socket) => reply(socket, 400, 'x'.repeat(70_000)), 'response_too_large'],
    'a redirect': [(socket) => reply(socket, 302, '', { Location: '/elsewhere' }), 'http_302'],
    'a redirect that keeps the method': [
      (socket) => reply(socket, 307, '', { Location: '/elsewhere' }),
      'http_307',
    ],
    'a 408': [(socket) => reply(socket, 408, ''), 'http_408'],
    'a 500 with a text': [(socket) => reply(socket, 500, errorBody('Internal Server Error')), 'http_500'],
    'a 500 with a text that says refused': [
      (socket) => reply(socket, 500, errorBody('Insufficient Credit')),
      'http_500',
    ],
    'a 502 with a page': [(socket) => reply(socket, 502, '<html>Bad Gateway</html>'), 'http_502'],
    'a 503 that asks for patience': [
      (socket) => reply(socket, 503, 'busy', { 'Retry-After': 1 }),
      'http_503',
    ],
    'a 504': [(socket) => reply(socket, 504, ''), 'http_504'],
  }
  test.for(Object.entries(broken))('%s', async ([, [answer, code]]) => {
    const isWaitedFor = /timeout|deadline/.test(code)
    const { outcome, posts } = await sendTo(answer, isWaitedFor ? quick : {})
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code, class: 'ambiguous' } })
    expect(posts).toBe(1)
  })
})

describe('a connection that never became ready means not sent', () => {
  const notSent = (code: unknown) => ({
    kind: 'not_sent',
    usesAttempt: true,
    fault: { code, class: 'network', detail: expect.any(String) },
  })

  test('nobody listens', async () => {
    const gone = await openHttpStub(() => undefined)
    await gone[Symbol.asyncDispose]()
    expect(await sendOnce(settingsFor(gone.baseUrl))).toEqual(notSent('connect_refused'))
  })

  test('the certificate is not trusted', async () => {
    await using carrier = await openHttpStub(() => undefined, 'https')
    expect(await sendOnce(settingsFor(carrier.baseUrl))).toEqual(notSent('tls_failed'))
    expect(carrier.posts).toBe(0)
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
    const controller = new AbortController()
    const sending = sendOnce(settingsFor(deaf.baseUrl, quick), aRequest(), controller.signal)
    await nextTurn()
    controller.abort()
    expect(await sending).toEqual(notSent('aborted_before_start'))
  })

  test('the claim is over before the request begins', async () => {
    await using carrier = await openHttpStub((socket) => reply(socket, 202, accepted()))
    const late = aRequest({ startBefore: performance.now() })
    expect(await sendOnce(settingsFor(carrier.baseUrl), late)).toEqual(notSent('deadline_before_start'))
    expect(carrier.posts).toBe(0)
  })
})

test('a caller who gives up after the request went out leaves it ambiguous and sent once', async () => {
  const controller = new AbortController()
  await using carrier = await openHttpStub(() => controller.abort())
  const outcome = await sendOnce(settingsFor(carrier.baseUrl), aRequest(), controller.signal)
  expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code: 'aborted_after_start' } })
  expect(carrier.posts).toBe(1)
})

describe('a refusal is certain', () => {
  type Expected = { readonly kind: string; readonly [key: string]: unknown }
  const hold = (name: 'account' | 'sender', code: string): Expected => ({
    kind: 'not_sent',
    usesAttempt: false,
    hold: name,
    fault: expect.objectContaining({ class: name, code }),
  })
  const rejected = (errorClass: string, code: string): Expected => ({
    kind: 'rejected',
    fault: expect.objectContaining({ class: errorClass, code }),
  })
  const table: [name: string, status: number, body: unknown, Expected][] = [
    ['no plain reason', 400, errorBody('text is required'), rejected('configuration', 'http_400')],
    ['credit used up', 400, errorBody('Insufficient Credit'), hold('account', 'insufficient_credit')],
    ['credit used up, as text', 402, 'Insufficient Credit', hold('account', 'insufficient_credit')],
    ['payment required', 402, '', hold('account', 'http_402')],
    ['a number that is not ours', 400, errorBody("'src' is not valid"), hold('sender', 'src_refused')],
    ['an unknown Powerpack', 404, errorBody('powerpack not found'), hold('sender', 'src_refused')],
    ['a bad recipient', 400, errorBody('dst is not valid'), rejected('recipient', 'dst_refused')],
    ['eleven files', 400, errorBody('media_urls: at most 10'), rejected('content', 'media_refused')],
    [
      'a country without MMS',
      400,
      errorBody('MMS is not supported for this country'),
      rejected('configuration', 'destination_barred'),
    ],
    [
      'a country that is switched off',
      403,
      errorBody('Geo permission for this country is disabled'),
      rejected('configuration', 'destination_barred'),
    ],
    ['wrong credentials, as a page', 401, unauthorizedPage, hold('account', 'http_401')],
    ['wrong credentials that talk of src', 401, errorBody('src'), hold('account', 'http_401')],
    ['an account that is not verified', 403, errorBody('Account not verified'), hold('account', 'http_403')],
    ['a page of something in between', 403, '<html>no credit</html>', hold('account', 'http_403')],
    ['an unknown path', 404, { message: 'Not Found' }, hold('account', 'http_404')],
    ['a wrong method', 405, '', hold('account', 'http_405')],
    ['a conflict', 409, errorBody('conflict'), rejected('configuration', 'http_409')],
    ['values that do not fit together', 422, errorBody('no'), rejected('configuration', 'http_422')],
    ['a type that is not taken', 415, '', rejected('configuration', 'http_415')],
  ]
  test.for(table)('%s (HTTP %i)', async ([, status, body, expected]) => {
    const { outcome, posts } = await sendTo((socket) => reply(socket, status, body))
    expect(outcome).toEqual(expected)
    expect(outcome).toMatchObject({ fault: { httpStatus: status } })
    expect(posts).toBe(1)
  })

  test('nothing of its text gets into the outcome', async () => {
    const { outcome } = await sendTo((socket) => reply(socket, 400, errorBody('secret +14155550101 src')))
    expect(JSON.stringify(outcome)).not.toMatch(/secret|1415555/)
    expect(outcome).toMatchObject({ fault: { requestId: apiId } })
  })
})

describe('429 asks for patience', () => {
  const table: [header: string | undefined, retryAfterMs: number][] = [
    [undefined, 5_000],
    ['3', 3_000],
    ['86400', 900_000],
    ['soon', 5_000],
    [new Date(Date.now() + 86_400_000).toUTCString(), 900_000],
    [new Date(0).toUTCString(), 0],
  ]
  test.for(table)('Retry-After %s', async ([header, retryAfterMs]) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'Retry-After': header }
    const { outcome, posts } = await sendTo((socket) =>
      reply(socket, 429, errorBody('src throttled'), headers),
    )
    expect(outcome).toEqual({
      kind: 'not_sent',
      usesAttempt: false,
      retryAfterMs,
      fault: {
        code: 'http_429',
        class: 'throttled',
        detail: 'Too many requests',
        httpStatus: 429,
        requestId: apiId,
      },
    })
    expect(posts).toBe(1)
  })
})

describe('what Plivo cannot do is refused without a request', () => {
  const table: Record<string, SendRequest> = {
    'eleven files': aRequest({
      mediaUrls: Array.from({ length: 11 }, (_, n) => `https://m.example.com/${n}`),
    }),
    'media in a bucket': aRequest({ mediaUrls: ['s3://bucket/a.png'] }),
    'a text of 1601 characters': aRequest({ body: 'x'.repeat(1_601) }),
    'a British number': aRequest({ to: '+447911123456' }),
  }
  test.for(Object.entries(table))('%s', async ([, request]) => {
    await using carrier = await openHttpStub((socket) => reply(socket, 202, accepted()))
    const outcome = await sendOnce(settingsFor(carrier.baseUrl), request)
    expect(outcome).toMatchObject({ kind: 'rejected', fault: { code: 'beyond_provider', class: 'content' } })
    expect(carrier.connections).toBe(0)
  })
})

test('the request goes to the messages of the account, with the credentials and as JSON', async () => {
  await using carrier = await openHttpStub((socket) => reply(socket, 202, accepted()))
  const request = aRequest({
    body: 'Grüße 👍',
    statusCallbackUrl: 'https://gw.example.com/s/1',
    validitySeconds: 600,
  })
  await sendOnce(settingsFor(`${carrier.baseUrl}/prefix/`), request)
  const [arrived] = carrier.requests
  expect(arrived).toMatchObject({
    method: 'POST',
    path: `/prefix${messagesPath}`,
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`,
    },
  })
  expect(JSON.parse(arrived?.body ?? '')).toEqual({
    src: '14155550100',
    dst: '14155550101',
    type: 'mms',
    text: 'Grüße 👍',
    media_urls: ['https://m.example.com/a.png'],
    url: 'https://gw.example.com/s/1',
    method: 'POST',
    message_expiry: 600,
  })
})
