import { expect, test } from 'vitest'
import { type Credentials, findSignatureFault, type SignedRequest } from './sigv4.ts'

// The worked example "GET Object" of the S3 API reference, "Signature Calculations for the Authorization Header".
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const CREDENTIALS: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
  region: 'us-east-1',
  service: 's3',
}
const SIGNED_HEADERS = 'host;range;x-amz-content-sha256;x-amz-date'
const SIGNATURE = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'
const NOW_MS = Date.UTC(2013, 4, 24, 0, 1, 0)

function authorization(
  changes: Partial<Record<'key' | 'scope' | 'headers' | 'signature', string>> = {},
): string {
  const { key, scope, headers, signature } = changes
  return [
    `AWS4-HMAC-SHA256 Credential=${key ?? CREDENTIALS.accessKeyId}/${scope ?? '20130524/us-east-1/s3/aws4_request'}`,
    `SignedHeaders=${headers ?? SIGNED_HEADERS}`,
    `Signature=${signature ?? SIGNATURE}`,
  ].join(', ')
}

function request(headers: Record<string, string> = {}, changes: Partial<SignedRequest> = {}): SignedRequest {
  return {
    method: 'GET',
    url: '/test.txt',
    payloadHash: EMPTY_SHA256,
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': EMPTY_SHA256,
      'x-amz-date': '20130524T000000Z',
      authorization: authorization(),
      ...headers,
    },
    ...changes,
  }
}

test("the signature of AWS's own worked example holds", () => {
  expect(findSignatureFault(request(), CREDENTIALS, NOW_MS)).toBeUndefined()
})

test('the list example of AWS holds: the query is signed in order of its names', () => {
  const headers = {
    authorization: authorization({
      headers: 'host;x-amz-content-sha256;x-amz-date',
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    }),
  }
  const listing = request(headers, { url: '/?prefix=J&max-keys=2' })
  expect(findSignatureFault(listing, CREDENTIALS, NOW_MS)).toBeUndefined()
})

test.each<[string, SignedRequest]>([
  ['missing', request({}, { headers: { host: 'x' } })],
  ['incomplete', request({ authorization: 'Basic eDp5' })],
  ['incomplete', request({ 'x-amz-date': 'yesterday' })],
  ['incomplete', request({ 'x-amz-date': '20130525T000000Z' })],
  ['incomplete', request({ 'x-amz-acl': 'public-read' })],
  ['unknown_key', request({ authorization: authorization({ key: 'AKIAIOSFODNN7EXAMPLF' }) })],
  [
    'unknown_token',
    request({
      'x-amz-security-token': 't',
      authorization: authorization({ headers: `${SIGNED_HEADERS};x-amz-security-token` }),
    }),
  ],
  [
    'wrong_region',
    request({ authorization: authorization({ scope: '20130524/eu-west-1/s3/aws4_request' }) }),
  ],
  [
    'wrong_service',
    request({ authorization: authorization({ scope: '20130524/us-east-1/sns/aws4_request' }) }),
  ],
  ['mismatch', request({ authorization: authorization({ signature: '0'.repeat(64) }) })],
  ['mismatch', request({ range: 'bytes=0-10' })],
  ['mismatch', request({}, { url: '/other.txt' })],
  ['mismatch', request({}, { method: 'PUT' })],
  ['mismatch', request({}, { payloadHash: '0'.repeat(64) })],
])('a request that is not signed as it should be is found out: %s', (fault, given) => {
  expect(findSignatureFault(given, CREDENTIALS, NOW_MS)).toBe(fault)
})

test('a signature of another secret or of another quarter of an hour does not hold', () => {
  const other = { ...CREDENTIALS, secretAccessKey: 'another secret' }
  expect(findSignatureFault(request(), other, NOW_MS)).toBe('mismatch')
  expect(findSignatureFault(request(), CREDENTIALS, NOW_MS + 15 * 60_000)).toBe('skewed')
})
