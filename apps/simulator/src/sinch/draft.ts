// Reads the body of a batch. XMS knows three complaints: the JSON is not what the API specifies, a value is malformed, a rule
// is broken; the first one found is told.
import { z } from 'zod'
import { isGroupId, readMsisdn, readSender } from './address.ts'
import type { RefusalCode } from './codes.ts'

/** When delivery reports are called back. */
export type DeliveryReportKind = 'none' | 'summary' | 'full' | 'per_recipient' | 'per_recipient_final'

/** The one file of an MMS and its texts. */
export type MediaBody = { url: string; message?: string | undefined; subject?: string | undefined }

/** A request that passed every synchronous check. Times are epoch milliseconds. */
export type Draft = {
  /** Digits without plus, each once. */
  to: string[]
  /** As XMS shows it; null leaves it to the plan's default originator. */
  from: string | null
  deliveryReport: DeliveryReportKind
  callbackUrl: string | null
  clientReference: string | null
  sendAt: number
  expireAt: number
  parameters: Record<string, Record<string, string>> | null
  feedbackEnabled: boolean
} & ({ type: 'mt_media'; body: MediaBody; strictValidation: boolean } | { type: 'mt_text'; body: string })

/** Why a request is refused. */
export type Refused = { kind: 'refused'; code: RefusalCode; text: string }

/** The draft, or the refusal. */
export type DraftResult = { kind: 'draft'; draft: Draft } | Refused

const LONGEST_LIFE_MS = 3 * 86_400_000

const isoTime = z.iso.datetime({ offset: true })
const webUrl = z.url({ protocol: /^https?$/ }).max(2_048)

const commonShape = {
  to: z.array(z.string()).min(1).max(1_000),
  from: z.string().optional(),
  delivery_report: z
    .enum(['none', 'summary', 'full', 'per_recipient', 'per_recipient_final'])
    .default('none'),
  callback_url: webUrl.optional(),
  client_reference: z.string().max(128).optional(),
  send_at: isoTime.optional(),
  expire_at: isoTime.optional(),
  parameters: z
    .record(z.string().regex(/^[A-Za-z0-9._-]{1,16}$/), z.record(z.string(), z.string().max(160)))
    .optional(),
  feedback_enabled: z.boolean().default(false),
}

const requestSchema = z.discriminatedUnion('type', [
  z.object({
    ...commonShape,
    type: z.literal('mt_media'),
    body: z.object({
      url: webUrl,
      message: z.string().max(5_000).optional(),
      subject: z.string().max(80).optional(),
    }),
    strict_validation: z.boolean().default(false),
  }),
  z.object({ ...commonShape, type: z.literal('mt_text'), body: z.string().min(1).max(2_000) }),
])

type Request = z.infer<typeof requestSchema>

/** Checks the body of a batch; without `type` it is a text, as XMS reads it. */
export function readDraft(json: unknown, now: number): DraftResult {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refuse('syntax_invalid_json', 'the body is not a JSON object')
  }
  const given = { type: 'mt_text', ...json }
  const parsed = requestSchema.safeParse(given)
  if (!parsed.success) return refuseIssue(parsed.error.issues[0], given)
  const request = parsed.data
  const numbers = readNumbers(request)
  if (numbers.kind === 'refused') return numbers
  const times = readTimes(request, now)
  if (times.kind === 'refused') return times
  return { kind: 'draft', draft: toDraft(request, numbers, times) }
}

function toDraft(request: Request, numbers: Numbers, times: Times): Draft {
  const common = {
    to: numbers.to,
    from: numbers.from,
    deliveryReport: request.delivery_report,
    callbackUrl: request.callback_url ?? null,
    clientReference: request.client_reference ?? null,
    sendAt: times.sendAt,
    expireAt: times.expireAt,
    parameters: request.parameters ?? null,
    feedbackEnabled: request.feedback_enabled,
  }
  if (request.type === 'mt_text') return { ...common, type: 'mt_text', body: request.body }
  return { ...common, type: 'mt_media', body: request.body, strictValidation: request.strict_validation }
}

type Numbers = { kind: 'numbers'; to: string[]; from: string | null }

function readNumbers(request: Request): Numbers | Refused {
  const to: string[] = []
  for (const [i, text] of request.to.entries()) {
    const recipient = readMsisdn(text)
    if (recipient !== undefined) to.push(recipient)
    else if (isGroupId(text)) return refuse('unknown_group', `to[${i}]: there is no group ${text}`)
    else return refuse('syntax_invalid_parameter_format', `to[${i}]: is not a phone number in E.164`)
  }
  const from = request.from === undefined ? null : readSender(request.from)
  if (from === undefined) {
    return refuse('syntax_invalid_parameter_format', 'from: is no phone number, short code or name')
  }
  return { kind: 'numbers', to: [...new Set(to)], from }
}

type Times = { kind: 'times'; sendAt: number; expireAt: number }

function readTimes(request: Request, now: number): Times | Refused {
  const asked = request.send_at === undefined ? now : Date.parse(request.send_at)
  const sendAt = Math.max(asked, now)
  const expireAt = request.expire_at === undefined ? sendAt + LONGEST_LIFE_MS : Date.parse(request.expire_at)
  if (expireAt <= sendAt) return refuse('syntax_constraint_violation', 'expire_at: must be after send_at')
  if (expireAt > sendAt + LONGEST_LIFE_MS) {
    return refuse('syntax_constraint_violation', 'expire_at: must be within 3 days of send_at')
  }
  return { kind: 'times', sendAt, expireAt }
}

function refuseIssue(issue: z.core.$ZodIssue | undefined, given: object): Refused {
  const path = issue?.path ?? []
  const text = `${path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}`
  if (issue?.code === 'invalid_format') return refuse('syntax_invalid_parameter_format', text)
  const hasWrongType = issue?.code === 'invalid_type' && valueAt(given, path) !== undefined
  return refuse(hasWrongType ? 'syntax_invalid_json' : 'syntax_constraint_violation', text)
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

function refuse(code: RefusalCode, text: string): Refused {
  return { kind: 'refused', code, text }
}
