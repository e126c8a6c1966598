import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import { readInbound } from './read-inbound.ts'

const authToken = '0123456789abcdef0123456789abcdef'
const credentials = { accountSid: `AC${'f'.repeat(32)}`, authToken }
const url = 'https://gw.example.com/webhooks/twilio/inbound'
const form = {
  MessageSid: `SM${'0'.repeat(32)}`,
  AccountSid: credentials.accountSid,
  From: '+15558675310',
  To: '+15005550006',
  Body: 'Stop.',
  NumMedia: '0',
}

const read = (params: Record<string, string>) => {
  const signature = webhooks.getExpectedTwilioSignature(authToken, url, params)
  return readInbound(credentials, {
    method: 'POST',
    signedUrl: url,
    headers: { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' },
    rawBody: Buffer.from(new URLSearchParams(params).toString()),
  })
}

describe('an inbound message of Twilio', () => {
  test('is read with its service, opt-out type and media', () => {
    const more = {
      MessagingServiceSid: `MG${'e'.repeat(32)}`,
      OptOutType: 'STOP',
      NumMedia: '2',
      MediaUrl0: 'https://api.twilio.com/a',
      MediaUrl1: 'https://api.twilio.com/b',
    }
    expect(read({ ...form, ...more })).toEqual({
      kind: 'inbound',
      inbound: {
        providerId: form.MessageSid,
        from: form.From,
        to: form.To,
        body: 'Stop.',
        messagingService: more.MessagingServiceSid,
        optOutType: 'STOP',
        mediaUrls: [more.MediaUrl0, more.MediaUrl1],
      },
    })
  })

  test.each([
    ['NumMedia', { NumMedia: '-3' }, []],
    ['NumMedia', { NumMedia: '1e9', MediaUrl0: 'https://api.twilio.com/a' }, ['https://api.twilio.com/a']],
    ['a media URL', { NumMedia: '1', MediaUrl0: 'no url' }, []],
  ])('does not trust %s blindly', (_what, changes, mediaUrls) => {
    expect(read({ ...form, ...changes })).toMatchObject({ inbound: { mediaUrls } })
  })

  test('is stripped of what Postgres cannot store', () => {
    expect(read({ ...form, Body: 'a\0b' })).toMatchObject({ inbound: { body: 'ab' } })
  })

  test.each([{ MessageSid: 'x' }, { From: '' }, { To: 'two words' }])('is malformed with %j', (changes) => {
    expect(read({ ...form, ...changes }).kind).toBe('malformed')
  })

  test('of another account is forged', () => {
    expect(read({ ...form, AccountSid: `AC${'0'.repeat(32)}` }).kind).toBe('forged')
  })
})
