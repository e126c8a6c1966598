import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CallbackRequest, InboundReading } from '../provider.ts'
import { readInbound } from './read-inbound.ts'
import { writeV2Text, writeV3Text } from './verify-signature.ts'

const credentials = { authToken: 'plivo_test_token_0001' }
const url = 'https://gw.example.com/webhooks/plivo/inbound'
const nonce = '5'
const providerId = '0b2a0c2e-1111-2222-3333-444455556666'
const form = {
  MessageUUID: providerId,
  From: '14155550101',
  To: '14155550100',
  Text: 'héllo ☺',
  Type: 'sms',
}

describe('an inbound message of Plivo', () => {
  test('is read with its media and its Powerpack, numbers in E.164', () => {
    const powerpack = '1b2a0c2e-1111-2222-3333-444455556666'
    const more = {
      Type: 'mms',
      PowerpackUUID: powerpack,
      Media0: 'https://media.example/a?x=1',
      Media1: 'https://media.example/b',
      Media10: 'https://media.example/too-many',
    }
    expect(read({ ...form, ...more })).toEqual({
      kind: 'inbound',
      inbound: {
        providerId,
        from: '+14155550101',
        to: '+14155550100',
        body: 'héllo ☺',
        messagingService: powerpack,
        mediaUrls: [more.Media0, more.Media1],
      },
    })
  })

  test('is read with media alone', () => {
    const { Text: _text, ...bare } = form
    expect(read({ ...bare, Media0: 'https://media.example/a' })).toMatchObject({
      inbound: { body: '', mediaUrls: ['https://media.example/a'] },
    })
  })

  test('of a short code or a name keeps it as it is', () => {
    expect(read({ ...form, From: '40404' })).toMatchObject({ inbound: { from: '40404' } })
    expect(read({ ...form, From: 'ACME' })).toMatchObject({ inbound: { from: 'ACME' } })
  })

  test.for([
    ['stop', 'STOP'],
    ['Stop.', 'STOP'],
    ['STOP ALL', 'STOP'],
    ['unsub', 'STOP'],
    ['Resume', 'START'],
    [' go ', 'START'],
    ['Go!', undefined],
    ['yes', undefined],
    ['please stop', undefined],
    ['help', undefined],
  ] as const)('%j is read as Plivo acts on it: %s', ([Text, optOutType]) => {
    const reading = read({ ...form, Text })
    expect(reading).toMatchObject({ kind: 'inbound', inbound: { body: Text } })
    expect(reading.kind === 'inbound' && reading.inbound.optOutType).toBe(optOutType)
  })

  test('is stripped of what Postgres cannot store', () => {
    expect(read({ ...form, Text: 'a\0b' })).toMatchObject({ inbound: { body: 'ab' } })
  })

  test.for(['javascript:alert(1)', 'no url', `https://media.example/${'x'.repeat(2_048)}`, ''])(
    'does not take over the media address %j',
    (Media0) => {
      expect(read({ ...form, Media0 })).toMatchObject({ inbound: { mediaUrls: [] } })
    },
  )

  test.for([
    { MessageUUID: 'm-9' },
    { MessageUUID: '' },
    { From: '' },
    { To: 'two words' },
    { From: '/../x' },
  ])('is malformed with %j', (changes) => {
    expect(read({ ...form, ...changes }).kind).toBe('malformed')
  })

  test('with a changed field is forged', () => {
    const genuine = signedRequest(form)
    const altered = {
      ...genuine,
      rawBody: Buffer.from(String(genuine.rawBody).replace('Text=', 'Text=STOP')),
    }
    expect(readInbound(credentials, altered).kind).toBe('forged')
  })
})

describe('with a signature of version 2 alone', () => {
  test.for(['STOP', 'stop all', 'Unsubscribe', 'revoke'])(
    '%s is taken: a lost one would do more harm',
    (Text) => {
      expect(read({ ...form, Text }, 'v2')).toMatchObject({
        kind: 'inbound',
        inbound: { from: '+14155550101', optOutType: 'STOP' },
      })
    },
  )

  test.for(['START', 'resume', 'UNSTOP', 'yes', 'hello', '', 'help'])(
    '%j is refused with the reason and not called forged',
    (Text) => {
      expect(read({ ...form, Text }, 'v2')).toEqual({
        kind: 'malformed',
        reason: expect.stringContaining('version 2'),
      })
    },
  )

  test('that does not fit it is forged, STOP or not', () => {
    const other = { ...signedRequest({ ...form, Text: 'STOP' }, 'v2'), signedUrl: `${url}/x` }
    expect(readInbound(credentials, other).kind).toBe('forged')
  })
})

function read(fields: Readonly<Record<string, string>>, version: 'v2' | 'v3' = 'v3'): InboundReading {
  return readInbound(credentials, signedRequest(fields, version))
}

function signedRequest(
  fields: Readonly<Record<string, string>>,
  version: 'v2' | 'v3' = 'v3',
): CallbackRequest {
  const params = new URLSearchParams(fields)
  const text = version === 'v3' ? writeV3Text({ url, nonce }, params) : writeV2Text({ url, nonce })
  const signature = createHmac('sha256', credentials.authToken).update(text).digest('base64')
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    [`x-plivo-signature-${version}`]: signature,
    [`x-plivo-signature-${version}-nonce`]: nonce,
  }
  return { method: 'POST', signedUrl: url, headers, rawBody: Buffer.from(String(params)) }
}
