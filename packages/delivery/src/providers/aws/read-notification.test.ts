import { describe, expect, test } from 'vitest'
import { readNotification } from './read-notification.ts'

const messageId = '0f1e2d3c-aaaa-bbbb-cccc-000000000001'
const reference = '01990000-0000-7000-8000-000000000000.2'

const event = {
  eventType: 'MEDIA_DELIVERED',
  eventVersion: '1.0',
  eventTimestamp: 1_767_323_045_678,
  isFinal: true,
  originationPhoneNumber: '+18005550100',
  destinationPhoneNumber: '+14155550101',
  isoCountryCode: 'US',
  messageId,
  messageStatus: 'DELIVERED',
  messageStatusDescription: 'text for humans',
  context: { heliograph: reference },
  totalMessageParts: 1,
  totalMessagePrice: 0.02,
  totalCarrierFee: 0.0066,
}

function read(change: Readonly<Record<string, unknown>> = {}) {
  return readNotification(JSON.stringify({ ...event, ...change }))
}

describe('an event about a message', () => {
  test('becomes a receipt for the attempt that its context names', () => {
    expect(read()).toEqual({
      kind: 'receipt',
      target: { messageId: '01990000-0000-7000-8000-000000000000', attempt: 2 },
      receipt: {
        source: 'callback',
        providerId: messageId,
        status: 'delivered',
        from: '+18005550100',
        segments: 1,
        price: '0.0266',
        priceUnit: 'USD',
      },
    })
  })

  test('without our context is matched by its id alone', () => {
    for (const context of [
      undefined,
      null,
      {},
      { gw: 'msg_42' },
      { heliograph: 'x.y' },
      { heliograph: 7 },
      'text',
    ]) {
      const reading = read({ context })
      expect(reading).toMatchObject({ kind: 'receipt', receipt: { providerId: messageId } })
      expect(reading).not.toHaveProperty('target')
    }
  })

  test.for([
    [0.1, 0.2, '0.3'],
    [0.02, undefined, '0.02'],
    [undefined, 0.005, '0.005'],
    [10, 0, '10'],
    [0.00001, 0.000001, '0.000011'],
    [0, 0, undefined],
    [undefined, undefined, undefined],
    [-1, undefined, undefined],
    ['0.02', undefined, undefined],
  ] as const)('a price of %s and a fee of %s are %s', ([totalMessagePrice, totalCarrierFee, price]) => {
    const reading = read({ totalMessagePrice, totalCarrierFee })
    const expected = price === undefined ? {} : { price, priceUnit: 'USD' }
    expect(reading).toMatchObject({ receipt: expected })
    if (price === undefined) expect(reading).not.toHaveProperty('receipt.price')
  })

  test('odd details cost only themselves', () => {
    const reading = read({ originationPhoneNumber: 7, totalMessageParts: 'x', context: [] })
    expect(reading).toMatchObject({ kind: 'receipt', receipt: { status: 'delivered' } })
    expect(reading).not.toHaveProperty('receipt.from')
    expect(reading).not.toHaveProperty('receipt.segments')
  })

  test.for([
    ['18005550100', '+18005550100'],
    ['+18005550100', '+18005550100'],
    ['12345', '12345'],
    ['ACME', undefined],
  ] as const)('a sender %s is written %s', ([originationPhoneNumber, from]) => {
    expect(read({ originationPhoneNumber })).toMatchObject({ receipt: from === undefined ? {} : { from } })
  })
})

describe('the type of an event', () => {
  const table: [type: string, isFinal: boolean | undefined, status: string, errorClass?: string][] = [
    ['MEDIA_QUEUED', false, 'submitted'],
    ['MEDIA_PENDING', false, 'sending'],
    ['MEDIA_SUCCESSFUL', false, 'sent'],
    ['MEDIA_SUCCESSFUL', true, 'sent'],
    ['TEXT_SUCCESSFUL', true, 'sent'],
    ['TEXT_SENT', false, 'sent'],
    ['MEDIA_DELIVERED', true, 'delivered'],
    ['TEXT_DELIVERED', undefined, 'delivered'],
    ['MEDIA_INVALID', true, 'undelivered', 'recipient'],
    ['MEDIA_INVALID_MESSAGE', true, 'failed', 'content'],
    ['MEDIA_UNREACHABLE', true, 'undelivered', 'transient'],
    ['MEDIA_UNREACHABLE', undefined, 'undelivered', 'transient'],
    ['MEDIA_UNREACHABLE', false, 'sending'],
    ['MEDIA_CARRIER_UNREACHABLE', true, 'failed', 'transient'],
    ['MEDIA_CARRIER_UNREACHABLE', false, 'sending'],
    ['MEDIA_BLOCKED', true, 'undelivered', 'recipient'],
    ['MEDIA_CARRIER_BLOCKED', true, 'undelivered', 'filtered'],
    ['MEDIA_SPAM', true, 'undelivered', 'filtered'],
    ['TEXT_SPAM', true, 'undelivered', 'filtered'],
    ['MEDIA_FILE_INACCESSIBLE', true, 'failed', 'configuration'],
    ['MEDIA_FILE_SIZE_EXCEEDED', true, 'failed', 'content'],
    ['MEDIA_FILE_TYPE_UNSUPPORTED', true, 'failed', 'content'],
    ['MEDIA_TTL_EXPIRED', true, 'failed', 'expired'],
    ['TEXT_PROTECT_BLOCKED', true, 'failed', 'configuration'],
    ['MEDIA_UNKNOWN', true, 'undelivered', 'unknown'],
  ]
  test.for(table)('%s, final %s: %s %s', ([eventType, isFinal, status, errorClass]) => {
    const reading = read({ eventType, isFinal })
    const error = errorClass === undefined ? {} : { errorCode: eventType, errorClass }
    expect(reading).toMatchObject({ kind: 'receipt', receipt: { status, ...error } })
    if (errorClass === undefined) expect(reading).not.toHaveProperty('receipt.errorCode')
  })

  test.for(['MEDIA_EXPLODED', 'MEDIA_', 'media_delivered', 'MEDIA_constructor', 'DELIVERED', ''])(
    '%j is none of an outbound message',
    (eventType) => {
      expect(read({ eventType }).kind).toBe('malformed')
    },
  )

  test('of another channel is of no interest', () => {
    for (const eventType of ['VOICE_COMPLETED', 'RCS_DELIVERED']) {
      expect(read({ eventType }).kind).toBe('handled')
    }
  })
})

test.for([undefined, 7, '', '../x', 'a b c d e f g h'])('an event with the id %j is malformed', (id) => {
  expect(read({ messageId: id }).kind).toBe('malformed')
})

describe('a text to one of our numbers', () => {
  const inbound = {
    originationNumber: '14155550101',
    destinationNumber: '+18005550100',
    messageKeyword: 'KEYWORD_123456789012',
    messageBody: 'STOP',
    inboundMessageId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
    previousPublishedMessageId: messageId,
  }

  test('is an inbound message with E.164 numbers', () => {
    expect(readNotification(JSON.stringify(inbound))).toEqual({
      kind: 'inbound',
      inbound: {
        providerId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
        from: '+14155550101',
        to: '+18005550100',
        body: 'STOP',
        mediaUrls: [],
      },
    })
  })

  test('without numbers or id is malformed', () => {
    for (const change of [
      { originationNumber: 'x' },
      { destinationNumber: undefined },
      { inboundMessageId: '/' },
    ]) {
      expect(readNotification(JSON.stringify({ ...inbound, ...change })).kind).toBe('malformed')
    }
  })
})

test.for(['Successfully validated SNS topic', '', 'null', '7', '{}', '[]', '{"eventtype":"x"}'])(
  'a notification that holds %j is of no interest',
  (message) => {
    expect(readNotification(message).kind).toBe('handled')
  },
)
