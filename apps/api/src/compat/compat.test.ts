import { messageStatuses } from '@heliograph/shared/domain/status'
import { describe, expect, test } from 'vitest'
import { answerCompat, type CompatOutcome } from './compat-answer.ts'
import { type Dialect, detectDialect, dialects, translateBody, translateField } from './dialects.ts'

const to = '+15558675310'
const url = 'https://media.example.com/a.jpg'
const all = Object.keys(dialects).filter((name): name is Dialect => name in dialects)

describe('a request of a guide', () => {
  test.each([
    ['twilio', { to, body: 'hi', mediaUrl: url }, { to, body: 'hi', mediaUrls: [url] }],
    ['twilio', { to, body: 'hi', mediaUrl: [url, url] }, { to, body: 'hi', mediaUrls: [url, url] }],
    ['twilio', { to, mediaUrl: url }, { to, mediaUrls: [url] }],
    ['twilio', { to, body: '', mediaUrl: url }, { to, mediaUrls: [url] }],
    ['twilio', { to, body: 'hi', mediaUrl: null }, { to, body: 'hi' }],
    ['twilio', { to, body: 'hi', mediaUrl: 7 }, { to, body: 'hi', mediaUrls: [7] }],
    ['twilio', { body: 'hi' }, { body: 'hi' }],
    [
      'twilio',
      { to, body: 'hi', reference: 'r', nonsense: 1 },
      { to, body: 'hi', reference: 'r', nonsense: 1 },
    ],
    ['plivo', { to, text: 'hi', mediaUrl: url }, { to, body: 'hi', mediaUrls: [url] }],
    ['sinch', { to, message: 'hi', mediaUrl: url }, { to, body: 'hi', mediaUrls: [url] }],
    [
      'aws',
      { destinationPhoneNumber: to, messageBody: 'hi', mediaUrl: url },
      { to, body: 'hi', mediaUrls: [url] },
    ],
    ['aws', { destinationPhoneNumber: to, mediaUrl: url }, { to, mediaUrls: [url] }],
  ] as const)('of %s: %j', (dialect, given, expected) => {
    expect(detectDialect(given)).toBe(dialect)
    expect(translateBody(dialect, given)).toEqual(expected)
  })

  test.each([
    ['twilio', 'body', 'body'],
    ['twilio', 'mediaUrls[1]', 'mediaUrl[1]'],
    ['twilio', 'mediaUrls', 'mediaUrl'],
    ['plivo', 'body', 'text'],
    ['sinch', 'body', 'message'],
    ['aws', 'to', 'destinationPhoneNumber'],
    ['aws', 'body', 'messageBody'],
    ['aws', 'reference', 'reference'],
  ] as const)('of %s calls %s %s', (dialect, field, name) => {
    expect(translateField(dialect, field)).toBe(name)
  })
})

const error = { code: '21211', text: 'Invalid number: the number cannot exist' }
const submitted: CompatOutcome = { kind: 'accepted', id: 'MM1', status: 'submitted', error: null }
const queued: CompatOutcome = { kind: 'accepted', id: 'our-id', status: 'queued', error: null }
const failed: CompatOutcome = { kind: 'accepted', id: 'our-id', status: 'failed', error }
const refused: CompatOutcome = { kind: 'refused', httpStatus: 400, text: 'to is required' }

describe('an answer in the shape of a guide', () => {
  test.each([
    [
      'twilio',
      submitted,
      200,
      { success: true, message: 'MMS sent successfully', sid: 'MM1', status: 'submitted' },
    ],
    [
      'twilio',
      queued,
      202,
      { success: true, message: 'MMS accepted and being sent', sid: 'our-id', status: 'queued' },
    ],
    [
      'twilio',
      failed,
      422,
      { success: false, message: 'Failed to send MMS', error: error.text, twilio_code: 21211 },
    ],
    [
      'twilio',
      refused,
      400,
      { success: false, message: 'Failed to send MMS', error: 'to is required', twilio_code: null },
    ],
    [
      'plivo',
      submitted,
      200,
      { success: true, message: 'MMS sent successfully', messageUuid: ['MM1'], status: 'submitted' },
    ],
    ['plivo', failed, 422, { success: false, message: 'Failed to send MMS', error: error.text }],
    ['plivo', refused, 400, { success: false, message: 'Failed to send MMS', error: 'to is required' }],
    [
      'sinch',
      submitted,
      200,
      { success: true, message: 'MMS sent successfully', batchId: 'MM1', status: 'submitted' },
    ],
    [
      'sinch',
      queued,
      202,
      { success: true, message: 'MMS accepted and being sent', batchId: 'our-id', status: 'queued' },
    ],
    ['sinch', failed, 422, { success: false, message: 'Failed to send MMS', error: error.text }],
    ['aws', submitted, 200, { success: true, messageId: 'MM1', message: 'MMS sent successfully' }],
    ['aws', failed, 422, { error: 'Failed to send MMS', details: error.text }],
    ['aws', refused, 400, { error: 'Failed to send MMS', details: 'to is required' }],
  ] as const)('%s %j is %i', (dialect, outcome, httpStatus, body) => {
    expect(answerCompat(dialect, outcome)).toEqual({ httpStatus, body })
  })

  test.each(messageStatuses)('claims for %s no more than is known', (status) => {
    const expected = ['submitted', 'sent', 'delivered'].includes(status)
      ? 200
      : ['undelivered', 'failed', 'canceled', 'expired', 'blocked'].includes(status)
        ? 422
        : 202
    for (const dialect of all) {
      const answer = answerCompat(dialect, { kind: 'accepted', id: 'x', status, error: null })
      expect([dialect, answer.httpStatus]).toEqual([dialect, expected])
    }
  })

  test('has no code of ours in the place of a code of Twilio', () => {
    const expired: CompatOutcome = {
      kind: 'accepted',
      id: 'x',
      status: 'expired',
      error: { code: 'expired', text: 'Not sent in time' },
    }
    expect(answerCompat('twilio', expired).body['twilio_code']).toBeNull()
  })
})
