import { behaviourOf, SENDER_NUMBERS } from '../numbers.ts'
import { isShortCode, normalizeNumber, readSender } from './address.ts'
import type { Form } from './form.ts'
import { type Refused, refuse } from './refused.ts'
import { readSchedule } from './schedule.ts'
import type { Settings } from './settings.ts'

/** A create request that passed every synchronous check. */
export type Draft = {
  to: string
  /** Null while the messaging service has not picked. */
  from: string | null
  sender: string
  messagingServiceSid: string | null
  body: string
  mediaUrls: string[]
  isMms: boolean
  smartEncoded: boolean
  sendAt: number | null
  statusCallback: string | null
}

/** The draft, or the code and detail of the refusal. */
export type DraftResult = { kind: 'draft'; draft: Draft } | Refused

const MAX_BODY_CHARS = 1_600
const MAX_MEDIA = 10
const MAX_VALIDITY_SECONDS = 36_000
const MAGIC_SENDERS = new Map(SENDER_NUMBERS.map(({ number, code }) => [number, code]))

/** Checks a create request in the order in which Twilio reports problems: recipient, sender, content, options. */
export function readDraft(form: Form, settings: Settings, now: number): DraftResult {
  const given = form.find('To')?.trim()
  if (!given) return refuse(21604)
  const to = normalizeNumber(given)
  const sender = readSenders(form, settings)
  if (sender.kind === 'refused') return sender
  const problem =
    checkRecipient(to, given, sender, settings) ??
    checkContent(form) ??
    checkMedia(form, sender.sender) ??
    checkOptions(form)
  if (problem) return problem
  const schedule = readSchedule(form, settings, now)
  if (schedule.kind === 'refused') return schedule
  const mediaUrls = form.list('MediaUrl').filter((url) => url !== '')
  return {
    kind: 'draft',
    draft: {
      to: to ?? given,
      from: sender.from,
      sender: sender.sender,
      messagingServiceSid: sender.messagingServiceSid,
      body: form.find('Body') ?? '',
      mediaUrls,
      isMms: mediaUrls.length > 0 || form.find('SendAsMms') === 'true',
      smartEncoded: settings.smartEncoding || form.find('SmartEncoded') === 'true',
      sendAt: schedule.sendAt,
      statusCallback: form.find('StatusCallback') || null,
    },
  }
}

type SenderChoice = {
  kind: 'sender'
  from: string | null
  sender: string
  messagingServiceSid: string | null
}

function readSenders(form: Form, settings: Settings): SenderChoice | Refused {
  const from = form.find('From')?.trim() || undefined
  const service = form.find('MessagingServiceSid') || undefined
  if (service === undefined) {
    if (from === undefined) return refuse(21603)
    return readFrom(from, settings)
  }
  if (!/^MG[0-9a-fA-F]{32}$/.test(service)) return refuse(21705, service)
  const pool = settings.messagingServices === null ? settings.senders : settings.messagingServices[service]
  if (pool === undefined) return refuse(21705, service)
  const picked =
    from ?? pool.find((number) => number !== '*') ?? (pool.includes('*') ? '+15005550006' : undefined)
  if (picked === undefined) return refuse(21704)
  if (!pool.includes(picked) && !pool.includes('*')) return refuse(21711, picked)
  return { kind: 'sender', from: from ?? null, sender: picked, messagingServiceSid: service }
}

function readFrom(from: string, settings: Settings): SenderChoice | Refused {
  const sender = readSender(from)
  if (sender === undefined) return refuse(21212, from)
  const magic = MAGIC_SENDERS.get(sender)
  if (typeof magic === 'number') return refuse(magic, sender)
  if (!settings.senders.includes(sender) && !settings.senders.includes('*')) return refuse(21606, sender)
  return { kind: 'sender', from: sender, sender, messagingServiceSid: null }
}

function checkRecipient(
  to: string | undefined,
  given: string,
  sender: SenderChoice,
  settings: Settings,
): Refused | undefined {
  if (to === undefined || to === sender.from) return refuse(21211, given)
  const behaviour = behaviourOf(to)
  if (behaviour.kind === 'refused') return refuse(behaviour.code, to)
  if (behaviour.kind === 'opted_out' && sender.messagingServiceSid === null) return refuse(behaviour.code, to)
  if (settings.trial && !settings.verifiedNumbers.includes(to)) return refuse(21608, to)
  return undefined
}

// Nothing at all reads "body required"; parameters that are there but blank read "text or media required".
function checkContent(form: Form): Refused | undefined {
  const body = form.find('Body')
  const media = form.list('MediaUrl')
  const content = form.find('ContentSid')
  if (body === undefined && media.length === 0 && content === undefined) return refuse(21602)
  if (!body && media.every((url) => url === '') && !content) return refuse(21619)
  if (body !== undefined && [...body].length > MAX_BODY_CHARS) return refuse(21617)
  return undefined
}

function checkMedia(form: Form, sender: string): Refused | undefined {
  const urls = form.list('MediaUrl').filter((url) => url !== '')
  if (urls.length > MAX_MEDIA) return refuse(21623)
  const malformed = urls.find((url) => !isWebUrl(url))
  if (malformed !== undefined) return refuse(21620, malformed)
  const canCarryMms = sender.startsWith('+') || isShortCode(sender)
  return urls.length > 0 && !canCarryMms ? refuse(21621, sender) : undefined
}

function checkOptions(form: Form): Refused | undefined {
  const callback = form.find('StatusCallback')
  if (callback && !(isWebUrl(callback) && !new URL(callback).hostname.includes('_')))
    return refuse(21609, callback)
  const validity = form.find('ValidityPeriod')
  if (validity !== undefined) {
    const seconds = /^\d+$/.test(validity) ? Number(validity) : 0
    if (seconds < 1 || seconds > MAX_VALIDITY_SECONDS) return refuse(21624, validity)
  }
  return undefined
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && !/\s/.test(text) && URL.canParse(text)
}
