import { writeAttemptReference } from '../attempt-reference.ts'
import type { SendRequest } from '../provider.ts'
import { sinchCapabilities } from './capabilities.ts'

/** A batch of one media message to one recipient, as XMS takes it. */
export type MediaBatch = {
  readonly type: 'mt_media'
  readonly to: readonly [string]
  readonly from?: string
  readonly body: { readonly url: string; readonly message?: string }
  readonly delivery_report: 'per_recipient' | 'none'
  readonly callback_url?: string
  readonly client_reference: string
  readonly expire_at?: string
}

/**
 * Body of the request for a message that the capabilities let through, so with exactly one media URL. One recipient per
 * batch: only then the batch's id is the message's. Absent facts are left out. `nowMs` is the epoch time that the
 * validity counts from.
 */
export function createBody(request: SendRequest, nowMs: number): MediaBatch {
  const [url = ''] = request.mediaUrls
  return {
    type: 'mt_media',
    to: [request.to],
    ...(request.from ? { from: request.from } : {}),
    body: { url, ...(request.body ? { message: request.body } : {}) },
    ...reports(request.statusCallbackUrl),
    client_reference: writeAttemptReference(request),
    ...expiry(request.validitySeconds, nowMs),
  }
}

/**
 * Without an address of ours no callback is asked for: Sinch would send it to the plan's default address, or refuse with
 * `missing_callback_url`. Reports can be read by look-up all the same.
 */
function reports(callbackUrl: string | undefined): Pick<MediaBatch, 'delivery_report' | 'callback_url'> {
  return callbackUrl
    ? { delivery_report: 'per_recipient', callback_url: callbackUrl }
    : { delivery_report: 'none' }
}

function expiry(seconds: number | undefined, nowMs: number): Pick<MediaBatch, 'expire_at'> {
  if (seconds === undefined) return {}
  const { minSeconds, maxSeconds } = sinchCapabilities.validity
  const bounded = Math.min(Math.max(seconds, minSeconds), maxSeconds)
  return { expire_at: new Date(nowMs + bounded * 1_000).toISOString() }
}
