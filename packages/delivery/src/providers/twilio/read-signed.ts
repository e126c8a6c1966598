import type { CallbackRequest } from '../provider.ts'
import { readForm } from '../read-form.ts'
import type { TwilioSettings } from './settings.ts'
import { isSignedByTwilio } from './verify-signature.ts'

/** What signs the requests of an account. */
export type SigningCredentials = Pick<TwilioSettings, 'accountSid' | 'authToken' | 'previousAuthToken'>

/** The parameters of a request that Twilio signed for this account, or why it is not believed. */
export type SignedReading =
  | { readonly kind: 'signed'; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'forged'; readonly reason: string }

/** Verifies signature and account of a request with a form. Never throws. */
export function readSigned(credentials: SigningCredentials, request: CallbackRequest): SignedReading {
  const params = singleValues(readForm(request))
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
  return { kind: 'signed', params }
}

/**
 * The form as a plain map. Undefined when there is none or a name is repeated: the signature does
 * not cover how often a value is repeated, and Twilio repeats nothing.
 */
function singleValues(form: URLSearchParams | undefined): Readonly<Record<string, string>> | undefined {
  if (!form) {
    return undefined
  }
  const params: Record<string, string> = Object.create(null)
  for (const [name, value] of form) {
    if (name in params) {
      return undefined
    }
    params[name] = value
  }
  return params
}
