// Sinch's own validator is not used: it wants the body as text, ignores algorithm and timestamp, and compares with `===`.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CallbackRequest } from '../provider.ts'

/**
 * How old a signed request may be. Sinch repeats a callback for 22 h 45 min, and a repeat may carry the time of the first
 * try: a window of minutes would throw away every receipt of a longer outage of ours, for good, because a refusal ends
 * the repeats. A replay within a day changes nothing: ranks only rise, and inbound messages count once by their id.
 */
const maxAgeSeconds = 86_400
/** How far ahead of ours a clock of Sinch may be. */
const maxAheadSeconds = 300

/**
 * Why a request is not Sinch's, in a few words without its values; undefined when one of the secrets signed exactly these
 * bytes. Signed is `body.nonce.timestamp` (HMAC-SHA256, base64). `nowMs` is epoch time. Never throws.
 */
export function findSignatureFault(
  { headers, rawBody }: CallbackRequest,
  secrets: readonly string[],
  nowMs: number,
): string | undefined {
  const signature = headers['x-sinch-webhook-signature']
  const nonce = headers['x-sinch-webhook-signature-nonce']
  const timestamp = headers['x-sinch-webhook-signature-timestamp']
  const algorithm = headers['x-sinch-webhook-signature-algorithm']
  if (typeof signature !== 'string' || !/^[A-Za-z0-9+/]{43}=$/.test(signature)) return 'no signature'
  if (typeof nonce !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(nonce)) return 'no nonce'
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'no timestamp'
  if (typeof algorithm !== 'string' || algorithm.toLowerCase() !== 'hmacsha256') return 'another algorithm'
  const ageSeconds = nowMs / 1_000 - Number(timestamp)
  if (ageSeconds > maxAgeSeconds || ageSeconds < -maxAheadSeconds) return 'the timestamp is out of the window'
  const given = Buffer.from(signature, 'base64')
  const fits = secrets.some((secret) => {
    // An empty secret would let anybody sign.
    if (secret === '') return false
    const wanted = createHmac('sha256', secret).update(rawBody).update(`.${nonce}.${timestamp}`).digest()
    return timingSafeEqual(wanted, given)
  })
  return fits ? undefined : 'signature does not fit'
}
