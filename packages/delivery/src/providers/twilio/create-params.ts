import type { MessageListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/message.js'
import type { SendRequest } from '../provider.ts'
import { twilioCapabilities } from './capabilities.ts'

/**
 * Parameters of Twilio's create call. Absent facts are left out entirely: the SDK would send `null`
 * as an empty text. With both a sender and a messaging service the sender is pinned within the pool.
 */
export function createParams(request: SendRequest): MessageListInstanceCreateOptions {
  const hasMedia = request.mediaUrls.length > 0
  return {
    to: request.to,
    ...(request.from ? { from: request.from } : {}),
    ...(request.messagingService ? { messagingServiceSid: request.messagingService } : {}),
    ...(request.body ? { body: request.body } : {}),
    ...(hasMedia ? { mediaUrl: [...request.mediaUrls] } : {}),
    ...(request.requireMms && !hasMedia ? { sendAsMms: true } : {}),
    ...(request.validitySeconds === undefined
      ? {}
      : { validityPeriod: withinBounds(request.validitySeconds) }),
    ...(request.statusCallbackUrl ? { statusCallback: request.statusCallbackUrl + callbackRetries } : {}),
  }
}

/**
 * By default Twilio repeats a callback once, and only if it could not connect. The fragment asks for
 * three repeats on 5xx and timeouts too; it is neither transmitted to us nor signed
 * (Twilio: webhooks connection overrides).
 */
const callbackRetries = '#rc=3&rp=5xx,ct,rt'

/** Twilio refuses a validity out of its bounds (21624). */
function withinBounds(seconds: number): number {
  const { minSeconds, maxSeconds } = twilioCapabilities.validity
  return Math.min(Math.max(Math.floor(seconds), minSeconds), maxSeconds)
}
