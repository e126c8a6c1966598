import { expect, test } from 'vitest'
import type { SendRequest } from '../provider.ts'
import { createBody } from './create-body.ts'

const request: SendRequest = {
  messageId: '01990000-0000-7000-8000-000000000000',
  attempt: 1,
  tenantId: '01990000-0000-7000-8000-00000000000a',
  to: '+14155550101',
  from: '+14155550100',
  body: 'hello',
  mediaUrls: [],
  requireMms: false,
}
const { from: _from, ...withoutFrom } = request
const { body: _body, ...withoutBody } = request
const powerpack = '1b2a0c2e-1111-2222-3333-444455556666'
const media = ['https://m.example.com/a.png', 'https://m.example.com/b.png?x=1&y=ü']
const plain = { src: '14155550100', dst: '14155550101', type: 'sms', text: 'hello' }

const table: Record<string, [SendRequest, expected: Record<string, unknown>]> = {
  'text alone is an SMS': [request, plain],
  'text that must go as MMS': [
    { ...request, requireMms: true },
    { ...plain, type: 'mms' },
  ],
  'text and media': [
    { ...request, mediaUrls: media },
    { ...plain, type: 'mms', media_urls: media },
  ],
  'media alone sends no empty text': [
    { ...withoutBody, mediaUrls: media },
    { src: plain.src, dst: plain.dst, type: 'mms', media_urls: media },
  ],
  'an empty text is left out': [
    { ...request, body: '' },
    { src: plain.src, dst: plain.dst, type: 'sms' },
  ],
  'a Powerpack picks the number': [
    { ...withoutFrom, messagingService: powerpack },
    { powerpack_uuid: powerpack, dst: plain.dst, type: 'sms', text: 'hello' },
  ],
  'a number that is named wins over its Powerpack': [{ ...request, messagingService: powerpack }, plain],
  'the callback is asked for as POST': [
    { ...request, statusCallbackUrl: 'https://gw.example.com/s/1.1.x' },
    { ...plain, url: 'https://gw.example.com/s/1.1.x', method: 'POST' },
  ],
}

test.for(Object.entries(table))('%s', ([, [given, expected]]) => {
  expect(createBody(given)).toEqual(expected)
})

test.for([
  [600, 600],
  [600.9, 600],
  [5, 5],
  [1, 5],
  [10_799, 10_799],
  [14_400, 10_799],
] as const)('a validity of %d s expires at Plivo after %d s', ([validitySeconds, expiry]) => {
  expect(createBody({ ...request, validitySeconds }).message_expiry).toBe(expiry)
})
