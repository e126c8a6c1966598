import { createHash, createVerify, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CERTIFICATE, CERTIFICATE_PATH, type Envelope, signEnvelope, stringToSign } from './sign-envelope.ts'

type Vector = { envelope: Envelope; string_to_sign: string; string_sha256_hex: string }

// The file is this project's own; its shape is what these tests read.
const { vectors } = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as {
  vectors: Record<string, Vector>
}

test('there are six vectors', () => {
  expect(Object.keys(vectors)).toHaveLength(6)
})

test.each(Object.entries(vectors))('%s is signed as in the vector', async (_name, vector) => {
  const { SignatureVersion, Signature, SigningCertURL, ...unsigned } = vector.envelope
  const text = stringToSign(unsigned)
  expect(text).toBe(vector.string_to_sign)
  expect(createHash('sha256').update(text).digest('hex')).toBe(vector.string_sha256_hex)
  expect(await signEnvelope(unsigned, SignatureVersion, SigningCertURL)).toEqual(vector.envelope)
  const digest = SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  const verifier = createVerify(digest).update(text, 'utf8')
  expect(verifier.verify(new X509Certificate(CERTIFICATE).publicKey, Signature, 'base64')).toBe(true)
})

test('the certificate is served under a path of the shape that SNS uses', () => {
  expect(CERTIFICATE_PATH).toMatch(/^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/)
})
