import { createHash } from 'node:crypto'
import type { Arrival } from '../core/ledger.ts'
import { readMsisdn, readSender, withPlus } from './address.ts'

/** What the ledger keeps of a batch request, however malformed: numbers with their plus, of several recipients the first. */
export function arrivalOf(json: unknown): Arrival {
  const recipients = fieldOf(json, 'to')
  const body = fieldOf(json, 'body')
  const text = textOf(typeof body === 'object' ? fieldOf(body, 'message') : body)
  return {
    provider: 'sinch',
    to: canonical(Array.isArray(recipients) ? recipients[0] : recipients, readMsisdn),
    from: canonical(fieldOf(json, 'from'), readSender),
    messagingServiceSid: null,
    reference: textOf(fieldOf(json, 'client_reference')),
    bodySha256: text === null ? null : createHash('sha256').update(text).digest('hex'),
    mediaCount: textOf(fieldOf(body, 'url')) === null ? 0 : 1,
    statusCallback: textOf(fieldOf(json, 'callback_url')),
  }
}

function canonical(value: unknown, read: (text: string) => string | undefined): string | null {
  const text = textOf(value)
  if (text === null) return null
  const digits = read(text)
  return digits === undefined ? text : withPlus(digits)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
