import { expect, test } from 'vitest'
import { signedUrl, signForm, signUrl, withBodyHash } from './signature.ts'

const TOKEN = '0123456789abcdef0123456789abcdef'

test('V0: the example of Twilio’s documentation', () => {
  const params = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  }
  expect(signForm('12345', 'https://example.com/myapp.php?foo=1&bar=2', params)).toBe(
    'L/OH5YylLD5NRKLltdqwSvS0BnU=',
  )
})

test('V1: a status callback', () => {
  const sid = 'MM0123456789abcdef0123456789abcdef'
  const params = {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: 'delivered',
    SmsStatus: 'delivered',
    AccountSid: `AC${'f'.repeat(32)}`,
    From: '+15005550006',
    To: '+15558675310',
    ApiVersion: '2010-04-01',
    RawDlrDoneDate: '2611140930',
    MessagingServiceSid: `MG${'e'.repeat(32)}`,
  }
  const url = 'https://gw.example.com/webhooks/twilio/status?tenant=acme&mid=01JABC'
  expect(signForm(TOKEN, url, params)).toBe('6UTHvg6JrZtzm06G/12Wer3t8Ks=')
})

test('V2: a repeated name counts as a sorted set, text as UTF-8, and the port is kept', () => {
  const params = {
    MediaUrl: ['https://m.example.com/b.png', 'https://m.example.com/a.png', 'https://m.example.com/a.png'],
    Body: 'Grüße & "héllo" 👍',
    To: '+15558675310',
  }
  expect(signForm(TOKEN, 'https://gw.example.com:8443/hook', params)).toBe('aTRgfxShOrDw29b5wkNhwCNtxzk=')
})

test('V3: a JSON body is signed through its hash in the URL', () => {
  const body = '{"MessageSid":"SM0123456789abcdef0123456789abcdef","MessageStatus":"sent"}'
  const url = withBodyHash('https://gw.example.com/events?x=1', body)
  expect(url).toContain('bodySHA256=623471c321065587772743df63d0f6a4c11dd06c2ea735efd97a15614db0e22c')
  expect(signUrl(TOKEN, url)).toBe('e9MYPnG+66t4NNs1tqKAh0GpdQw=')
  expect(signUrl(TOKEN, withBodyHash('https://gw.example.com/events?x=1', `${body} `))).not.toBe(
    'e9MYPnG+66t4NNs1tqKAh0GpdQw=',
  )
})

test.each([
  ['https://user:pass@gw.example.com/hook?a=1#rc=2', 'https://gw.example.com/hook?a=1'],
  ['https://gw.example.com', 'https://gw.example.com/'],
  ['https://gw.example.com?a=1', 'https://gw.example.com/?a=1'],
  ["http://gw.example.com:80/it's?q=a%20b+c", "http://gw.example.com:80/it's?q=a%20b+c"],
])('%s is signed as %s', (url, expected) => {
  expect(signedUrl(url)).toBe(expected)
})
