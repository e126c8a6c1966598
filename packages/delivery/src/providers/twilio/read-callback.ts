import type { Receipt } from '@heliograph/shared/domain/receipt'
import type { CallbackReading, CallbackRequest } from '../provider.ts'
import { classifyCode } from './error-catalogue.ts'
import { messageSidPattern } from './read-message.ts'
import type { TwilioSettings } from './settings.ts'
import { readStatus } from './status.ts'
import { isSignedByTwilio } from './verify-signature.ts'

type Credentials = Pick<TwilioSettings, 'accountSid' | 'authToken' | 'previousAuthToken'>

/**
 * Reads a status callback. Nothing in it is used before signature and account fit. Twilio signs no
 * time, so a replay verifies for ever: the caller relies on ranks only rising. Never throws.
 */
export function readCallback(credentials: Credentials, request: CallbackRequest): CallbackReading {
  const params = singleValues(request.form)
  if (!params) {
    return { kind: 'forged', reason: 'not a form with single values' }
  }
  const signature = request.headers['x-twilio-signature']
  if (typeof signature !== 'string') {
    return { kind: 'forged', reason: 'no single signature header' }
  }
  const { authToken, previousAuthToken } = credentials
  const tokens = previousAuthToken === undefined ? [authToken] : [authToken, previousAuthToken]
  if (!tokens.some((token) => isSignedByTwilio(token, signature, request.signedUrl, params))) {
    return { kind: 'forged', reason: 'signature does not fit' }
  }
  if (params['AccountSid'] !== credentials.accountSid) {
    return { kind: 'forged', reason: 'another account' }
  }
  return readReceipt(params)
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

/**
 * The form as a plain map. Undefined when there is none or a name is repeated: the signature does
 * not cover how often a value is repeated, and Twilio repeats nothing in a status callback.
 */
function singleValues(form: CallbackRequest['form']): Readonly<Record<string, string>> | undefined {
  if (!form) {
    return undefined
  }
  const params: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(form)) {
    if (typeof value !== 'string') {
      return undefined
    }
    params[name] = value
  }
  return params
}
