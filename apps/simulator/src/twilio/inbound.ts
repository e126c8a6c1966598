import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ReceiveResult } from '../core/carrier.ts'
import { deliver } from '../core/deliver.ts'
import { problemsOf } from '../core/problems.ts'
import { isShortCode, normalizeNumber } from './address.ts'
import { signedRequest } from './callbacks.ts'
import { readOverrides } from './connection-overrides.ts'
import { newSid } from './sid.ts'
import type { Twilio } from './twilio.ts'

const webUrl = z.string().regex(/^https?:\/\/\S+$/, 'is not an absolute http or https address')

/** The body of `POST /__sim/twilio/inbound`: a message from somebody's phone to one of the account's senders. */
const inboundSchema = z.strictObject({
  from: z.string().max(40),
  /** The first sender when left out. */
  to: z.string().max(40).optional(),
  body: z.string().max(1_600).default(''),
  mediaUrls: z.array(webUrl).max(10).default([]),
  messagingServiceSid: z
    .string()
    .regex(/^MG[0-9a-fA-F]{32}$/)
    .optional(),
  /** As a service with Advanced Opt-Out adds it. */
  optOutType: z.enum(['STOP', 'START', 'HELP']).optional(),
  /** Sent again under this SID: a webhook that the carrier repeats. */
  sid: z
    .string()
    .regex(/^(SM|MM)[0-9a-fA-F]{32}$/)
    .optional(),
  /** The setting `inboundUrl` when left out. */
  url: webUrl.optional(),
})

type Inbound = z.infer<typeof inboundSchema>

/** Takes the message, does what its keyword asks for, and tells the account's webhook, signed. Resolves after its answer. */
export async function receiveInbound(twilio: Twilio, given: unknown): Promise<ReceiveResult> {
  const parsed = inboundSchema.safeParse(given)
  if (!parsed.success) return { kind: 'refused', problems: problemsOf(parsed.error) }
  const inbound = parsed.data
  const settings = twilio.settings()
  const url = inbound.url ?? settings.inboundUrl
  if (url === null) return refused('url: give one, or set inboundUrl in the settings')
  const from = normalizeNumber(inbound.from)
  if (from === undefined) return refused('from: is not a phone number')
  const sender = inbound.to ?? settings.senders.find((one) => one !== '*') ?? ''
  const to = isShortCode(sender) ? sender : normalizeNumber(sender)
  if (to === undefined || !(settings.senders.includes(to) || settings.senders.includes('*'))) {
    return refused(`to: is not one of the senders: ${settings.senders.join(', ')}`)
  }
  const id = inbound.sid ?? newSid(inbound.mediaUrls.length > 0 ? 'MM' : 'SM')
  const { body, optOutType = null } = inbound
  const understood = twilio.consent.hear({ from, to, body, optOutType })
  const params = paramsOf(twilio.accountSid, { ...inbound, sid: id, from, to })
  const request = signedRequest({ url, params, token: randomUUID(), authToken: settings.authToken })
  const answers = await deliver(twilio, { ...request, authorization: undefined }, readOverrides(url))
  return { kind: 'sent', id, understood, answers }
}

function refused(problem: string): ReceiveResult {
  return { kind: 'refused', problems: [problem] }
}

function paramsOf(
  accountSid: string,
  message: Inbound & { sid: string; from: string; to: string },
): Record<string, string> {
  const { sid, mediaUrls, messagingServiceSid, optOutType } = message
  const media = mediaUrls.flatMap((url, index) => [
    [`MediaUrl${index}`, url],
    [`MediaContentType${index}`, 'image/png'],
  ])
  return {
    ApiVersion: '2010-04-01',
    AccountSid: accountSid,
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    SmsStatus: 'received',
    From: message.from,
    To: message.to,
    Body: message.body,
    NumSegments: '1',
    NumMedia: String(mediaUrls.length),
    ...(messagingServiceSid === undefined ? {} : { MessagingServiceSid: messagingServiceSid }),
    ...(optOutType === undefined ? {} : { OptOutType: optOutType }),
    ...Object.fromEntries(media),
  }
}
