import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import type { CallbackRequest } from '../provider.ts'
import { readCallback } from './read-callback.ts'
import { isSignedByTwilio } from './verify-signature.ts'

const token = '0123456789abcdef0123456789abcdef'
const accountSid = `AC${'f'.repeat(32)}`
const messageSid = 'MM0123456789abcdef0123456789abcdef'
const credentials = { accountSid, authToken: token }

// Made with Twilio's SDK once and kept as constants, so that no change here can move them.
const url = 'https://gw.example.com/webhooks/twilio/status?tenant=acme&mid=01JABC'
const signature = '6UTHvg6JrZtzm06G/12Wer3t8Ks='
const form: Readonly<Record<string, string>> = {
  MessageSid: messageSid,
  SmsSid: messageSid,
  MessageStatus: 'delivered',
  SmsStatus: 'delivered',
  AccountSid: accountSid,
  From: '+15005550006',
  To: '+15558675310',
  ApiVersion: '2010-04-01',
  RawDlrDoneDate: '2611140930',
  MessagingServiceSid: `MG${'e'.repeat(32)}`,
}
const genuine: CallbackRequest = {
  method: 'POST',
  signedUrl: url,
  headers: { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' },
  rawBody: bodyOf(form),
}

describe('signatures of Twilio', () => {
  test("the example of Twilio's documentation", () => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    }
    const signedUrl = 'https://example.com/myapp.php?foo=1&bar=2'
    expect(isSignedByTwilio('12345', 'L/OH5YylLD5NRKLltdqwSvS0BnU=', signedUrl, params)).toBe(true)
  })

  test('repeated parameters, characters outside ASCII and a port', () => {
    const params = {
      MediaUrl: ['https://m.example.com/b.png', 'https://m.example.com/a.png', 'https://m.example.com/a.png'],
      Body: 'Grüße & "héllo" 👍',
      To: '+15558675310',
    }
    const signedUrl = 'https://gw.example.com:8443/hook'
    expect(isSignedByTwilio(token, 'aTRgfxShOrDw29b5wkNhwCNtxzk=', signedUrl, params)).toBe(true)
  })

  test('a JSON body is covered by its hash in the URL', () => {
    const body = `{"MessageSid":"SM${messageSid.slice(2)}","MessageStatus":"sent"}`
    const hash = '623471c321065587772743df63d0f6a4c11dd06c2ea735efd97a15614db0e22c'
    const jsonUrl = `https://gw.example.com/events?x=1&bodySHA256=${hash}`
    const check = (text: string): boolean =>
      webhooks.validateRequestWithBody(token, 'e9MYPnG+66t4NNs1tqKAh0GpdQw=', jsonUrl, text)
    expect(check(body)).toBe(true)
    expect(check(`${body} `)).toBe(false)
  })

  test('an empty token, a relative URL and a short signature verify nothing', () => {
    const signed = webhooks.getExpectedTwilioSignature('', url, form)
    expect(isSignedByTwilio('', signed, url, form)).toBe(false)
    expect(isSignedByTwilio(token, signature, '/webhooks', form)).toBe(false)
    expect(isSignedByTwilio(token, '', url, form)).toBe(false)
  })
})

describe('a genuine callback', () => {
  test('becomes a receipt', () => {
    expect(readCallback(credentials, genuine)).toEqual({
      kind: 'receipt',
      receipt: { source: 'callback', providerId: messageSid, status: 'delivered', from: '+15005550006' },
    })
  })

  test('verifies with the token from before a rotation', () => {
    const rotated = { accountSid, authToken: 'new token', previousAuthToken: token }
    expect(readCallback(rotated, genuine).kind).toBe('receipt')
  })

  test('carries its error code; a canceled message gets ours', () => {
    const failed = signed({ ...form, MessageStatus: 'undelivered', ErrorCode: '30005' })
    expect(readCallback(credentials, failed)).toMatchObject({ receipt: { errorCode: '30005' } })
    const canceled = signed({ ...form, MessageStatus: 'canceled' })
    expect(readCallback(credentials, canceled)).toMatchObject({
      receipt: { status: 'failed', errorCode: 'canceled' },
    })
    const odd = readCallback(credentials, signed({ ...form, ErrorCode: '<script>' }))
    expect(odd).not.toHaveProperty('receipt.errorCode')
  })

  test('is read from the old names and with parameters that nobody knows yet', () => {
    const { MessageSid: _sid, MessageStatus: _status, ...legacy } = form
    const reading = readCallback(credentials, signed({ ...legacy, SmsStatus: 'sent', NewThing: '1' }))
    expect(reading).toMatchObject({ receipt: { providerId: messageSid, status: 'sent' } })
  })

  test.for([
    ['the id is missing', { MessageSid: '', SmsSid: '' }],
    ['the id is of another kind', { MessageSid: `CA${'0'.repeat(32)}` }],
    ['the id holds a path', { MessageSid: `${messageSid}/../x` }],
    ['the status is inbound', { MessageStatus: 'received' }],
    ['the status is unknown', { MessageStatus: 'exploded' }],
  ] as const)('is malformed when %s', ([, change]) => {
    expect(readCallback(credentials, signed({ ...form, ...change })).kind).toBe('malformed')
  })
})

describe('a callback that was tampered with is forged', () => {
  const { To: _to, ...withoutTo } = form
  const withForm = (
    changed: Readonly<Record<string, string>>,
    more: Record<string, string> = {},
  ): CallbackRequest => ({
    ...genuine,
    rawBody: bodyOf(changed, more),
  })
  const withUrl = (signedUrl: string): CallbackRequest => ({ ...genuine, signedUrl })
  const withSignature = (value: string | readonly string[] | undefined): CallbackRequest => ({
    ...genuine,
    headers: { ...genuine.headers, 'x-twilio-signature': value },
  })
  const foreign = { ...form, AccountSid: `AC${'0'.repeat(32)}` }
  const mutations: Record<string, CallbackRequest> = {
    'parameter changed': withForm({ ...form, MessageStatus: 'failed' }),
    'parameter added': withForm({ ...form, ErrorCode: '30008' }),
    'parameter removed': withForm(withoutTo),
    'parameter repeated with its own value': withForm(form, { MessageStatus: 'delivered' }),
    'parameter repeated with another value': withForm(form, { MessageStatus: 'failed' }),
    'parameter renamed in case': withForm({ ...withoutTo, to: String(form['To']) }),
    'parameter with a space': withForm({ ...form, From: `${form['From']} ` }),
    'no form': { ...genuine, headers: { ...genuine.headers, 'content-type': 'application/json' } },
    'no body': { ...genuine, rawBody: Buffer.alloc(0) },
    'more parameters than Twilio sends': {
      ...genuine,
      rawBody: Buffer.concat([genuine.rawBody, Buffer.from('&x=1'.repeat(101))]),
    },
    'empty form': withForm({}),
    'path of another attempt': withUrl(url.replace('/status', '/statuz')),
    'trailing slash': withUrl(url.replace('status?', 'status/?')),
    'other scheme': withUrl(url.replace('https:', 'http:')),
    'other host': withUrl(url.replace('gw.', 'evil.')),
    'query dropped': withUrl(url.replace(/\?.*/, '')),
    'query changed': withUrl(url.replace('acme', 'other')),
    'query reordered': withUrl(url.replace('tenant=acme&mid=01JABC', 'mid=01JABC&tenant=acme')),
    'query extended': withUrl(`${url}&x=1`),
    'relative URL': withUrl('/webhooks/twilio/status'),
    'port that was signed is missing': {
      ...signed(form, url.replace('.com/', '.com:8443/')),
      signedUrl: url,
    },
    'token of another account': signed(form, url, 'f'.repeat(32)),
    'account of somebody else': signed(foreign),
    'no account': signed(Object.fromEntries(Object.entries(form).filter(([name]) => name !== 'AccountSid'))),
    'signature missing': withSignature(undefined),
    'signature empty': withSignature(''),
    'signature twice': withSignature([signature, signature]),
    'signature in another case': withSignature(signature.toLowerCase()),
    'signature cut short': withSignature(signature.slice(0, -1)),
    'signature of 10 kB': withSignature(signature.repeat(366)),
    'signature of an empty token': signed(form, url, ''),
  }
  test.for(Object.entries(mutations))('%s', ([, request]) => {
    expect(readCallback(credentials, request).kind).toBe('forged')
  })

  test('an empty previous token opens nothing', () => {
    const rotated = { ...credentials, previousAuthToken: '' }
    expect(readCallback(rotated, signed(form, url, '')).kind).toBe('forged')
  })
})

function signed(params: Readonly<Record<string, string>>, signedUrl = url, key = token): CallbackRequest {
  const value = webhooks.getExpectedTwilioSignature(key, signedUrl, params)
  const headers = { 'x-twilio-signature': value, 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', signedUrl, headers, rawBody: bodyOf(params) }
}

function bodyOf(
  params: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Buffer {
  return Buffer.from(
    [params, more]
      .map((part) => new URLSearchParams(part).toString())
      .filter(Boolean)
      .join('&'),
  )
}
