import { expect, test } from 'vitest'
import { signatureHeaders, signCallback } from './signature.ts'

const SECRET = 'sinch_test_secret_0001'

// The vendor's own validator accepts these three (see test/sinch-callbacks.test.ts for live ones).
const VECTORS = [
  {
    name: 'a final delivery report',
    body: '{"type":"recipient_delivery_report_mms","batch_id":"01HZZZZZZZZZZZZZZZZZZZZZZZ","recipient":"14155550101","code":0,"status":"Delivered","at":"2026-01-02T03:04:05.678Z","operator_status_at":"2026-01-02T03:04:04Z","client_reference":"msg_42"}',
    nonce: '01HZZZNONCE0000000000000001',
    timestamp: '1767323045',
    signature: 'OyYOiUJz5iYEmS52F8ndyiFKHSZSygVZUEzazCFeLho=',
  },
  {
    name: 'an inbound message outside ASCII',
    body: '{"id":"01HYYYYYYYYYYYYYYYYYYYYYYY","from":"14155550101","to":"14155550100","received_at":"2026-01-02T03:05:00.000Z","type":"mo_text","body":"héllo"}',
    nonce: '01HZZZNONCE0000000000000002',
    timestamp: '1767323100',
    signature: 'mvEXid1qYaYMtYXXfcg3f4h2ZdoeDEx8MwQrWJ2NhyY=',
  },
  {
    name: 'a body with spaces',
    body: '{ "type" : "recipient_delivery_report_mms", "batch_id" : "B" , "recipient" : "1" , "code" : 0 , "status" : "Delivered" , "at" : "2026-01-02T03:04:05.678Z" }',
    nonce: '01HZZZNONCE0000000000000003',
    timestamp: '1767323045',
    signature: 'rmzvcXsE0kqzHbeCjZLYAhDso3XOjRI0moC7Y0Q1M/s=',
  },
]

test.each(VECTORS)('$name is signed as the vendor signs it', ({ signature, ...signed }) => {
  expect(signatureHeaders(SECRET, signed)).toEqual({
    'x-sinch-webhook-signature': signature,
    'x-sinch-webhook-signature-nonce': signed.nonce,
    'x-sinch-webhook-signature-timestamp': signed.timestamp,
    'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
  })
})

test('a signature depends on secret, body, nonce and timestamp', () => {
  const signed = { body: '{"code":415}', nonce: 'n', timestamp: '1767323045' }
  const all = [
    signCallback(SECRET, signed),
    signCallback(`${SECRET}x`, signed),
    signCallback(SECRET, { ...signed, body: '{"code":416}' }),
    signCallback(SECRET, { ...signed, nonce: 'm' }),
    signCallback(SECRET, { ...signed, timestamp: '1767323346' }),
  ]
  expect(new Set(all).size).toBe(all.length)
})
