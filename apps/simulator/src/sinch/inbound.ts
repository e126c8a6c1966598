import { z } from 'zod'
import type { ReceiveResult } from '../core/carrier.ts'
import { deliver } from '../core/deliver.ts'
import { problemsOf } from '../core/problems.ts'
import { readMsisdn, readSender, withPlus } from './address.ts'
import { newId } from './id.ts'
import { type InboundMessage, toInboundResource } from './inbound-body.ts'
import { callbackRequest, policyOf } from './report.ts'
import type { Settings } from './settings.ts'
import type { Sinch } from './sinch.ts'

const webUrl = z.string().regex(/^https?:\/\/\S+$/, 'is not an absolute http or https address')

/** The body of `POST /__sim/sinch/inbound`: a message from somebody's phone to one of the plan's senders. */
const inboundSchema = z.strictObject({
  from: z.string().max(40),
  /** The first sender when left out. */
  to: z.string().max(40).optional(),
  body: z.string().max(5_000).default(''),
  subject: z.string().max(80).optional(),
  mediaUrls: z.array(webUrl).max(10).default([]),
  clientReference: z.string().max(128).optional(),
  /** Sent again under this id: a webhook that the carrier repeats. */
  id: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    .optional(),
  /** The setting `callbackUrl` when left out. */
  url: webUrl.optional(),
})

type Given = z.infer<typeof inboundSchema>

/** Keeps the message, does what its keyword asks for, and tells the plan's callback URL. Resolves after its last answer. */
export async function receiveInbound(sinch: Sinch, given: unknown): Promise<ReceiveResult> {
  const parsed = inboundSchema.safeParse(given)
  if (!parsed.success) return { kind: 'refused', problems: problemsOf(parsed.error) }
  const settings = sinch.settings()
  const url = parsed.data.url ?? settings.callbackUrl
  if (url === null) return refuse('url: give one, or set callbackUrl in the settings')
  const addresses = readAddresses(parsed.data, settings)
  if (addresses.kind === 'refused') return addresses
  const inbound = toInbound(parsed.data, addresses)
  sinch.inbounds.set(inbound.id, inbound)
  const understood = hear(sinch, inbound)
  const text = JSON.stringify(toInboundResource(inbound))
  const request = callbackRequest(settings, { url, text, mayBeTrusted: true })
  const answers = await deliver(sinch, request, policyOf(settings))
  return { kind: 'sent', id: inbound.id, understood, answers }
}

type Addresses = { kind: 'addresses'; from: string; to: string }

function readAddresses(
  given: Given,
  { senders }: Settings,
): Addresses | (ReceiveResult & { kind: 'refused' }) {
  const from = readMsisdn(given.from)
  if (from === undefined) return refuse('from: is not a phone number')
  const to = readSender(given.to ?? senders.find((one) => one !== '*') ?? '')
  const isOurs = to !== undefined && senders.some((one) => one === '*' || readSender(one) === to)
  return isOurs
    ? { kind: 'addresses', from, to }
    : refuse(`to: is not one of the senders: ${senders.join(', ')}`)
}

function toInbound(given: Given, { from, to }: Addresses): InboundMessage {
  const receivedAt = Date.now()
  return {
    id: given.id ?? newId(receivedAt),
    from,
    to,
    text: given.body,
    subject: given.subject ?? null,
    mediaUrls: given.mediaUrls,
    clientReference: given.clientReference ?? null,
    receivedAt,
  }
}

function hear({ optOuts }: Sinch, { from, to, text }: InboundMessage): 'STOP' | 'START' | 'HELP' | null {
  const understood = optOuts.understand(text)
  if (understood === 'STOP') optOuts.stop(withPlus(from), withPlus(to))
  if (understood === 'START') optOuts.start(withPlus(from), withPlus(to))
  return understood
}

function refuse(problem: string): ReceiveResult & { kind: 'refused' } {
  return { kind: 'refused', problems: [problem] }
}
