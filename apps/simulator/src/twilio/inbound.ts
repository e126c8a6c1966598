import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type DeliveryAnswers, deliver } from '../core/deliver.ts'
import { isShortCode, normalizeNumber } from './address.ts'
import { readOverrides } from './connection-overrides.ts'
import type { OptOutType } from './consent.ts'
import { newSid } from './sid.ts'
import { signedUrl, signForm } from './signature.ts'
import type { Twilio } from './twilio.ts'

const webUrl = z.string().regex(/^https?:\/\/\S+$/, 'is not an absolute http or https address')

/** The body of `POST /__sim/inbound`: a message from somebody's phone to one of the account's senders. */
export const inboundSchema = z.strictObject({
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

/** A message from somebody's phone. */
export type Inbound = z.infer<typeof inboundSchema>

/** What became of it: `answers` has one element per try, as with status callbacks. */
export type InboundResult =
  | { kind: 'sent'; sid: string; understood: OptOutType | null; answers: DeliveryAnswers }
  | { kind: 'refused'; problem: string }

/** Takes the message, does what its keyword asks for, and tells the account's webhook, signed. Resolves after its answer. */
export async function receiveInbound(twilio: Twilio, inbound: Inbound): Promise<InboundResult> {
  const settings = twilio.settings()
  const url = inbound.url ?? settings.inboundUrl
  if (url === null) return { kind: 'refused', problem: 'url: give one, or set inboundUrl in the settings' }
  const from = normalizeNumber(inbound.from)
  if (from === undefined) return { kind: 'refused', problem: 'from: is not a phone number' }
  const given = inbound.to ?? settings.senders.find((one) => one !== '*') ?? ''
  const to = isShortCode(given) ? given : normalizeNumber(given)
  if (to === undefined || !(settings.senders.includes(to) || settings.senders.includes('*'))) {
    return { kind: 'refused', problem: `to: is not one of the senders: ${settings.senders.join(', ')}` }
  }
  const sid = inbound.sid ?? newSid(inbound.mediaUrls.length > 0 ? 'MM' : 'SM')
  const { body, optOutType = null } = inbound
  const understood = twilio.consent.hear({ from, to, body, optOutType })
  const answers = await post(twilio, url, paramsOf(twilio.accountSid, { ...inbound, sid, from, to }))
  return { kind: 'sent', sid, understood, answers }
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

function post(twilio: Twilio, url: string, params: Record<string, string>): Promise<DeliveryAnswers> {
  const delivery = {
    url: signedUrl(url),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'accept-encoding': 'gzip',
      'i-twilio-idempotency-token': randomUUID(),
      'x-twilio-signature': signForm(twilio.settings().authToken, url, params),
    },
    body: new URLSearchParams(params).toString(),
    authorization: undefined,
  }
  return deliver(twilio, delivery, readOverrides(url))
}
