// The SDK's webhook module alone loads in 5 to 25 ms, the SDK as a whole in 200 to 450 ms.
import webhooks from 'twilio/lib/webhooks/webhooks.js'

/** Base64 of a SHA-1 HMAC is always this long. */
const signatureLength = 28

/**
 * True when Twilio signed this URL with these form parameters under this token. Repeated parameters
 * are arrays; their order and number are not covered by the signature. Never throws.
 */
export function isSignedByTwilio(
  authToken: string,
  signature: string,
  signedUrl: string,
  params: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  // An empty token would let anybody sign, and the SDK throws on a relative URL.
  if (signature.length !== signatureLength || authToken === '' || !URL.canParse(signedUrl)) {
    return false
  }
  return webhooks.validateRequest(authToken, signature, signedUrl, params)
}
