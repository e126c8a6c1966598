import { expect, test } from 'vitest'
import { signV2, signV3, textToSign } from './signature.ts'

// Every signature was confirmed by Plivo's own SDK (plivo 4.79.0).
const TOKEN = 'plivo_test_token_0001'
const REPORT =
  'ErrorCode=000&From=14155550100&MessageUUID=0b2a0c2e-1111-2222-3333-444455556666&Status=delivered&To=14155550101&Type=mms&Units=1'

type Vector = {
  what: string
  method: 'GET' | 'POST'
  url: string
  body: string
  nonce: string
  text: string
  signature: string
}

const V3: readonly Vector[] = [
  {
    what: 'post no query',
    method: 'POST',
    url: 'https://gw.example.com/webhooks/plivo',
    body: REPORT,
    nonce: '12345678901234567890',
    text: 'https://gw.example.com/webhooks/plivo?ErrorCode000From14155550100MessageUUID0b2a0c2e-1111-2222-3333-444455556666StatusdeliveredTo14155550101TypemmsUnits1.12345678901234567890',
    signature: 'uOG1hNbwN74g8qtqDkL612afAYGcdRD9OTR/D18bZhY=',
  },
  {
    what: 'post with query',
    method: 'POST',
    url: 'https://gw.example.com/webhooks/plivo?mid=msg_42&a=b%20c',
    body: REPORT,
    nonce: '12345678901234567890',
    text: 'https://gw.example.com/webhooks/plivo?a=b c&mid=msg_42.ErrorCode000From14155550100MessageUUID0b2a0c2e-1111-2222-3333-444455556666StatusdeliveredTo14155550101TypemmsUnits1.12345678901234567890',
    signature: 'bBd5Efhgn0Uli1QxGHbg9Fk9XivHOvwNhWteyLeEK1s=',
  },
  {
    what: 'get query',
    method: 'GET',
    url: 'https://gw.example.com/webhooks/plivo?To=14155550101&From=14155550100&Status=sent',
    body: '',
    nonce: '98765432109876543210',
    text: 'https://gw.example.com/webhooks/plivo?From=14155550100&Status=sent&To=14155550101.98765432109876543210',
    signature: 'm5E8Dc8l5oTQLGGbK2M8i6sV5Y0o/JC29uVZqJFQEjI=',
  },
  {
    what: 'post empty body',
    method: 'POST',
    url: 'https://gw.example.com/webhooks/plivo?mid=1',
    body: '',
    nonce: 'n1',
    text: 'https://gw.example.com/webhooks/plivo?mid=1.n1',
    signature: '1Da6zUBBX6/I6J3fO246v0mjDLrAvMQNxfe5ZQ/73ns=',
  },
  {
    what: 'mo utf8 media',
    method: 'POST',
    url: 'https://gw.example.com/in',
    body: 'From=14155550101&To=14155550100&Type=mms&Text=h%C3%A9llo+%E2%98%BA&Media0=https%3A%2F%2Fmedia.example%2Fa%3Fx%3D1&MessageUUID=m-9&E=',
    nonce: 'n5',
    text: 'https://gw.example.com/in?EFrom14155550101Media0https://media.example/a?x=1MessageUUIDm-9Texthéllo ☺To14155550100Typemms.n5',
    signature: 'yrS6oQXp1BlFuBXp7BJUKTpH6DATYwaW4qnddZ853qg=',
  },
]

test.each(V3)('V3: $what', ({ method, url, body, nonce, text, signature }) => {
  const request = { method, url, nonce, form: [...new URLSearchParams(body)] }
  expect(textToSign(request)).toBe(text)
  expect(signV3(TOKEN, request)).toBe(signature)
})

test.each([
  [
    'https://gw.example.com/webhooks/plivo?mid=msg_42',
    '12345678901234567890',
    'Q+0WpV8Mcfo5suVrG+XZyL2PVx84YtD4RwaZF+mV1eE=',
  ],
  ['https://gw.example.com:8443/cb/', 'abc', 'KmlLAGMvFG3Ch/IGV3Ttj/UlUPAAr4s2ehdu2v7TdA0='],
])('V2: %s with nonce %s', (url, nonce, signature) => {
  expect(signV2(TOKEN, url, nonce)).toBe(signature)
})

test('V3 changes with any field, V2 does not see the body', () => {
  const url = 'https://gw.example.com/hook'
  const sign = (status: string): string =>
    signV3(TOKEN, { method: 'POST', url, nonce: 'n', form: [['Status', status]] })
  expect(sign('sent')).not.toBe(sign('failed'))
  expect(signV2(TOKEN, `${url}?a=1`, 'n')).toBe(signV2(TOKEN, url, 'n'))
})

test('V3 sorts a repeated name by its values, and a fragment is not signed', () => {
  const pairs = [
    ['b', '2'],
    ['a', 'y'],
    ['b', '1'],
  ] as const
  const text = textToSign({ method: 'POST', url: 'https://gw.example.com/#x', nonce: 'n', form: pairs })
  expect(text).toBe('https://gw.example.com/?ayb1b2.n')
})
