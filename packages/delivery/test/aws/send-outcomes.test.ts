import { describe, expect, test } from 'vitest'
import type { AwsSettings } from '../../src/providers/aws/settings.ts'
import { type Answer, openHttpStub, reply } from '../http-stub.ts'
import {
  accepted,
  aMessage,
  answerHeaders,
  awsError,
  requestId,
  sendOnce,
  settingsFor,
} from './aws-fixture.ts'
import { messageId } from './sns-fixture.ts'

/** Sends once to a server that answers so, and counts what arrived there. */
async function sendTo(answer: Answer, settings: Partial<AwsSettings> = {}) {
  await using carrier = await openHttpStub(answer)
  const outcome = await sendOnce(settingsFor(carrier.baseUrl, settings))
  return { outcome, posts: carrier.posts }
}

function answerWith(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string | number>> = {},
): Answer {
  return (socket) => reply(socket, status, body, { ...answerHeaders, ...headers })
}

const quick = { timeouts: { connectMs: 400, headersMs: 600, totalMs: 1_600 } }

describe('an answer that can be believed', () => {
  test('a 200 gives the id', async () => {
    const { outcome, posts } = await sendTo(answerWith(200, accepted))
    expect(outcome).toEqual({
      kind: 'accepted',
      providerId: messageId,
      status: 'submitted',
      httpStatus: 200,
      requestId,
    })
    expect(posts).toBe(1)
  })

  test('a request id of another shape is not taken over', async () => {
    const { outcome } = await sendTo(answerWith(200, accepted, { 'x-amzn-RequestId': '<script>' }))
    expect(outcome.kind).toBe('accepted')
    expect(outcome).not.toHaveProperty('requestId')
  })
})

describe('an answer after which the truth is open is ambiguous and asked once', () => {
  const cut = (status: string): Answer => {
    return (socket) =>
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 500\r\n\r\n{"MessageId":"${messageId}"`)
  }
  const broken: Record<string, [Answer, code: string]> = {
    'no answer at all': [() => undefined, 'headers_timeout'],
    'reset before any byte': [(socket) => socket.resetAndDestroy(), 'connection_lost'],
    'closed before any byte': [(socket) => socket.end(), 'connection_lost'],
    'reset after headers': [
      (socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{', () => socket.resetAndDestroy()),
      'response_truncated',
    ],
    'a 200 cut off': [cut('200 OK'), 'response_truncated'],
    'a 400 cut off': [cut('400 Bad'), 'response_truncated'],
    'a body that stops half way': [
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{'),
      'deadline_after_start',
    ],
    'bytes that are no HTTP': [
      (socket) => socket.write('220 mail.example.com ESMTP\r\n'),
      'response_malformed',
    ],
    'a 200 that is no JSON': [answerWith(200, '<html>'), 'invalid_response'],
    'a 200 without id': [answerWith(200, {}), 'invalid_response'],
    'a 200 with an id that is no text': [answerWith(200, { MessageId: 7 }), 'invalid_response'],
    'a 200 with an id that holds a path': [
      answerWith(200, { MessageId: '../../etc/passwd' }),
      'invalid_response',
    ],
    'a 200 of nothing': [answerWith(200, ''), 'invalid_response'],
    'a 200 of more than 64 KiB': [answerWith(200, { MessageId: 'x'.repeat(70_000) }), 'response_too_large'],
    'a redirect that keeps the method': [answerWith(307, '', { Location: '/elsewhere' }), 'http_307'],
    'a 408': [answerWith(408, ''), 'http_408'],
    'a 500 InternalServerException': [
      answerWith(500, awsError('InternalServerException', { RequestId: requestId })),
      'InternalServerException',
    ],
    'a 500 with a name that says refused': [
      answerWith(500, awsError('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' })),
      'ConflictException.DESTINATION_PHONE_NUMBER_OPTED_OUT',
    ],
    'a 500 with a throttling name': [answerWith(500, awsError('ThrottlingException')), 'ThrottlingException'],
    'a 503 page of a proxy': [answerWith(503, '<html>busy</html>', { 'Retry-After': 1 }), 'http_503'],
    'a 504': [answerWith(504, ''), 'http_504'],
    'a 400 InternalServerException': [
      answerWith(400, awsError('InternalServerException')),
      'InternalServerException',
    ],
  }
  test.for(Object.entries(broken))('%s', async ([, [answer, code]]) => {
    const isWaitedFor = /timeout|deadline/.test(code)
    const { outcome, posts } = await sendTo(answer, isWaitedFor ? quick : {})
    const expected =
      code === 'deadline_after_start' ? expect.stringMatching(/^(deadline|aborted)_after_start$/) : code
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code: expected, class: 'ambiguous' } })
    expect(posts).toBe(1)
  })

  test('a stop while the answer is awaited', async () => {
    const stop = new AbortController()
    await using carrier = await openHttpStub(() => stop.abort())
    const outcome = await sendOnce(settingsFor(carrier.baseUrl), aMessage(), stop.signal)
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { code: 'aborted_after_start' } })
    expect(carrier.posts).toBe(1)
  })
})

describe('a refusal is certain and final', () => {
  const refusals: [name: string, more: Record<string, unknown>, code: string, errorClass: string][] = [
    [
      'ConflictException',
      { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
      'ConflictException.DESTINATION_PHONE_NUMBER_OPTED_OUT',
      'opt_out',
    ],
    [
      'ConflictException',
      { Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED' },
      'ConflictException.DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
      'configuration',
    ],
    [
      'ConflictException',
      { Reason: 'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION' },
      'ConflictException.DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
      'configuration',
    ],
    [
      'ConflictException',
      { Reason: 'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE' },
      'ConflictException.DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
      'configuration',
    ],
    [
      'ValidationException',
      { Reason: 'MEDIA_TYPE_NOT_SUPPORTED', Fields: [{ Name: 'MediaUrls', Message: 'x' }] },
      'ValidationException.MEDIA_TYPE_NOT_SUPPORTED',
      'content',
    ],
    [
      'ValidationException',
      { Reason: 'MAXIMUM_SIZE_EXCEEDED' },
      'ValidationException.MAXIMUM_SIZE_EXCEEDED',
      'content',
    ],
    [
      'ValidationException',
      { Reason: 'RESOURCE_NOT_ACCESSIBLE' },
      'ValidationException.RESOURCE_NOT_ACCESSIBLE',
      'content',
    ],
    [
      'ValidationException',
      { Reason: 'INVALID_PARAMETER' },
      'ValidationException.INVALID_PARAMETER',
      'content',
    ],
    [
      'ValidationException',
      { Reason: 'MISSING_PARAMETER' },
      'ValidationException.MISSING_PARAMETER',
      'configuration',
    ],
    [
      'ValidationException',
      { Reason: 'PRICE_OVER_THRESHOLD' },
      'ValidationException.PRICE_OVER_THRESHOLD',
      'configuration',
    ],
    [
      'ValidationException',
      { Reason: 'COUNTRY_NOT_ENABLED' },
      'ValidationException.COUNTRY_NOT_ENABLED',
      'configuration',
    ],
    [
      'ValidationException',
      { Reason: 'BRAND_NEW_REASON' },
      'ValidationException.BRAND_NEW_REASON',
      'unknown',
    ],
    ['ValidationException', { Reason: '<script>' }, 'ValidationException', 'configuration'],
    ['BrandNewException', {}, 'BrandNewException', 'unknown'],
  ]
  test.for(refusals)('%s %j', async ([name, more, code, errorClass]) => {
    const { outcome, posts } = await sendTo(answerWith(400, awsError(name, more)))
    expect(outcome).toMatchObject({
      kind: 'rejected',
      fault: { code, class: errorClass, httpStatus: 400, requestId },
    })
    expect(JSON.stringify(outcome)).not.toContain('words for a person')
    expect(posts).toBe(1)
  })

  test('a 400 without a name', async () => {
    for (const body of ['<html>', '{}', '[]', '{"__type":"Unknown"}']) {
      const { outcome } = await sendTo(answerWith(400, body))
      expect(outcome).toMatchObject({ kind: 'rejected', fault: { code: 'http_400', class: 'configuration' } })
    }
  })
})

describe('a fault of the account or the sender holds it and costs the message no attempt', () => {
  const faults: [status: number, name: string, more: Record<string, unknown>, code: string, hold: string][] =
    [
      [400, 'AccessDeniedException', {}, 'AccessDeniedException', 'account'],
      [
        403,
        'AccessDeniedException',
        { Reason: 'ACCOUNT_DISABLED' },
        'AccessDeniedException.ACCOUNT_DISABLED',
        'account',
      ],
      [
        400,
        'AccessDeniedException',
        { Reason: 'INSUFFICIENT_ACCOUNT_REPUTATION' },
        'AccessDeniedException.INSUFFICIENT_ACCOUNT_REPUTATION',
        'account',
      ],
      [
        400,
        'AccessDeniedException',
        { Reason: 'BRAND_NEW_REASON' },
        'AccessDeniedException.BRAND_NEW_REASON',
        'account',
      ],
      [
        400,
        'ServiceQuotaExceededException',
        { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA' },
        'ServiceQuotaExceededException.MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA',
        'account',
      ],
      [400, 'UnrecognizedClientException', {}, 'UnrecognizedClientException', 'account'],
      [400, 'InvalidSignatureException', {}, 'InvalidSignatureException', 'account'],
      [400, 'ExpiredTokenException', {}, 'ExpiredTokenException', 'account'],
      [
        400,
        'ResourceNotFoundException',
        { ResourceType: 'configuration-set', ResourceId: 'mms-events' },
        'ResourceNotFoundException.configuration-set',
        'account',
      ],
      [
        400,
        'ResourceNotFoundException',
        { ResourceType: 'phone-number', ResourceId: 'x' },
        'ResourceNotFoundException.phone-number',
        'sender',
      ],
      [
        400,
        'ResourceNotFoundException',
        { ResourceType: 'pool', ResourceId: 'x' },
        'ResourceNotFoundException.pool',
        'sender',
      ],
      [
        400,
        'ConflictException',
        { Reason: 'NUMBER_CAPABILITIES_MISMATCH' },
        'ConflictException.NUMBER_CAPABILITIES_MISMATCH',
        'sender',
      ],
      [
        400,
        'ConflictException',
        { Reason: 'NO_ORIGINATION_IDENTITIES_FOUND' },
        'ConflictException.NO_ORIGINATION_IDENTITIES_FOUND',
        'sender',
      ],
      [
        400,
        'ConflictException',
        { Reason: 'RESOURCE_NOT_ACTIVE' },
        'ConflictException.RESOURCE_NOT_ACTIVE',
        'sender',
      ],
      [
        400,
        'ConflictException',
        { Reason: 'MESSAGE_TYPE_MISMATCH' },
        'ConflictException.MESSAGE_TYPE_MISMATCH',
        'sender',
      ],
    ]
  test.for(faults)('%s %s %j', async ([status, name, more, code, hold]) => {
    const { outcome, posts } = await sendTo(answerWith(status, awsError(name, more)))
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      hold,
      usesAttempt: false,
      fault: { code, class: hold },
    })
    expect(posts).toBe(1)
  })

  test('a page that is no answer of AWS, as behind a wrong address', async () => {
    for (const status of [401, 403, 404]) {
      const { outcome } = await sendTo(answerWith(status, '<html>'))
      expect(outcome).toMatchObject({ kind: 'not_sent', hold: 'account', fault: { code: `http_${status}` } })
    }
  })
})

describe('throttling is no attempt', () => {
  const throttled: Record<string, Answer> = {
    'the exception': answerWith(400, awsError('ThrottlingException')),
    'the exception with a pause': answerWith(400, awsError('ThrottlingException'), { 'Retry-After': 3 }),
    'a bare 429': answerWith(429, ''),
    'a 429 with a name of its own': answerWith(429, awsError('TooManyRequestsException')),
    'a 429 with a refusal': answerWith(429, awsError('ValidationException', { Reason: 'INVALID_PARAMETER' })),
  }
  test.for(Object.entries(throttled))('%s', async ([name, answer]) => {
    const { outcome, posts } = await sendTo(answer)
    const pause = name.endsWith('pause') ? { retryAfterMs: 3_000 } : {}
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      usesAttempt: false,
      fault: { class: 'throttled' },
      ...pause,
    })
    expect(outcome).not.toHaveProperty('hold')
    expect(posts).toBe(1)
  })
})
