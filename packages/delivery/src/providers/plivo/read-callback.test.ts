import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CallbackRequest } from '../provider.ts'
import { readCallback } from './read-callback.ts'
import { writeV2Text, writeV3Text } from './verify-signature.ts'

const authToken = 'plivo_test_token_0001'
const credentials = { authToken }
const url = 'https://gw.example.com/webhooks/plivo'
const nonce = '12345678901234567890'
const providerId = '0b2a0c2e-1111-2222-3333-444455556666'
const form: Readonly<Record<string, string>> = {
  ErrorCode: '000',
  From: '14155550100',
  MessageUUID: providerId,
  Status: 'delivered',
  To: '14155550101',
  Type: 'mms',
  Units: '1',
}
const type = { 'content-type': 'application/x-www-form-urlencoded' }

// Signatures of the published vectors, so that no change here can move them.
const v3 = 'uOG1hNbwN74g8qtqDkL612afAYGcdRD9OTR/D18bZhY='
const v2 = 'Q+0WpV8Mcfo5suVrG+XZyL2PVx84YtD4RwaZF+mV1eE='
const v3Headers = { ...type, 'x-plivo-signature-v3': v3, 'x-plivo-signature-v3-nonce': nonce }
const v2Headers = { ...type, 'x-plivo-signature-v2': v2, 'x-plivo-signature-v2-nonce': nonce }
const genuine = request(form, v3Headers)
const delivered = {
  kind: 'receipt',
  receipt: { source: 'callback', providerId, status: 'delivered', from: '+14155550100', segments: 1 },
}

describe('a callback signed with version 3', () => {
  test('becomes a receipt with the number in E.164', () => {
    expect(readCallback(credentials, genuine)).toEqual(delivered)
  })

  test('counts with the token from before a rotation', () => {
    const rotated = { authToken: 'new token', previousAuthToken: authToken }
    expect(readCallback(rotated, genuine)).toEqual(delivered)
  })

  const lists: Record<string, Record<string, string | string[]>> = {
    'in a list': { 'x-plivo-signature-v3': `AAAA=,${v3}` },
    'in a list with spaces': { 'x-plivo-signature-v3': `AAAA= , ${v3} ` },
    'in a repeated header': { 'x-plivo-signature-v3': ['AAAA=', v3] },
    'in the header of the main account': { 'x-plivo-signature-ma-v3': v3 },
    'in the header of the main account beside another': {
      'x-plivo-signature-v3': 'AAAA=',
      'x-plivo-signature-ma-v3': `BBBB=,${v3}`,
    },
  }
  test.for(Object.entries(lists))('counts %s', ([, signatures]) => {
    const headers = { ...type, 'x-plivo-signature-v3-nonce': nonce, ...signatures }
    expect(readCallback(credentials, request(form, headers))).toEqual(delivered)
  })

  test('carries the code and its class, the price in dollars, and nothing for code 000', () => {
    const fields = { ...form, Status: 'undelivered', ErrorCode: '30', Units: '2', TotalAmount: '0.01800' }
    expect(readCallback(credentials, signed(fields))).toMatchObject({
      receipt: {
        status: 'undelivered',
        errorCode: '30',
        errorClass: 'filtered',
        segments: 2,
        price: '0.01800',
        priceUnit: 'USD',
      },
    })
    const plain = readCallback(credentials, signed({ ...form, TotalAmount: '0.00000' }))
    expect(plain).toEqual(delivered)
  })

  test.for([
    ['200', 'opt_out'],
    ['420', 'expired'],
    ['900', 'account'],
    ['40', 'sender'],
    ['120', 'content'],
    ['7777', 'unknown'],
  ] as const)('that failed with code %s has class %s', ([ErrorCode, errorClass]) => {
    const reading = readCallback(credentials, signed({ ...form, Status: 'failed', ErrorCode }))
    expect(reading).toMatchObject({ receipt: { status: 'failed', errorCode: ErrorCode, errorClass } })
  })

  test.for(['', '000', 'null', '<b>', '-30'])('with the error code %j has none', (ErrorCode) => {
    const reading = readCallback(credentials, signed({ ...form, ErrorCode }))
    expect(reading).toEqual(delivered)
  })

  test('is read with fields that nobody knows yet, and without any that is not needed', () => {
    expect(readCallback(credentials, signed({ ...form, NewThing: '1', Empty: '' }))).toEqual(delivered)
    const bare = signed({ MessageUUID: providerId, Status: 'sent' })
    expect(readCallback(credentials, bare)).toEqual({
      kind: 'receipt',
      receipt: { source: 'callback', providerId, status: 'sent' },
    })
  })

  test('with odd side facts leaves them out', () => {
    const odd = { From: 'ACME', Units: '1e3', TotalAmount: '-1', To: '' }
    expect(readCallback(credentials, signed({ ...form, ...odd }))).toEqual({
      kind: 'receipt',
      receipt: { source: 'callback', providerId, status: 'delivered' },
    })
  })

  test('of a read message says nothing about its delivery', () => {
    expect(readCallback(credentials, signed({ ...form, Status: 'read' })).kind).toBe('nothing')
  })

  test.for([
    ['the id is missing', { MessageUUID: '' }],
    ['the id is no UUID', { MessageUUID: 'm-9' }],
    ['the id holds a path', { MessageUUID: `${providerId}/../x` }],
    ['the status is inbound', { Status: 'received' }],
    ['the status is unknown', { Status: 'exploded' }],
    ['the status is in capitals', { Status: 'Delivered' }],
  ] as const)('is malformed when %s', ([, change]) => {
    expect(readCallback(credentials, signed({ ...form, ...change })).kind).toBe('malformed')
  })

  test('believes none of two values of one field', () => {
    const twice = new URLSearchParams([...Object.entries(form), ['Status', 'failed']])
    expect(readCallback(credentials, signedForm(twice)).kind).toBe('malformed')
  })
})

describe('a callback signed with version 2 alone', () => {
  const noisyUrl = `${url}?mid=msg_42`

  test('is a hint to look the message up and no receipt', () => {
    const reading = readCallback(credentials, { ...request(form, v2Headers), signedUrl: noisyUrl })
    expect(reading).toEqual({ kind: 'hint', providerId })
  })

  test('is no more than that with other fields, which the signature does not cover', () => {
    const altered = request({ ...form, Status: 'failed', ErrorCode: '30' }, v2Headers)
    expect(readCallback(credentials, altered)).toEqual({ kind: 'hint', providerId })
  })

  test('may be signed by the main account or with the previous token', () => {
    const { 'x-plivo-signature-v2': _own, ...rest } = v2Headers
    const main = request(form, { ...rest, 'x-plivo-signature-ma-v2': `AAAA=, ${v2}` })
    expect(readCallback(credentials, main).kind).toBe('hint')
    const rotated = { authToken: 'new token', previousAuthToken: authToken }
    expect(readCallback(rotated, request(form, v2Headers)).kind).toBe('hint')
  })

  test('is malformed without the id of a message', () => {
    expect(readCallback(credentials, request({ ...form, MessageUUID: 'x' }, v2Headers)).kind).toBe(
      'malformed',
    )
  })

  test.for([
    ['another path', { signedUrl: `${url}/x` }],
    ['another host', { signedUrl: url.replace('gw.', 'evil.') }],
    ['another nonce', { headers: { ...v2Headers, 'x-plivo-signature-v2-nonce': '1' } }],
    ['no nonce', { headers: { ...type, 'x-plivo-signature-v2': v2 } }],
    ['another signature', { headers: { ...v2Headers, 'x-plivo-signature-v2': v3 } }],
  ] as [string, Partial<CallbackRequest>][])('is forged with %s', ([, change]) => {
    expect(readCallback(credentials, { ...request(form, v2Headers), ...change }).kind).toBe('forged')
  })
})

describe('whatever carries anything of version 3 never falls back to version 2', () => {
  const wrong: Record<string, Record<string, string>> = {
    'a signature that does not fit': { 'x-plivo-signature-v3': v2, 'x-plivo-signature-v3-nonce': nonce },
    'an empty signature': { 'x-plivo-signature-v3': '', 'x-plivo-signature-v3-nonce': nonce },
    'a nonce alone': { 'x-plivo-signature-v3-nonce': nonce },
    'no nonce': { 'x-plivo-signature-v3': v3 },
    'the header of the main account alone': { 'x-plivo-signature-ma-v3': 'AAAA=' },
  }
  test.for(Object.entries(wrong))('%s', ([, headers]) => {
    const both = request(form, { ...v2Headers, ...headers })
    expect(readCallback(credentials, both).kind).toBe('forged')
  })

  test('a changed field is forged although version 2 would fit', () => {
    const altered = request({ ...form, Status: 'failed' }, { ...v2Headers, ...v3Headers })
    expect(readCallback(credentials, altered).kind).toBe('forged')
  })
})

describe('a callback that was tampered with is forged', () => {
  const { To: _to, ...withoutTo } = form
  const withBody = (body: string): CallbackRequest => ({ ...genuine, rawBody: Buffer.from(body) })
  const withUrl = (signedUrl: string): CallbackRequest => ({ ...genuine, signedUrl })
  const withHeaders = (changes: CallbackRequest['headers']): CallbackRequest => ({
    ...genuine,
    headers: { ...genuine.headers, ...changes },
  })
  const mutations: Record<string, CallbackRequest> = {
    'field changed': request({ ...form, Status: 'failed' }, v3Headers),
    'field added': request({ ...form, Extra: '', More: 'x' }, v3Headers),
    'field removed': request(withoutTo, v3Headers),
    'field repeated': withBody(`${new URLSearchParams(form)}&Status=delivered`),
    'field with a space': request({ ...form, From: `${form['From']} ` }, v3Headers),
    'empty form': request({}, v3Headers),
    'no body': withBody(''),
    'more fields than Plivo sends': withBody(`${new URLSearchParams(form)}${'&x=1'.repeat(101)}`),
    'no form': withHeaders({ 'content-type': 'application/json' }),
    'no type': withHeaders({ 'content-type': undefined }),
    'other path': withUrl(`${url}x`),
    'trailing slash': withUrl(`${url}/`),
    'other scheme': withUrl(url.replace('https:', 'http:')),
    'other host': withUrl(url.replace('gw.', 'evil.')),
    'query added': withUrl(`${url}?x=1`),
    'port added': withUrl(url.replace('.com/', '.com:8443/')),
    'nonce changed': withHeaders({ 'x-plivo-signature-v3-nonce': '12345678901234567891' }),
    'nonce missing': withHeaders({ 'x-plivo-signature-v3-nonce': undefined }),
    'nonce empty': withHeaders({ 'x-plivo-signature-v3-nonce': '' }),
    'nonce twice': withHeaders({ 'x-plivo-signature-v3-nonce': [nonce, nonce] }),
    'nonce missing where an empty one was signed': signedWith('', undefined),
    'nonce empty and signed so': signedWith('', ''),
    'nonce missing where the word for nothing was signed': signedWith('undefined', undefined),
    'signature missing': withHeaders({ 'x-plivo-signature-v3': undefined }),
    'signature cut short': withHeaders({ 'x-plivo-signature-v3': v3.slice(0, -1) }),
    'signature of 10 kB': withHeaders({ 'x-plivo-signature-v3': v3.repeat(230) }),
    'signature of another token': signed(form, 'another token'),
    'signature of an empty token': signed(form, ''),
    'no signature at all': request(form, type),
  }
  test.for(Object.entries(mutations))('%s', ([, mutated]) => {
    expect(readCallback(credentials, mutated).kind).toBe('forged')
  })

  test('an empty previous token opens nothing', () => {
    const rotated = { ...credentials, previousAuthToken: '' }
    expect(readCallback(rotated, signed(form, '')).kind).toBe('forged')
  })

  test('no reason repeats a number or an id', () => {
    for (const mutated of Object.values(mutations)) {
      const reading = readCallback(credentials, mutated)
      expect(JSON.stringify(reading)).not.toMatch(/1415555|0b2a0c2e/)
    }
  })
})

test('the vectors above are what their texts say', () => {
  const text3 = writeV3Text({ url, nonce }, new URLSearchParams(form))
  expect(hmac(text3)).toBe(v3)
  expect(hmac(writeV2Text({ url, nonce }))).toBe(v2)
})

function signed(fields: Readonly<Record<string, string>>, key = authToken): CallbackRequest {
  return signedForm(new URLSearchParams(fields), key)
}

function signedForm(fields: URLSearchParams, key = authToken): CallbackRequest {
  const signature = hmac(writeV3Text({ url, nonce }, fields), key)
  const headers = { ...v3Headers, 'x-plivo-signature-v3': signature }
  return { method: 'POST', signedUrl: url, headers, rawBody: Buffer.from(String(fields)) }
}

/** Signed over one nonce and sent with another. */
function signedWith(covered: string, sent: string | undefined): CallbackRequest {
  const fields = new URLSearchParams(form)
  const headers = {
    ...type,
    'x-plivo-signature-v3': hmac(writeV3Text({ url, nonce: covered }, fields)),
    'x-plivo-signature-v3-nonce': sent,
  }
  return request(form, headers)
}

function request(
  fields: Readonly<Record<string, string>>,
  headers: CallbackRequest['headers'],
): CallbackRequest {
  return {
    method: 'POST',
    signedUrl: url,
    headers,
    rawBody: Buffer.from(String(new URLSearchParams(fields))),
  }
}

function hmac(text: string, key = authToken): string {
  return createHmac('sha256', key).update(text).digest('base64')
}
