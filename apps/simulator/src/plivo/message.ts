import type { MessageFaults } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import { withoutPlus } from './phone-number.ts'
import { toApiTime } from './plivo-time.ts'

/** Plivo's states of an outbound message. */
export type MessageState = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed'

/** A file that Plivo has fetched. */
export type StoredMedia = { id: string; contentType: string; contentHash: string; size: number }

/** One message as the carrier keeps it. Times are epoch milliseconds, numbers in E.164 with a plus. */
export type Message = {
  uuid: string
  authId: string
  to: string
  from: string
  powerpackId: string | null
  text: string
  type: 'mms' | 'sms'
  units: number
  mediaUrls: string[]
  media: StoredMedia[]
  state: MessageState
  /** Null while it is under way and after delivery. */
  errorCode: number | null
  createdAt: number
  sentAt: number | null
  endedAt: number | null
  /** After so long in the queue the message fails. */
  expiryMs: number
  /** Until then the list does not show the message. */
  listedFrom: number
  callback: { url: string; method: 'GET' | 'POST' } | null
  /** How many callbacks were made. */
  sequence: number
  requesterIp: string
  ledger: LedgerEntry
  faults: MessageFaults
}

const RATES = { mms: 0.018, sms: 0.0055 }

/** The message as Plivo's API shows it. */
export function toResource(message: Message): object {
  return {
    error_code: errorCodeOf(message) || null,
    from_number: withoutPlus(message.from),
    message_direction: 'outbound',
    message_state: message.state,
    message_time: toApiTime(message.createdAt),
    message_type: message.type,
    message_uuid: message.uuid,
    powerpack_id: message.powerpackId,
    requester_ip: message.requesterIp,
    resource_uri: `/v1/Account/${message.authId}/Message/${message.uuid}/`,
    to_number: withoutPlus(message.to),
    total_amount: amountOf(message),
    total_rate: rateOf(message),
    units: message.units,
  }
}

/** The code as Plivo writes it: empty under way, `000` after delivery. */
export function errorCodeOf({ errorCode, state }: Message): string {
  if (errorCode !== null) return String(errorCode)
  return state === 'delivered' ? '000' : ''
}

/** Price of one unit in US dollars. */
export function rateOf({ type }: Message): string {
  return RATES[type].toFixed(5)
}

/** What the message costs in US dollars; a failed one is not billed. */
export function amountOf({ type, units, state }: Message): string {
  return (state === 'failed' ? 0 : RATES[type] * units).toFixed(5)
}
