import type { CallbackRequest, InboundReading } from '../provider.ts'
import { readOptOutType } from './opt-out-words.ts'
import { readNumber } from './phone-number.ts'
import { uuidPattern } from './read-message.ts'
import { readField, readSigned, type SigningCredentials } from './read-signed.ts'

const maxMedia = 10
/** A short code or a name, where it is no number. */
const addressPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/

/**
 * Reads an inbound message (the message URL of a Plivo application). Nothing in it is used before its signature fits; a
 * replay verifies for ever, so the caller goes by the provider id. Never throws.
 *
 * A request with signature version 2 alone is Plivo's, so it is not forged, but text and sender are not covered, and there
 * is no record to ask: Plivo's does not show the text. Of these only a STOP is taken. A false one costs messages that
 * somebody wanted, a lost one sends what somebody has refused. Everything else, START above all, is malformed: Plivo
 * notes the failure and tries again, and the operator reads why instead of missing messages in silence.
 */
export function readInbound(credentials: SigningCredentials, request: CallbackRequest): InboundReading {
  const signed = readSigned(credentials, request)
  if (signed.kind === 'forged') return signed
  const { form, covers } = signed
  // Postgres keeps no NUL in text.
  const body = (readField(form, 'Text') ?? '').replaceAll('\0', '')
  const optOutType = readOptOutType(body)
  if (covers === 'address' && optOutType !== 'STOP') {
    return { kind: 'malformed', reason: 'signed with version 2 alone, which does not cover the text' }
  }
  const providerId = readField(form, 'MessageUUID') ?? ''
  if (!uuidPattern.test(providerId)) return { kind: 'malformed', reason: 'no message UUID' }
  const from = readAddress(readField(form, 'From'))
  const to = readAddress(readField(form, 'To'))
  if (from === undefined || to === undefined) {
    return { kind: 'malformed', reason: 'no sender and recipient' }
  }
  const powerpack = (readField(form, 'PowerpackUUID') ?? '').toLowerCase()
  return {
    kind: 'inbound',
    inbound: {
      providerId,
      from,
      to,
      body,
      mediaUrls: readMedia(form),
      ...(uuidPattern.test(powerpack) ? { messagingService: powerpack } : {}),
      ...(optOutType === undefined ? {} : { optOutType }),
    },
  }
}

function readAddress(text = ''): string | undefined {
  return readNumber(text) ?? (addressPattern.test(text) ? text : undefined)
}

function readMedia(form: URLSearchParams): string[] {
  const names = Array.from({ length: maxMedia }, (_, index) => `Media${index}`)
  return names
    .map((name) => readField(form, name) ?? '')
    .filter((url) => url.length <= 2_048 && /^https?:$/.test(URL.parse(url)?.protocol ?? ''))
}
