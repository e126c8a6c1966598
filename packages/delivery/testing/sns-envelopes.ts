import { sign } from 'node:crypto'
import { certificate, privateKey } from './sns-vectors.ts'

/** The topic of every envelope that names no other. */
export const topicArn = 'arn:aws:sns:us-east-1:123456789012:mms-events'

/** Where SNS would have the certificate. */
export const certificateUrl =
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem'

/** What a place that stands in for SNS serves. */
export const snsCertificate = certificate

type Fields = Readonly<Record<string, string | undefined>>

const signedNames: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}

/** An envelope that is signed as SNS signs it, by default a notification that was just posted. */
export function signedEnvelope(fields: Fields = {}): Record<string, string> {
  const all: Fields = {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: topicArn,
    Message: '{}',
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...fields,
  }
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const envelope: Record<string, string> = Object.fromEntries(given)
  const text = (signedNames[envelope['Type'] ?? ''] ?? [])
    .filter((name) => name in envelope)
    .map((name) => `${name}\n${envelope[name]}\n`)
    .join('')
  const digest = envelope['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return { Signature: sign(digest, Buffer.from(text), privateKey).toString('base64'), ...envelope }
}
