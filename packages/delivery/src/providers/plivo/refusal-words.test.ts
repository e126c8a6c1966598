import { expect, test } from 'vitest'
import { readRefusal } from './refusal-words.ts'

const apiId = '"api_id":"58c19ea4-0000-11ee-a000-0242ac110004"'

test.for([
  [`{${apiId},"error":"Insufficient Credit"}`, 'insufficient_credit'],
  [`{${apiId},"error":"insufficient account balance to send"}`, 'insufficient_credit'],
  ['Insufficient Credit', 'insufficient_credit'],
  ['{"message":"Not enough credits"}', 'insufficient_credit'],
  [`{${apiId},"error":"Geo Permissions are disabled for this country"}`, 'destination_barred'],
  [`{${apiId},"error":"MMS is not supported in this country"}`, 'destination_barred'],
  [`{${apiId},"error":"'src' parameter is not valid"}`, 'src_refused'],
  [`{${apiId},"error":"Powerpack has no MMS number"}`, 'src_refused'],
  [`{${apiId},"error":"dst parameter is not valid"}`, 'dst_refused'],
  [`{${apiId},"error":"media_urls must have at most 10 attachments"}`, 'media_refused'],
  [`{${apiId},"error":"src and dst are the same"}`, undefined],
  [`{${apiId},"error":"text is missing"}`, undefined],
  ['{"message":"Not Found"}', undefined],
  [`{${apiId},"error":{"text":"Insufficient Credit"}}`, undefined],
  ['<html>Insufficient Credit</html>', undefined],
  ['  <!doctype html><p>dst</p>', undefined],
  ['', undefined],
  ['null', undefined],
  ['[]', undefined],
  ['{', undefined],
] as const)('%s says %s', ([body, word]) => {
  expect(readRefusal(body)).toBe(word)
})

test('what a caller wrote cannot hold the account', () => {
  const echoes = [
    'cannot fetch https://evil.example/insufficient-credit?Insufficient Credit'.replaceAll(
      ' Credit',
      '+Credit',
    ),
    'invalid text: "you have insufficient credit, call us"',
    "invalid text: 'you have insufficient credit, call us'",
    `${'x'.repeat(600)} insufficient credit`,
  ]
  for (const error of echoes) {
    expect(readRefusal(JSON.stringify({ error }))).not.toBe('insufficient_credit')
  }
})
