import { verify, type X509Certificate } from 'node:crypto'
import type { Envelope } from './envelope.ts'

/** Signature versions of SNS with their digest. */
const digests: Readonly<Record<string, string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }

/** The digest of a signature version; undefined for one that is not known or not allowed. */
export function digestOf(version: string, allowV1: boolean): string | undefined {
  return version === '1' && !allowV1 ? undefined : new Map(Object.entries(digests)).get(version)
}

/**
 * What SNS signs (docs: Verifying the signatures of Amazon SNS messages): names and values of these members in this
 * order, each followed by a line break. A subject counts only where there is one.
 */
export function stringToSign(envelope: Envelope): string {
  const { Message, MessageId, Timestamp, TopicArn, Type } = envelope
  const members: [name: string, value: string][] = [
    ['Message', Message],
    ['MessageId', MessageId],
    ...subjectOf(envelope),
    ['Timestamp', Timestamp],
    ...(envelope.Type === 'Notification' ? [] : ([['Token', envelope.Token]] as [string, string][])),
    ['TopicArn', TopicArn],
    ['Type', Type],
  ]
  return members.map(([name, value]) => `${name}\n${value}\n`).join('')
}

/** The member between MessageId and Timestamp: subject or subscription address, by the type. */
function subjectOf(envelope: Envelope): [string, string][] {
  if (envelope.Type !== 'Notification') return [['SubscribeURL', envelope.SubscribeURL]]
  return typeof envelope.Subject === 'string' ? [['Subject', envelope.Subject]] : []
}

/** True when the key of this certificate signed the envelope, and the certificate is valid at this time. Never throws. */
export function isSigned(
  envelope: Envelope,
  certificate: X509Certificate,
  { digest, nowMs }: { readonly digest: string; readonly nowMs: number },
): boolean {
  const { validFromDate, validToDate, publicKey } = certificate
  if (nowMs < validFromDate.getTime() || nowMs > validToDate.getTime()) return false
  if (publicKey.asymmetricKeyType !== 'rsa') return false
  const signature = Buffer.from(envelope.Signature, 'base64')
  return verify(digest, Buffer.from(stringToSign(envelope), 'utf8'), publicKey, signature)
}
