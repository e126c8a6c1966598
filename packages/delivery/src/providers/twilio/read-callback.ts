import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { CallbackReading, CallbackRequest } from '../provider.ts'
import { classifyCode } from './error-catalogue.ts'
import { messageSidPattern } from './read-message.ts'
import { readSigned, type SigningCredentials } from './read-signed.ts'
import { readStatus } from './status.ts'

/**
 * Reads a status callback. Nothing in it is used before signature and account fit. Twilio signs no
 * time, so a replay verifies for ever: the caller relies on ranks only rising. Never throws.
 */
export function readCallback(credentials: SigningCredentials, request: CallbackRequest): CallbackReading {
  const signed = readSigned(credentials, request)
  return signed.kind === 'forged' ? signed : readReceipt(signed.params)
}

function readReceipt(params: Readonly<Record<string, string>>): CallbackReading {
  const providerId = params['MessageSid'] ?? params['SmsSid'] ?? ''
  if (!messageSidPattern.test(providerId)) {
    return { kind: 'malformed', reason: 'no message SID' }
  }
  const reading = readStatus(params['MessageStatus'] ?? params['SmsStatus'] ?? '')
  if (!reading) {
    return { kind: 'malformed', reason: 'no status of an outbound message' }
  }
  const errorCode = readErrorCode(params['ErrorCode']) ?? reading.impliedCode
  const from = params['From']
  const receipt: Receipt = {
    source: 'callback',
    providerId,
    status: reading.status,
    ...(errorCode === undefined ? {} : { errorCode, errorClass: classifyCode(errorCode) ?? 'unknown' }),
    ...(from ? { from } : {}),
  }
  return { kind: 'receipt', receipt }
}

function readErrorCode(code: string | undefined): string | undefined {
  return code !== undefined && /^[1-9]\d{0,5}$/.test(code) ? code : undefined
}
