import type { MessageFaults } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import { failureOf } from './codes.ts'

/** Twilio's message statuses that an outbound message can have here. */
export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'

/** A stored copy of one attached file. */
export type StoredMedia = { sid: string; contentType: string; contentHash: string; createdAt: number }

/** One message as the carrier keeps it. Times are epoch milliseconds. */
export type Message = {
  sid: string
  /** Order of creation; also the paging cursor. */
  seq: number
  accountSid: string
  to: string
  /** Null until a messaging service has picked its sender. */
  from: string | null
  /** The sender that will be used. */
  sender: string
  messagingServiceSid: string | null
  body: string
  segments: number
  isMms: boolean
  mediaUrls: string[]
  media: StoredMedia[]
  status: MessageStatus
  errorCode: number | null
  price: string | null
  createdAt: number
  updatedAt: number
  sentAt: number | null
  sendAt: number | null
  /** Until then the list does not show the message. */
  listedFrom: number
  statusCallback: string | null
  ledger: LedgerEntry
  faults: MessageFaults
}

const FINAL: ReadonlySet<MessageStatus> = new Set(['delivered', 'undelivered', 'failed', 'canceled'])

/** True when Twilio regards the message as complete, so that it may be redacted and deleted. */
export function isComplete(message: Message): boolean {
  return FINAL.has(message.status) || message.status === 'sent'
}

/** The message as Twilio's API shows it, in Twilio's key order. */
export function toResource(message: Message): object {
  const uri = messagePath(message)
  return {
    body: message.body,
    num_segments: message.from === null ? '0' : String(message.segments),
    direction: 'outbound-api',
    from: message.from,
    date_updated: toRfc2822(message.updatedAt),
    price: message.price,
    error_message: message.errorCode === null ? null : failureOf(message.errorCode).message,
    uri: `${uri}.json`,
    account_sid: message.accountSid,
    num_media: String(message.mediaUrls.length),
    to: message.to,
    date_created: toRfc2822(message.createdAt),
    status: message.status,
    sid: message.sid,
    date_sent: message.sentAt === null ? null : toRfc2822(message.sentAt),
    messaging_service_sid: message.messagingServiceSid,
    error_code: message.errorCode,
    price_unit: 'USD',
    api_version: '2010-04-01',
    subresource_uris: { media: `${uri}/Media.json` },
  }
}

/** Path of the message without a suffix. */
export function messagePath(message: Pick<Message, 'accountSid' | 'sid'>): string {
  return `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`
}

/** A time in the form that Twilio uses: `Sat, 14 Nov 2026 09:30:00 +0000`. */
export function toRfc2822(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace('GMT', '+0000')
}
