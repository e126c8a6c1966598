import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { describe, expect, test } from 'vitest'
import type { SendRequest } from '../../src/providers/provider.ts'
import { openSinch } from '../../src/providers/sinch/open-sinch.ts'
import type { SinchSettings } from '../../src/providers/sinch/settings.ts'
import { type Answer, aRequest, openDeafPort, openHttpStub, reply } from '../http-stub.ts'
import {
  apiToken,
  batchId,
  batchResource,
  errorBody,
  reference,
  servicePlanId,
  settingsFor,
} from './sinch-fixture.ts'

type Ended = { readonly outcome: SendOutcome; readonly posts: number }
const never = new AbortController().signal

/** Sends once to a server that answers so, and counts what arrived there. */
async function sendTo(answer: Answer, settings: Partial<SinchSettings> = {}): Promise<Ended> {
  await using carrier = await openHttpStub(answer)
  const outcome = await sendOnce(settingsFor(carrier.baseUrl, settings))
  return { outcome, posts: carrier.posts }
}

async function sendOnce(
  settings: SinchSettings,
  request: SendRequest = aRequest(),
  signal: AbortSignal = never,
): Promise<SendOutcome> {
  const provider = openSinch(settings)
  try {
    return await provider.send(request, signal)
  } finally {
    await provider.close()
  }
}

const quick = { timeouts: { connectMs: 400, headersMs: 1_000, totalMs: 1_600 } }

describe('an answer that can be believed', () => {
  test('a 201 gives the batch id and the sender in E.164', async () => {
    const { outcome, posts } = await sendTo((socket) => reply(socket, 201, batchResource()))
    expect(outcome).toEqual({
      kind: 'accepted',
      providerId: batchId,
      status: 'submitted',
      from: '+14155550100',
      mediaCount: 1,
      httpStatus: 201,
    })
    expect(posts).toBe(1)
  })

  test('side facts that cannot be read do not make an accepted message look lost', async () => {
    const odd = { from: null, body: 'x', created_at: 'soon', to: 'all', client_reference: undefined }
    const { outcome } = await sendTo((socket) => reply(socket, 200, batchResource(odd)))
    expect(outcome).toEqual({
      kind: 'accepted',
      providerId: batchId,
      status: 'submitted',
      mediaCount: 1,
      httpStatus: 200,
    })
  })

  test('the request goes to the plan with its token, whatever path the address has', async () => {
    await using carrier = await openHttpStub((socket) => reply(socket, 201, batchResource()))
    await sendOnce(settingsFor(`${carrier.baseUrl}/prefix/`))
    const [request] = carrier.requests
    expect(request).toMatchObject({ method: 'POST', path: `/prefix/xms/v1/${servicePlanId}/batches` })
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${apiToken}`,
      'content-type': 'application/json',
    })
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ type: 'mt_media', client_reference: reference })
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
      (socket) => socket.end(`HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"id":"${batchId}"`),
      'response_truncated',
    ],
    'a 400 cut off': [
      (socket) => socket.end('HTTP/1.1 400 Bad\r\nContent-Length: 500\r\n\r\n{"code":"syntax_inv'),
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
    'a 201 that is no JSON': [(socket) => reply(socket, 201, '<html>'), 'invalid_response'],
    'a 201 without id': [(socket) => reply(socket, 201, {}), 'invalid_response'],
    'a 201 with an id that holds a path': [
      (socket) => reply(socket, 201, batchResource({ id: '../batches/x' })),
      'invalid_response',
    ],
    'a 201 for another kind of batch': [
      (socket) => reply(socket, 201, batchResource({ type: 'mt_text', body: 'hello' })),
      'invalid_response',
    ],
    'a 201 for another attempt': [
      (socket) => reply(socket, 201, batchResource({ client_reference: reference.replace('.1', '.2') })),
      'invalid_response',
    ],
    'a 204': [(socket) => reply(socket, 204, ''), 'invalid_response'],
    'a 201 of more than 256 KiB': [
      (socket) => reply(socket, 201, batchResource({ padding: 'x'.repeat(300_000) })),
      'response_too_large',
    ],
    'a 400 of more than 256 KiB': [(socket) => reply(socket, 400, 'x'.repeat(300_000)), 'response_too_large'],
    'a redirect': [(socket) => reply(socket, 302, '', { Location: '/elsewhere' }), 'http_302'],
    'a redirect that keeps the method': [
      (socket) => reply(socket, 307, '', { Location: '/elsewhere' }),
      'http_307',
    ],
    'a 408': [(socket) => reply(socket, 408, ''), 'http_408'],
    'a 409': [(socket) => reply(socket, 409, ''), 'http_409'],
    'a 500 without body': [(socket) => reply(socket, 500, ''), 'http_500'],
    'a 500 with a code that says refused': [
      (socket) => reply(socket, 500, errorBody('syntax_constraint_violation')),
      'syntax_constraint_violation',
    ],
    'a 503 that asks for patience': [
      (socket) => reply(socket, 503, 'busy', { 'Retry-After': 1 }),
      'http_503',
    ],
    'a 504': [(socket) => reply(socket, 504, '<html>'), 'http_504'],
  }
  test.for(Object.entries(broken))('%s', async ([, [answer, code]]) => {
    const isWaitedFor = /timeout|deadline/.test(code)
    const { outcome, posts } = await sendTo(answer, isWaitedFor ? quick : {})
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code, class: 'ambiguous' } })
    expect(posts).toBe(1)
  })

  test('the caller gives up after the request went out', async () => {
    const controller = new AbortController()
    await using carrier = await openHttpStub(() => controller.abort())
    const outcome = await sendOnce(settingsFor(carrier.baseUrl), aRequest(), controller.signal)
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code: 'aborted_after_start' } })
    expect(carrier.posts).toBe(1)
  })
})

describe('a request that never began means not sent', () => {
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

  test('the server closes before the TLS handshake', async () => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => socket.destroy()).once('data', () => socket.end())
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    // A server that listens on TCP has an address of this shape.
    const { port } = server.address() as AddressInfo
    const outcome = await sendOnce(settingsFor(`https://127.0.0.1:${port}`))
    expect(outcome).toEqual(notSent(expect.stringMatching(/^(tls|connect)_failed$/)))
    server.close()
  })

  test('the connection is not accepted in time, or the caller gives up meanwhile', async () => {
    await using deaf = await openDeafPort()
    const timeouts = { connectMs: 300, headersMs: 5_000, totalMs: 9_000 }
    expect(await sendOnce(settingsFor(deaf.baseUrl, { timeouts }))).toEqual(notSent('connect_timeout'))
    const gaveUp = await sendOnce(settingsFor(deaf.baseUrl), aRequest(), AbortSignal.abort())
    expect(gaveUp).toEqual(notSent('aborted_before_start'))
    const provider = openSinch(settingsFor(deaf.baseUrl, quick))
    const controller = new AbortController()
    const sending = provider.send(aRequest(), controller.signal)
    await nextTurn()
    controller.abort()
    expect(await sending).toEqual(notSent('aborted_before_start'))
  })

  test('a process that was frozen until its claim was lost sends nothing when it wakes', async () => {
    await using carrier = await openHttpStub((socket) => reply(socket, 201, batchResource()))
    const provider = openSinch(settingsFor(carrier.baseUrl))
    // The connection is ready already, so that nothing but the check stands before the first byte.
    expect(await provider.send(aRequest(), never)).toMatchObject({ kind: 'accepted' })
    const sending = provider.send(aRequest({ startBefore: performance.now() + 50 }), never)
    // Nothing else runs in this process meanwhile, as in one that is stopped by its host.
    const until = performance.now() + 150
    while (performance.now() < until);
    expect(await sending).toEqual(notSent('deadline_before_start'))
    await provider.close()
    expect(carrier.posts).toBe(1)
  })
})

describe('a refusal is certain', () => {
  type Expected = { readonly kind: string; readonly [key: string]: unknown }
  const held: Expected = { kind: 'not_sent', usesAttempt: false, hold: 'account' }
  const rejected: Expected = { kind: 'rejected' }
  const table: [status: number, code: string | undefined, errorClass: string, Expected][] = [
    [400, 'syntax_invalid_json', 'configuration', rejected],
    [400, 'syntax_invalid_parameter_format', 'configuration', rejected],
    [400, 'syntax_constraint_violation', 'configuration', rejected],
    [400, 'syntax_of_tomorrow', 'configuration', rejected],
    [400, undefined, 'configuration', rejected],
    [413, undefined, 'configuration', rejected],
    [415, undefined, 'configuration', rejected],
    [401, undefined, 'account', held],
    [403, 'blocked_account', 'account', held],
    [403, 'unknown_campaign', 'account', held],
    [403, 'missing_dynamic_value', 'account', held],
    [403, 'illegal_number_type', 'recipient', rejected],
    [403, 'missing_callback_url', 'configuration', rejected],
    [403, 'unknown_group', 'configuration', rejected],
    [403, 'code_of_tomorrow', 'account', held],
    [403, undefined, 'account', held],
    [404, undefined, 'account', held],
    [405, undefined, 'account', held],
  ]
  test.for(table)('HTTP %i with code %s', async ([status, code, errorClass, expected]) => {
    const body = code === undefined ? '' : errorBody(code)
    const { outcome, posts } = await sendTo((socket) => reply(socket, status, body))
    const fault = { code: code ?? `http_${status}`, class: errorClass, httpStatus: status }
    expect(outcome).toEqual({ ...expected, fault: { ...fault, detail: expect.any(String) } })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(posts).toBe(1)
  })

  test('the older nested form is read too, and its numbers are no codes', async () => {
    const nested = { error: { code: 'blocked_account', message: 'secret', status: 'FORBIDDEN', details: [] } }
    const first = await sendTo((socket) => reply(socket, 403, nested))
    expect(first.outcome).toMatchObject({ hold: 'account', fault: { code: 'blocked_account' } })
    const numbered = { error: { code: 400, message: 'secret', status: 'INVALID_ARGUMENT', details: [] } }
    const second = await sendTo((socket) => reply(socket, 400, numbered))
    expect(second.outcome).toMatchObject({ kind: 'rejected', fault: { code: 'http_400' } })
  })

  test('a page of some proxy and a code of another shape leave the status to decide', async () => {
    for (const body of [
      '<html>no</html>',
      { code: '<script>' },
      { code: ['blocked_account'] },
      'null',
      '[]',
    ]) {
      const { outcome } = await sendTo((socket) => reply(socket, 400, body))
      expect(outcome).toMatchObject({ kind: 'rejected', fault: { code: 'http_400' } })
    }
  })
})

describe('429 asks for patience and uses up no attempt', () => {
  const table: [header: string | undefined, retryAfterMs: number | undefined][] = [
    [undefined, undefined],
    ['3', 3_000],
    ['86400', 900_000],
    ['soon', undefined],
  ]
  test.for(table)('Retry-After %s', async ([header, retryAfterMs]) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'Retry-After': header }
    const { outcome, posts } = await sendTo((socket) => reply(socket, 429, '', headers))
    expect(outcome).toEqual({
      kind: 'not_sent',
      usesAttempt: false,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      fault: { code: 'http_429', class: 'throttled', detail: 'Too many requests', httpStatus: 429 },
    })
    expect(posts).toBe(1)
  })

  test('whatever code comes with it, unless the account is blocked', async () => {
    const busy = await sendTo((socket) => reply(socket, 429, errorBody('syntax_constraint_violation')))
    expect(busy.outcome).toMatchObject({ kind: 'not_sent', fault: { class: 'throttled' } })
    const blocked = await sendTo((socket) => reply(socket, 429, errorBody('blocked_account')))
    expect(blocked.outcome).toMatchObject({ kind: 'not_sent', hold: 'account' })
  })
})

describe('what Sinch cannot take is refused without a request', () => {
  const table: [name: string, SendRequest, words: RegExp][] = [
    ['text alone', aRequest({ mediaUrls: [] }), /^mediaUrls is empty.*text alone/],
    ['text that must go as MMS', aRequest({ mediaUrls: [], requireMms: true }), /text alone/],
    [
      'two files',
      aRequest({ mediaUrls: ['https://m.example.com/a.png', 'https://m.example.com/b.png'] }),
      /at most one media file/,
    ],
    ['media in a bucket', aRequest({ mediaUrls: ['s3://bucket/a.png'] }), /^mediaUrls\[0\] is s3 media/],
    ['a long text', aRequest({ body: 'x'.repeat(1_601) }), /^body has 1601 characters/],
    ['a number in Germany', aRequest({ to: '+4915112345678' }), /DE.*US, PR, CA, AU only/],
  ]
  test.for(table)('%s', async ([, request, words]) => {
    await using carrier = await openHttpStub((socket) => reply(socket, 201, batchResource()))
    const outcome = await sendOnce(settingsFor(carrier.baseUrl), request)
    expect(outcome).toMatchObject({ kind: 'rejected', fault: { code: 'beyond_provider', class: 'content' } })
    expect(outcome).toHaveProperty('fault.detail', expect.stringMatching(words))
    expect(carrier.connections).toBe(0)
  })

  test.for(['+14155550101', '+17875550101', '+16135550101', '+61491570156'])('%s is sent to', async (to) => {
    await using carrier = await openHttpStub((socket) => reply(socket, 201, batchResource()))
    expect(await sendOnce(settingsFor(carrier.baseUrl), aRequest({ to }))).toMatchObject({ kind: 'accepted' })
  })
})

test('malformed settings are refused at once and not repeated in the message', () => {
  for (const change of [{ servicePlanId: 'sec/ret' }, { apiToken: 'sec ret' }, { baseUrl: 'sec:ret' }]) {
    const open = () => openSinch(settingsFor('http://127.0.0.1:1', change))
    expect(open).toThrow(/Sinch/)
    expect(open).not.toThrow(/sec/)
  }
})
