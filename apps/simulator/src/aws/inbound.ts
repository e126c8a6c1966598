// Two-way messages: an SMS to one of the account's numbers, told through its topic. AWS delivers no MMS replies.
import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ReceiveResult } from '../core/carrier.ts'
import { deliver } from '../core/deliver.ts'
import type { Understood } from '../core/opt-outs.ts'
import { problemsOf } from '../core/problems.ts'
import type { Aws } from './account.ts'
import { OPT_OUT_LIST } from './keywords.ts'
import { type Settings, topicArn } from './settings.ts'
import { deliveryPolicy, notification } from './sns/publish.ts'

const number = z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not a phone number in E.164')

const inboundSchema = z.strictObject({
  from: number,
  /** The first sender when left out. */
  to: number.optional(),
  body: z.string().max(1_600).default(''),
  mediaUrls: z.array(z.string()).max(0, 'AWS does not deliver MMS replies').default([]),
  /** Sent again under this id: a notification that comes twice. */
  id: z.uuid().optional(),
  /** The setting `inboundUrl`, or else `eventsUrl`, when left out. */
  url: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'is not an absolute http or https address')
    .optional(),
})

type Inbound = z.infer<typeof inboundSchema>

const TOLL_FREE = /^\+18(00|33|44|55|66|77|88)\d{7}$/

/** Takes the message, does what its keyword asks for, and publishes it, signed. Resolves after the endpoint's answer. */
export async function receiveInbound(aws: Aws, given: unknown): Promise<ReceiveResult> {
  const parsed = inboundSchema.safeParse(given)
  if (!parsed.success) return { kind: 'refused', problems: problemsOf(parsed.error) }
  const settings = aws.settings()
  const addressed = addressOf(settings, parsed.data)
  if (addressed.kind === 'refused') return addressed
  const { to, url } = addressed
  const { from, body, id = randomUUID() } = parsed.data
  const understood = hear(aws, { from, to, body })
  const target = await aws.subscriptions.confirmed(topicArn(settings, settings.inboundTopic), url)
  if (!target) return refuse(`url: ${url} did not confirm its subscription`)
  const message = JSON.stringify({
    originationNumber: from,
    destinationNumber: to,
    messageKeyword: `KEYWORD_${settings.accountId}`,
    messageBody: body,
    inboundMessageId: id,
    previousPublishedMessageId: null,
  })
  const request = await notification(settings, aws.snsUrl(), { target, message, messageId: messageIdOf(id) })
  const answers = await deliver(aws, request, deliveryPolicy(settings))
  return { kind: 'sent', id, understood, answers }
}

type Addressed = { kind: 'addressed'; to: string; url: string } | (ReceiveResult & { kind: 'refused' })

function addressOf(settings: Settings, inbound: Inbound): Addressed {
  const url = inbound.url ?? settings.inboundUrl ?? settings.eventsUrl
  if (url === null) return refuse('url: give one, or set inboundUrl or eventsUrl in the settings')
  const own = settings.originationIdentities
  const to = inbound.to ?? own.find((one) => /^\+\d+$/.test(one))
  if (to === undefined || !(own.includes(to) || own.includes('*'))) {
    return refuse(`to: is not one of the senders: ${own.join(', ')}`)
  }
  return { kind: 'addressed', to, url }
}

function hear(aws: Aws, { from, to, body }: { from: string; to: string; body: string }): Understood | null {
  if (aws.settings().selfManagedOptOuts) return null
  const said = aws.optOuts.understand(body)
  // Only the toll-free network takes its block back on a word.
  const understood = said === 'START' && !TOLL_FREE.test(to) ? null : said
  if (understood === 'STOP') aws.optOuts.stop(from, OPT_OUT_LIST)
  if (understood === 'START') aws.optOuts.start(from, OPT_OUT_LIST)
  return understood
}

// A notification that comes twice has the same MessageId both times.
function messageIdOf(inboundId: string): string {
  const hex = createHash('sha256').update(inboundId).digest('hex')
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function refuse(problem: string): ReceiveResult & { kind: 'refused' } {
  return { kind: 'refused', problems: [problem] }
}
