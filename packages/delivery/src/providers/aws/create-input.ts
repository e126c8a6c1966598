import type { SendMediaMessageCommandInput } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { writeAttemptReference } from '../attempt-reference.ts'
import type { SendRequest } from '../provider.ts'
import { awsCapabilities } from './capabilities.ts'

/** What is sent besides the message itself. */
export type InputParts = {
  /** Number, pool or ARN that the message leaves from. */
  readonly identity: string
  /** Where the media is in S3. */
  readonly mediaUrl?: string | undefined
  readonly configurationSet: string
}

/**
 * Input of SendMediaMessage. The SDK checks nothing, so absent facts are left out entirely: AWS refuses an empty or blank
 * body. `Context` comes back with every event and names the attempt.
 */
export function createInput(
  request: SendRequest,
  { identity, mediaUrl, configurationSet }: InputParts,
): SendMediaMessageCommandInput {
  return {
    DestinationPhoneNumber: request.to,
    OriginationIdentity: identity,
    ...(request.body?.trim() ? { MessageBody: request.body } : {}),
    ...(mediaUrl === undefined ? {} : { MediaUrls: [mediaUrl] }),
    ConfigurationSetName: configurationSet,
    ...(request.validitySeconds === undefined ? {} : { TimeToLive: withinLimits(request.validitySeconds) }),
    Context: { [contextKey]: writeAttemptReference(request) },
  }
}

/** Key of our reference in the context of a message. */
export const contextKey = 'heliograph'

function withinLimits(seconds: number): number {
  const { minSeconds, maxSeconds } = awsCapabilities.validity
  return Math.min(Math.max(Math.round(seconds), minSeconds), maxSeconds)
}
