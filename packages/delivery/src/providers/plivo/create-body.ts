import type { SendRequest } from '../provider.ts'
import { plivoCapabilities } from './capabilities.ts'
import { toPlivoNumber } from './phone-number.ts'

/** Body of Plivo's send call. Absent facts are left out entirely. */
export type CreateBody = {
  readonly src?: string
  readonly powerpack_uuid?: string
  readonly dst: string
  readonly type: 'mms' | 'sms'
  readonly text?: string
  readonly media_urls?: readonly string[]
  readonly url?: string
  readonly method?: 'POST'
  readonly message_expiry?: number
}

/**
 * What is posted for a message. The type is always said: without it Plivo makes an SMS and drops the media. A number and a
 * Powerpack exclude each other, so a sender that is named wins over the pool it belongs to. `callback_url` is never sent:
 * it makes the call itself asynchronous, and then no id comes back.
 */
export function createBody(request: SendRequest): CreateBody {
  const { from, messagingService, body, mediaUrls, statusCallbackUrl, validitySeconds } = request
  const hasMedia = mediaUrls.length > 0
  return {
    ...(from ? { src: toPlivoNumber(from) } : messagingService ? { powerpack_uuid: messagingService } : {}),
    dst: toPlivoNumber(request.to),
    type: hasMedia || request.requireMms ? 'mms' : 'sms',
    ...(body ? { text: body } : {}),
    ...(hasMedia ? { media_urls: mediaUrls } : {}),
    ...(statusCallbackUrl ? { url: statusCallbackUrl, method: 'POST' as const } : {}),
    ...(validitySeconds === undefined ? {} : { message_expiry: withinBounds(validitySeconds) }),
  }
}

function withinBounds(seconds: number): number {
  const { minSeconds, maxSeconds } = plivoCapabilities.validity
  return Math.min(Math.max(Math.floor(seconds), minSeconds), maxSeconds)
}
