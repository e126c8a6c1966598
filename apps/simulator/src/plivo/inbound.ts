import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ReceiveResult } from '../core/carrier.ts'
import { deliver } from '../core/deliver.ts'
import { problemsOf } from '../core/problems.ts'
import { normalizeNumber, withoutPlus } from './phone-number.ts'
import type { Plivo } from './plivo.ts'
import { toCallbackTime } from './plivo-time.ts'
import { signedRequest, webhookPolicy } from './webhook.ts'

const webUrl = z.string().regex(/^https?:\/\/\S+$/, 'is not an absolute http or https address')

/** The body of `POST /__sim/plivo/inbound`: a message from somebody's phone to one of the account's senders. */
const inboundSchema = z.strictObject({
  from: z.string().max(40),
  /** The first sender when left out. */
  to: z.string().max(40).optional(),
  body: z.string().max(1_600).default(''),
  mediaUrls: z.array(webUrl).max(10).default([]),
  /** Sent again under this UUID: a webhook that the carrier repeats. */
  id: z.uuid().optional(),
  /** The setting `inboundUrl` when left out. */
  url: webUrl.optional(),
})

type Inbound = z.infer<typeof inboundSchema>

/** Takes the message, does what its keyword asks for, and tells the account's webhook, signed. Resolves after its last try. */
export async function receiveInbound(plivo: Plivo, given: unknown): Promise<ReceiveResult> {
  const parsed = inboundSchema.safeParse(given)
  if (!parsed.success) return { kind: 'refused', problems: problemsOf(parsed.error) }
  const inbound = parsed.data
  const settings = plivo.settings()
  const url = inbound.url ?? settings.inboundUrl
  if (url === null) return refused('url: give one, or set inboundUrl in the settings')
  const from = normalizeNumber(inbound.from)
  if (from === undefined) return refused('from: is not a phone number')
  const to = normalizeNumber(inbound.to ?? settings.senders.find((one) => one !== '*') ?? '')
  if (to === undefined || !(settings.senders.includes(to) || settings.senders.includes('*')))
    return refused(`to: is not one of the senders: ${settings.senders.join(', ')}`)
  const id = inbound.id ?? randomUUID()
  const understood = plivo.consent.hear({ from, to, text: inbound.body })
  const params = paramsOf({ ...inbound, from, to, id })
  const request = signedRequest({ url, method: 'POST', params }, settings)
  const answers = await deliver(plivo, request, webhookPolicy(settings))
  return { kind: 'sent', id, understood, answers }
}

function paramsOf(message: Inbound & { to: string; id: string }): Record<string, string> {
  const { id, from, to, body, mediaUrls } = message
  return {
    MessageUUID: id,
    From: withoutPlus(from),
    To: withoutPlus(to),
    Text: body,
    Type: mediaUrls.length > 0 ? 'mms' : 'sms',
    MessageTime: toCallbackTime(Date.now()),
    Units: '1',
    TotalRate: '0.00000',
    TotalAmount: '0.00000',
    ...Object.fromEntries(mediaUrls.map((url, i) => [`Media${i}`, url])),
  }
}

function refused(problem: string): ReceiveResult {
  return { kind: 'refused', problems: [problem] }
}
