import { z } from 'zod'
import { readJson } from '../../http/read-json.ts'

const common = {
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().max(400),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  SignatureVersion: z.string(),
  Signature: z.base64().min(1).max(2_048),
  SigningCertURL: z.string().max(2_048),
}
const control = { ...common, Token: z.string().min(1), SubscribeURL: z.string().min(1).max(4_096) }

const envelope = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), Subject: z.string().nullish(), ...common }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...control }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...control }),
])

/** What SNS wraps around everything that it posts. Nothing in it is true before its signature was checked. */
export type Envelope = z.infer<typeof envelope>

/** SNS messages have at most 256 KiB, and JSON may double what it quotes. */
const maxBytes = 1024 * 1024

/** Reads an envelope; undefined for anything else. SNS sends it as text/plain, so the type of the body says nothing. */
export function readEnvelope(rawBody: Buffer): Envelope | undefined {
  if (rawBody.length > maxBytes) return undefined
  return envelope.safeParse(readJson(rawBody.toString('utf8'))).data
}
