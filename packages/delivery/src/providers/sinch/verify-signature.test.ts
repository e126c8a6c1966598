import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { loadSinchSdk } from '../../../test/sinch/vendor-sdk.ts'
import type { CallbackRequest } from '../provider.ts'
import { findSignatureFault } from './verify-signature.ts'

const secret = 'sinch_test_secret_0001'

/** Made once and confirmed by the validator in Sinch's own package, then kept, so that no change here can move them. */
const vectors = [
  {
    name: 'a final delivery report',
    body: '{"type":"recipient_delivery_report_mms","batch_id":"01HZZZZZZZZZZZZZZZZZZZZZZZ","recipient":"14155550101","code":0,"status":"Delivered","at":"2026-01-02T03:04:05.678Z","operator_status_at":"2026-01-02T03:04:04Z","client_reference":"msg_42"}',
    bytes: 240,
    nonce: '01HZZZNONCE0000000000000001',
    timestamp: 1_767_323_045,
    signature: 'OyYOiUJz5iYEmS52F8ndyiFKHSZSygVZUEzazCFeLho=',
  },
  {
    name: 'an inbound text outside ASCII',
    body: '{"id":"01HYYYYYYYYYYYYYYYYYYYYYYY","from":"14155550101","to":"14155550100","received_at":"2026-01-02T03:05:00.000Z","type":"mo_text","body":"héllo"}',
    bytes: 149,
    nonce: '01HZZZNONCE0000000000000002',
    timestamp: 1_767_323_100,
    signature: 'mvEXid1qYaYMtYXXfcg3f4h2ZdoeDEx8MwQrWJ2NhyY=',
  },
  {
    name: 'JSON with blanks',
    body: '{ "type" : "recipient_delivery_report_mms", "batch_id" : "B" , "recipient" : "1" , "code" : 0 , "status" : "Delivered" , "at" : "2026-01-02T03:04:05.678Z" }',
    bytes: 156,
    nonce: '01HZZZNONCE0000000000000003',
    timestamp: 1_767_323_045,
    signature: 'rmzvcXsE0kqzHbeCjZLYAhDso3XOjRI0moC7Y0Q1M/s=',
  },
] as const

type Vector = (typeof vectors)[number]

const named = (name: string): string => `x-sinch-webhook-signature${name === '' ? '' : `-${name}`}`

function requestOf(
  vector: Vector,
  changes: Record<string, string | string[] | undefined> = {},
): CallbackRequest {
  return {
    method: 'POST',
    signedUrl: 'https://gw.example.com/webhooks/sinch/status/x',
    headers: {
      [named('')]: vector.signature,
      [named('nonce')]: vector.nonce,
      [named('timestamp')]: String(vector.timestamp),
      [named('algorithm')]: 'HmacSHA256',
      ...changes,
    },
    rawBody: Buffer.from(vector.body),
  }
}

const at = (vector: Vector, seconds = 0): number => (vector.timestamp + seconds) * 1_000
const [report] = vectors

describe.for(vectors)('$name', (vector) => {
  test('is signed by its own secret, by the previous one, and by no other', () => {
    const request = requestOf(vector)
    expect(request.rawBody.length).toBe(vector.bytes)
    expect(findSignatureFault(request, [secret], at(vector))).toBeUndefined()
    expect(findSignatureFault(request, ['new', secret], at(vector))).toBeUndefined()
    expect(findSignatureFault(request, ['new'], at(vector))).toBe('signature does not fit')
    expect(findSignatureFault(request, [''], at(vector))).toBe('signature does not fit')
    expect(findSignatureFault(request, [], at(vector))).toBe('signature does not fit')
  })

  test("is signed in the eyes of Sinch's own package, and a changed body in nobody's", async () => {
    const { SmsCallbackWebhooks } = await loadSinchSdk()
    const validator = new SmsCallbackWebhooks(secret)
    const request = requestOf(vector)
    // Its headers are those of Node, which are never read-only.
    const headers = request.headers as Record<string, string>
    expect(validator.validateAuthenticationHeader(headers, vector.body)).toBe(true)
    const changed = vector.body.replace(/"$|}$/, ' }')
    expect(validator.validateAuthenticationHeader(headers, changed)).toBe(false)
    const forged = { ...request, rawBody: Buffer.from(changed) }
    expect(findSignatureFault(forged, [secret], at(vector))).toBe('signature does not fit')
  })
})

describe('a request that was tampered with is not believed', () => {
  const mutations: Record<string, CallbackRequest> = {
    'another code': {
      ...requestOf(report),
      rawBody: Buffer.from(report.body.replace('"code":0', '"code":416')),
    },
    'no body': { ...requestOf(report), rawBody: Buffer.alloc(0) },
    'the same body written anew': {
      ...requestOf(vectors[2]),
      rawBody: Buffer.from(JSON.stringify(JSON.parse(vectors[2].body))),
    },
    'another nonce': requestOf(report, { [named('nonce')]: vectors[1].nonce }),
    'no nonce': requestOf(report, { [named('nonce')]: undefined }),
    'an empty nonce': requestOf(report, { [named('nonce')]: '' }),
    'a timestamp moved by 301 s': requestOf(report, { [named('timestamp')]: String(report.timestamp + 301) }),
    'no timestamp': requestOf(report, { [named('timestamp')]: undefined }),
    'a timestamp that is no number': requestOf(report, { [named('timestamp')]: '1767323045.0' }),
    'no algorithm': requestOf(report, { [named('algorithm')]: undefined }),
    'another algorithm': requestOf(report, { [named('algorithm')]: 'HmacSHA1' }),
    'no signature': requestOf(report, { [named('')]: undefined }),
    'an empty signature': requestOf(report, { [named('')]: '' }),
    'two signatures': requestOf(report, { [named('')]: [report.signature, report.signature] }),
    'a signature cut short': requestOf(report, { [named('')]: report.signature.slice(1) }),
    'a signature in another case': requestOf(report, { [named('')]: report.signature.toLowerCase() }),
    'a signature of 10 kB': requestOf(report, { [named('')]: report.signature.repeat(240) }),
    'the signature of another request': requestOf(report, { [named('')]: vectors[1].signature }),
  }
  test.for(Object.entries(mutations))('%s', ([, request]) => {
    expect(findSignatureFault(request, [secret], at(report))).toEqual(expect.any(String))
  })
})

test('an empty secret opens nothing, not even to who signed with it', () => {
  const rawBody = Buffer.from(report.body)
  const signed = createHmac('sha256', '').update(rawBody).update(`.${report.nonce}.${report.timestamp}`)
  const request = requestOf(report, { [named('')]: signed.digest('base64') })
  expect(findSignatureFault(request, [''], at(report))).toBe('signature does not fit')
})

describe('the window takes every repeat that Sinch may send, and no more', () => {
  test.for([
    ['five minutes late', 301, undefined],
    ['the last repeat, 22 h 45 min late', 81_920, undefined],
    ['a day late', 86_400, undefined],
    ['more than a day late', 86_401, 'the timestamp is out of the window'],
    ['our clock five minutes behind', -300, undefined],
    ['from the future', -301, 'the timestamp is out of the window'],
  ] as const)('%s', ([, seconds, fault]) => {
    expect(findSignatureFault(requestOf(report), [secret], at(report, seconds))).toBe(fault)
  })

  test('the algorithm may be written in any case', () => {
    const request = requestOf(report, { [named('algorithm')]: 'HMACSHA256' })
    expect(findSignatureFault(request, [secret], at(report))).toBeUndefined()
  })
})
