import { createHmac } from 'node:crypto'
import { validateSignature } from 'plivo/dist/utils/security.js'
import { validateV3Signature } from 'plivo/dist/utils/v3Security.js'
import { describe, expect, test } from 'vitest'
import { isSignedByPlivo, writeV2Text, writeV3Text } from './verify-signature.ts'

const token = 'plivo_test_token_0001'
const receipt =
  'ErrorCode=000&From=14155550100&MessageUUID=0b2a0c2e-1111-2222-3333-444455556666&Status=delivered&To=14155550101&Type=mms&Units=1'
const receiptFields =
  'ErrorCode000From14155550100MessageUUID0b2a0c2e-1111-2222-3333-444455556666StatusdeliveredTo14155550101TypemmsUnits1'
const hook = 'https://gw.example.com/webhooks/plivo'

type Vector = {
  readonly name: string
  readonly url: string
  readonly nonce: string
  readonly text: string
  readonly signature: string
}

// Confirmed by the validators of Plivo's SDK and kept as constants, so that no change here can move them.
const v3Vectors: readonly (Vector & { readonly method: 'POST' | 'GET'; readonly body: string })[] = [
  {
    name: 'a form',
    method: 'POST',
    url: hook,
    body: receipt,
    nonce: '12345678901234567890',
    text: `${hook}?${receiptFields}.12345678901234567890`,
    signature: 'uOG1hNbwN74g8qtqDkL612afAYGcdRD9OTR/D18bZhY=',
  },
  {
    name: 'a form and a query',
    method: 'POST',
    url: `${hook}?mid=msg_42&a=b%20c`,
    body: receipt,
    nonce: '12345678901234567890',
    text: `${hook}?a=b c&mid=msg_42.${receiptFields}.12345678901234567890`,
    signature: 'bBd5Efhgn0Uli1QxGHbg9Fk9XivHOvwNhWteyLeEK1s=',
  },
  {
    name: 'a query alone',
    method: 'GET',
    url: `${hook}?To=14155550101&From=14155550100&Status=sent`,
    body: '',
    nonce: '98765432109876543210',
    text: `${hook}?From=14155550100&Status=sent&To=14155550101.98765432109876543210`,
    signature: 'm5E8Dc8l5oTQLGGbK2M8i6sV5Y0o/JC29uVZqJFQEjI=',
  },
  {
    name: 'an empty form',
    method: 'POST',
    url: `${hook}?mid=1`,
    body: '',
    nonce: 'n1',
    text: `${hook}?mid=1.n1`,
    signature: '1Da6zUBBX6/I6J3fO246v0mjDLrAvMQNxfe5ZQ/73ns=',
  },
  {
    name: 'an inbound message outside ASCII with an empty field',
    method: 'POST',
    url: 'https://gw.example.com/in',
    body: 'From=14155550101&To=14155550100&Type=mms&Text=h%C3%A9llo+%E2%98%BA&Media0=https%3A%2F%2Fmedia.example%2Fa%3Fx%3D1&MessageUUID=m-9&E=',
    nonce: 'n5',
    text: 'https://gw.example.com/in?EFrom14155550101Media0https://media.example/a?x=1MessageUUIDm-9Texthéllo ☺To14155550100Typemms.n5',
    signature: 'yrS6oQXp1BlFuBXp7BJUKTpH6DATYwaW4qnddZ853qg=',
  },
]

const v2Vectors: readonly Vector[] = [
  {
    name: 'a query that is not covered',
    url: `${hook}?mid=msg_42`,
    nonce: '12345678901234567890',
    text: `${hook}12345678901234567890`,
    signature: 'Q+0WpV8Mcfo5suVrG+XZyL2PVx84YtD4RwaZF+mV1eE=',
  },
  {
    name: 'a port and a trailing slash',
    url: 'https://gw.example.com:8443/cb/',
    nonce: 'abc',
    text: 'https://gw.example.com:8443/cb/abc',
    signature: 'KmlLAGMvFG3Ch/IGV3Ttj/UlUPAAr4s2ehdu2v7TdA0=',
  },
]

describe('version 3', () => {
  test.for(v3Vectors)('$name', ({ url, body, nonce, text, signature }) => {
    const covered = writeV3Text({ url, nonce }, new URLSearchParams(body))
    expect(covered).toBe(text)
    expect(isSignedByPlivo([token], covered, [signature])).toBe(true)
  })

  test.for(v3Vectors)("$name, for Plivo's own validator", ({ method, url, body, nonce, signature }) => {
    expect(validateV3Signature(method, url, nonce, token, signature, fieldsOf(body))).toBe(true)
    expect(validateV3Signature(method, url, `${nonce}0`, token, signature, fieldsOf(body))).toBe(false)
  })

  const odd: Record<string, string> = {
    'repeated fields, unsorted': 'b=2&a=9&b=10&B=x&b=1',
    'fields without values': 'z=&a=&=',
    'encoded punctuation': 'a%26b=c%3Dd&e=%2B1%20%25&f=1.2~3',
    'emoji and combining marks': `Text=${encodeURIComponent('👍🏽 e\u0301 ﬁ')}&From=1`,
    'line breaks and a NUL': 'Text=a%0D%0Ab%00c',
    'a field named like a method of objects': 'constructor=1&toString=2',
  }
  test.for(Object.entries(odd))("what we sign is what Plivo's validator takes: %s", ([, body]) => {
    for (const url of [hook, `${hook}?b=2&a=1&a=0`, 'https://gw.example.com:8443/a/b.c/']) {
      const text = writeV3Text({ url, nonce: 'n' }, new URLSearchParams(body))
      expect(validateV3Signature('POST', url, 'n', token, sign(text), fieldsOf(body))).toBe(true)
    }
  })
})

describe('version 2', () => {
  test.for(v2Vectors)('$name', ({ url, nonce, text, signature }) => {
    expect(writeV2Text({ url, nonce })).toBe(text)
    expect(isSignedByPlivo([token], text, [signature])).toBe(true)
    expect(validateSignature(url, nonce, signature, token)).toBe(true)
  })
})

describe('a signature', () => {
  const [{ text, signature }] = [v3Vectors[0] ?? { text: '', signature: '' }]

  test('counts under any of the tokens and anywhere in the list', () => {
    expect(isSignedByPlivo(['new', token], text, ['AAAA=', signature])).toBe(true)
    expect(isSignedByPlivo([token], text, [signature, ''])).toBe(true)
  })

  test.for([
    ['another token', ['plivo_test_token_0002'], [signature]],
    ['no token', [], [signature]],
    ['an empty token', [''], [sign(text, '')]],
    ['no signature', [token], []],
    ['an empty signature', [token], ['']],
    ['a shorter one', [token], [signature.slice(0, -1)]],
    ['another case', [token], [signature.toLowerCase()]],
    ['as many bytes of other letters', [token], ['é'.repeat(22)]],
  ] as [string, string[], string[]][])('does not count with %s', ([, tokens, signatures]) => {
    expect(isSignedByPlivo(tokens, text, signatures)).toBe(false)
  })
})

function sign(text: string, key = token): string {
  return createHmac('sha256', key).update(text).digest('base64')
}

/** The form as the SDK wants it: repeated fields as arrays. */
function fieldsOf(body: string): Record<string, string | string[]> {
  const form = new URLSearchParams(body)
  return Object.fromEntries(
    [...form.keys()].map((name) => {
      const [value = '', ...more] = form.getAll(name)
      return [name, more.length > 0 ? [value, ...more] : value]
    }),
  )
}
