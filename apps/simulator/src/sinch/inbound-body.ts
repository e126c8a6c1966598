import { toIso } from './batch.ts'

/** One message from somebody's phone as the plan keeps it. */
export type InboundMessage = {
  id: string
  /** Digits without plus. */
  from: string
  /** As XMS shows a sender. */
  to: string
  text: string
  subject: string | null
  mediaUrls: string[]
  /** The reference of the batch that it answers, on plans that have this. */
  clientReference: string | null
  receivedAt: number
}

/** The message as it is called back and as it is listed: `mo_media` when it has files, else `mo_text`. */
export function toInboundResource(inbound: InboundMessage): Record<string, unknown> {
  const { id, from, to, clientReference, receivedAt } = inbound
  const reference = clientReference === null ? {} : { client_reference: clientReference }
  const common = { id, from, to, received_at: toIso(receivedAt), ...reference }
  if (inbound.mediaUrls.length === 0) return { ...common, type: 'mo_text', body: inbound.text }
  const media = inbound.mediaUrls.map((url) => ({
    url,
    content_type: 'image/png',
    status: 'Uploaded',
    code: 0,
  }))
  const body = {
    ...(inbound.subject === null ? {} : { subject: inbound.subject }),
    ...(inbound.text === '' ? {} : { message: inbound.text }),
    media,
  }
  return { ...common, type: 'mo_media', body }
}
