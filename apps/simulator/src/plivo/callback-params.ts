import { amountOf, errorCodeOf, type Message, rateOf } from './message.ts'
import { withoutPlus } from './phone-number.ts'
import { toCallbackTime } from './plivo-time.ts'

/** The fields of a status callback for the message's present state. Fields without a value are there and empty. */
export function callbackParams(message: Message): Record<string, string> {
  return {
    MessageUUID: message.uuid,
    From: withoutPlus(message.from),
    To: withoutPlus(message.to),
    Type: message.type,
    Status: message.state,
    ErrorCode: errorCodeOf(message),
    Units: String(message.units),
    TotalRate: rateOf(message),
    TotalAmount: amountOf(message),
    MCC: '310',
    MNC: '260',
    Sequence: String(message.sequence),
    MessageTime: toCallbackTime(message.createdAt),
    QueuedTime: toCallbackTime(message.createdAt),
    SentTime: timeOrEmpty(message.sentAt),
    DeliveryReportTime: timeOrEmpty(message.endedAt),
    PowerpackUUID: message.powerpackId ?? '',
    requester_ip: message.requesterIp,
  }
}

/** The same callback with a lie in it: whoever believes it shows a failed message. */
export function forgedParams(params: Record<string, string>): Record<string, string> {
  return { ...params, Status: 'failed', ErrorCode: '30' }
}

function timeOrEmpty(timeMs: number | null): string {
  return timeMs === null ? '' : toCallbackTime(timeMs)
}
