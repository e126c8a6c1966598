import { z } from 'zod'
import { readJson } from '../http/read-json.ts'
import type { CallbackRequest, InboundReading } from '../provider.ts'
import { checkWebhook } from './check-webhook.ts'
import { batchIdPattern } from './read-batch.ts'
import { readNumber } from './read-number.ts'
import type { WebhookProof } from './settings.ts'

const maxMedia = 10

/**
 * Reads an inbound message from the service plan's default callback URL. Without a way to prove that it is Sinch's it is
 * refused: anybody could opt anybody out, or in again. Reports of messages that name no address of their own come to the
 * same URL and are passed over. `nowMs` is epoch time. Never throws.
 */
export function readInbound(proof: WebhookProof, request: CallbackRequest, nowMs: number): InboundReading {
  const check = checkWebhook(proof, request, nowMs)
  if (check.kind === 'forged') return check
  if (check.kind === 'unproven') {
    return { kind: 'forged', reason: 'SINCH_WEBHOOK_SECRET or SINCH_WEBHOOK_USER is not set' }
  }
  const json = readJson(request.rawBody.toString('utf8'))
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    return isOther(json)
      ? { kind: 'nothing', reason: 'no message in words or pictures' }
      : { kind: 'malformed', reason: 'no inbound message' }
  }
  const { id: providerId, from, to, ...content } = parsed.data
  return { kind: 'inbound', inbound: { providerId, from, to, ...readContent(content) } }
}

type Content =
  | Pick<z.infer<typeof textMessage>, 'type' | 'body'>
  | Pick<z.infer<typeof mediaMessage>, 'type' | 'body'>

function readContent(content: Content): { body: string; mediaUrls: readonly string[] } {
  if (content.type === 'mo_text') return { body: clean(content.body), mediaUrls: [] }
  const { message, subject, media } = content.body
  const urls = media.flatMap(({ url, status }) => (url === undefined || status === 'Failed' ? [] : [url]))
  // Some phones put a keyword into the subject and leave the text empty.
  return { body: clean(message || subject), mediaUrls: urls.filter(isFetchable).slice(0, maxMedia) }
}

/** Postgres keeps no NUL in text. */
function clean(text: string): string {
  return text.replaceAll('\0', '')
}

function isFetchable(url: string): boolean {
  return url.length <= 2_048 && /^https?:$/.test(URL.parse(url)?.protocol ?? '')
}

/** True for what Sinch posts to the same URL and what is no message for us: binary messages, delivery reports. */
function isOther(json: unknown): boolean {
  return otherType.safeParse(json).success
}

const number = z.string().transform((digits, context) => {
  const read = readNumber(digits)
  if (read !== undefined) return read
  context.addIssue({ code: 'custom', message: 'is not a number' })
  return z.NEVER
})

const envelope = z.object({ id: z.string().regex(batchIdPattern), from: number, to: number })

const textMessage = envelope.extend({ type: z.literal('mo_text'), body: z.string() })

const mediaMessage = envelope.extend({
  type: z.literal('mo_media'),
  body: z.object({
    subject: z.string().catch(''),
    message: z.string().catch(''),
    media: z
      .array(
        z.object({
          url: z.string().optional().catch(undefined),
          status: z.string().optional().catch(undefined),
        }),
      )
      .max(100)
      .catch([]),
  }),
})

const schema = z.discriminatedUnion('type', [textMessage, mediaMessage])

const otherType = z.object({ type: z.string().regex(/^(mo_binary|(recipient_)?delivery_report_(mms|sms))$/) })
