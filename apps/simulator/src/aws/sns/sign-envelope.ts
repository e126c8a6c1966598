// Signs what SNS posts. The key pair in ../keys is a test key of the simulator: public, self-signed, never valid at AWS.
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** What SNS posts, before it is signed; `Type` decides which fields the signature covers. */
export type Unsigned = {
  Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  MessageId: string
  TopicArn: string
  Message: string
  Timestamp: string
  Subject?: string
  Token?: string
  SubscribeURL?: string
  UnsubscribeURL?: string
}

/** `1` is RSA with SHA-1, the default of a topic; `2` is RSA with SHA-256. */
export type SignatureVersion = '1' | '2'

/** The body of a delivery. */
export type Envelope = Unsigned & {
  SignatureVersion: SignatureVersion
  Signature: string
  SigningCertURL: string
}

const CONTROL_FIELDS = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const
const SIGNED_FIELDS = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: CONTROL_FIELDS,
  UnsubscribeConfirmation: CONTROL_FIELDS,
} as const
const DIGESTS: Readonly<Record<SignatureVersion, string>> = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' }
const KEY = createPrivateKey(readFileSync(new URL('../keys/sns-test.key.pem', import.meta.url)))

/** The certificate of the signing key, as PEM. */
export const CERTIFICATE = readFileSync(new URL('../keys/sns-test.cert.pem', import.meta.url), 'utf8')

/** Where the certificate is served, below the host of SNS. */
export const CERTIFICATE_PATH = `/SimpleNotificationService-${createHash('md5').update(CERTIFICATE).digest('hex')}.pem`

/** Adds version, signature and the certificate's address. */
export async function signEnvelope(
  unsigned: Unsigned,
  version: SignatureVersion,
  certUrl: string,
): Promise<Envelope> {
  const Signature = await signText(stringToSign(unsigned), version)
  return { ...unsigned, SignatureVersion: version, Signature, SigningCertURL: certUrl }
}

/** The text that the signature covers: names and values line by line, fields that are absent left out. */
export function stringToSign(unsigned: Unsigned): string {
  return SIGNED_FIELDS[unsigned.Type]
    .filter((field) => unsigned[field] !== undefined)
    .map((field) => `${field}\n${unsigned[field]}\n`)
    .join('')
}

// Beside the event loop: a signature takes as long as several requests, and those would wait for it.
const signAside = promisify<string, Buffer, KeyObject, Buffer>(sign)

/** The base64 of RSA PKCS #1 v1.5 over a text. */
export async function signText(text: string, version: SignatureVersion): Promise<string> {
  return (await signAside(DIGESTS[version], Buffer.from(text, 'utf8'), KEY)).toString('base64')
}
