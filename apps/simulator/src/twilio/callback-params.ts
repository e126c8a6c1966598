import { failureOf } from './codes.ts'
import type { Message } from './message.ts'
import type { Settings } from './settings.ts'

/** The form of a status callback for the message's present status. */
export function callbackParams(message: Message, settings: Settings): Record<string, string> {
  const params: Record<string, string> = {
    ApiVersion: '2010-04-01',
    AccountSid: message.accountSid,
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: message.status,
    SmsStatus: message.status,
    To: message.to,
  }
  if (message.from !== null) params['From'] = message.from
  if (message.messagingServiceSid !== null) params['MessagingServiceSid'] = message.messagingServiceSid
  if (message.errorCode !== null) {
    params['ErrorCode'] = String(message.errorCode)
    if (settings.callbackErrorMessage) params['ErrorMessage'] = failureOf(message.errorCode).message
  }
  const isFromCarrier = message.status === 'delivered' || message.status === 'undelivered'
  if (isFromCarrier) params['RawDlrDoneDate'] = rawDate(message.updatedAt)
  return params
}

/** The same callback with a lie in it: whoever believes it shows a failed message. */
export function forgedParams(params: Record<string, string>): Record<string, string> {
  return { ...params, MessageStatus: 'failed', SmsStatus: 'failed', ErrorCode: '30007' }
}

// YYMMDDhhmm, the carrier's clock.
function rawDate(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, '').slice(2, 12)
}
