import { createHmac } from 'node:crypto'

/** What a signature covers besides the secret. */
export type Signed = {
  /** The body, byte for byte as it leaves. */
  body: string
  nonce: string
  /** Seconds since 1970. */
  timestamp: string
}

/** Signs a callback as Sinch does per service plan: base64 of HMAC-SHA256 over body, nonce and timestamp, joined by dots. */
export function signCallback(secret: string, { body, nonce, timestamp }: Signed): string {
  return createHmac('sha256', secret).update(`${body}.${nonce}.${timestamp}`, 'utf8').digest('base64')
}

/** The four headers that carry a signature. */
export function signatureHeaders(secret: string, signed: Signed): Record<string, string> {
  return {
    'x-sinch-webhook-signature': signCallback(secret, signed),
    'x-sinch-webhook-signature-nonce': signed.nonce,
    'x-sinch-webhook-signature-timestamp': signed.timestamp,
    'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
  }
}
