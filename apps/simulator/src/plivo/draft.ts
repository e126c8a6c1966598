import type { JsonBody } from './json-body.ts'
import { behaviourOf, SENDER_NUMBERS } from './numbers.ts'
import { isNorthAmerican, normalizeNumber } from './phone-number.ts'
import { poolOf, type Settings } from './settings.ts'

/** A create request that passed every synchronous check. */
export type Draft = {
  to: string
  from: string
  powerpackId: string | null
  text: string
  type: 'mms' | 'sms'
  mediaUrls: string[]
  expirySeconds: number
  callback: { url: string; method: 'GET' | 'POST' } | null
}

/** The draft, or the status and text of the refusal. */
export type DraftResult = { kind: 'draft'; draft: Draft } | Refused

type Refused = { kind: 'refused'; status: number; error: string }

const MAX_TEXT_CHARS = 1_600
const MAX_MEDIA = 10
const MIN_EXPIRY_SECONDS = 5
const MAX_EXPIRY_SECONDS = 10_799
const DEFAULT_EXPIRY_SECONDS = 10_800
const REFUSED_SENDERS = new Map(SENDER_NUMBERS.map(({ number, error }) => [number, error]))
const LOG_VALUES: ReadonlySet<unknown> = new Set([
  undefined,
  true,
  false,
  'true',
  'false',
  'content_only',
  'number_only',
])

/** Checks a create request: addresses first, then content, then options. */
export function readDraft(body: JsonBody, settings: Settings): DraftResult {
  if (!body.isObject) return refuse('the request body must be a JSON object')
  const type = body.text('type') ?? 'sms'
  if (type !== 'sms' && type !== 'mms') return refuse(`type ${type} is not supported`)
  const sender = readSender(body, settings)
  if (sender.kind === 'refused') return sender
  const dst = body.text('dst')
  if (dst === undefined) return refuse('dst parameter not present')
  const to = normalizeNumber(dst)
  if (to === undefined) return refuse(`dst parameter is not valid: ${dst}`)
  const problem = checkRoute(to, sender.from, type) ?? checkContent(body, type) ?? checkOptions(body)
  if (problem) return problem
  const url = body.text('url')
  const method = readMethod(body) ?? 'POST'
  return {
    kind: 'draft',
    draft: {
      to,
      from: sender.from,
      powerpackId: sender.powerpackId,
      text: body.text('text') ?? '',
      type,
      // An SMS goes without its media, and nobody is told: the trap of leaving `type` out.
      mediaUrls: type === 'mms' ? body.list('media_urls') : [],
      expirySeconds: Number(body.text('message_expiry') ?? DEFAULT_EXPIRY_SECONDS),
      callback: url === undefined ? null : { url, method },
    },
  }
}

type Sender = { kind: 'sender'; from: string; powerpackId: string | null }

function readSender(body: JsonBody, settings: Settings): Sender | Refused {
  const src = body.text('src')
  const powerpackId = body.text('powerpack_uuid')
  if ((src === undefined) === (powerpackId === undefined))
    return refuse('specify either src or powerpack_uuid')
  if (powerpackId !== undefined) return readPowerpack(powerpackId, settings)
  const from = normalizeNumber(src ?? '')
  if (from === undefined) return refuse(`src parameter is not valid: ${src}`)
  const error = REFUSED_SENDERS.get(from)
  if (typeof error === 'string') return refuse(error)
  if (!settings.senders.includes(from) && !settings.senders.includes('*'))
    return refuse('src is not a number of this account')
  return { kind: 'sender', from, powerpackId: null }
}

function readPowerpack(powerpackId: string, settings: Settings): Sender | Refused {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(powerpackId)
  const pool = isUuid ? poolOf(settings, powerpackId) : undefined
  if (pool === undefined) return refuse('powerpack not found')
  const from = pool.find((number) => number !== '*') ?? (pool.includes('*') ? '+15005550006' : undefined)
  if (from === undefined) return refuse('the powerpack has no number that can send this message')
  return { kind: 'sender', from, powerpackId }
}

function checkRoute(to: string, from: string, type: 'mms' | 'sms'): Refused | undefined {
  if (to === from) return refuse('src and dst must not be the same')
  if (type === 'mms' && !(isNorthAmerican(to) && isNorthAmerican(from)))
    return refuse('MMS is not supported between these src and dst numbers')
  const behaviour = behaviourOf(to)
  return behaviour.kind === 'refused' ? refuse(behaviour.error, behaviour.status) : undefined
}

function checkContent(body: JsonBody, type: 'mms' | 'sms'): Refused | undefined {
  if (body.find('media_ids') !== undefined) return refuse('media_ids: no such media')
  const urls = body.list('media_urls')
  if (urls.length > MAX_MEDIA) return refuse(`media_urls: more than ${MAX_MEDIA} attachments`)
  const malformed = urls.find((url) => !isWebUrl(url))
  if (malformed !== undefined) return refuse(`media_urls: invalid URL ${malformed}`)
  const text = body.text('text') ?? ''
  if (text === '' && (type === 'sms' || urls.length === 0)) return refuse('text parameter not present')
  return [...text].length > MAX_TEXT_CHARS
    ? refuse(`text is longer than ${MAX_TEXT_CHARS} characters`)
    : undefined
}

function checkOptions(body: JsonBody): Refused | undefined {
  const url = body.text('url')
  if (url !== undefined && !isWebUrl(url)) return refuse(`url is not valid: ${url}`)
  if (readMethod(body) === undefined) return refuse('method must be GET or POST')
  if (!LOG_VALUES.has(body.find('log') ?? undefined)) return refuse('log is not valid')
  if (body.find('callback_url') !== undefined) return refuse('callback_url is not supported')
  const expiry = body.find('message_expiry')
  if (expiry === undefined) return undefined
  const seconds = Number(body.text('message_expiry') ?? Number.NaN)
  const isInRange = seconds >= MIN_EXPIRY_SECONDS && seconds <= MAX_EXPIRY_SECONDS
  return Number.isInteger(seconds) && isInRange
    ? undefined
    : refuse(`message_expiry must be from ${MIN_EXPIRY_SECONDS} to ${MAX_EXPIRY_SECONDS}`)
}

function readMethod(body: JsonBody): 'GET' | 'POST' | undefined {
  const method = (body.text('method') ?? 'POST').toUpperCase()
  return method === 'GET' || method === 'POST' ? method : undefined
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && !/\s/.test(text) && URL.canParse(text)
}

function refuse(error: string, status = 400): Refused {
  return { kind: 'refused', status, error }
}
