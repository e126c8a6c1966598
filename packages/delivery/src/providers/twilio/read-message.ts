import type { ProviderMessage } from '@heliograph/shared/domain/send-outcome'
import { z } from 'zod'
import { classifyCode } from './error-catalogue.ts'
import { isInboundStatus, readStatus, type StatusReading } from './status.ts'

/** A message resource of Twilio as far as it is believed. */
export type TwilioMessage = {
  readonly known: ProviderMessage
  readonly direction: string
  readonly to?: string
  readonly body?: string
  /** When Twilio took it, to the second; absent where the date is unreadable. */
  readonly createdAt?: Date
}

/** Message SID: SM for texts, MM with media. */
export const messageSidPattern = /^(SM|MM)[0-9a-fA-F]{32}$/

/**
 * Reads a message resource that claims to belong to the account. Undefined when it is none, belongs
 * to another account or carries an inbound status. Unreadable side facts are left out.
 */
export function readMessage(resource: unknown, accountSid: string): TwilioMessage | undefined {
  const parsed = schema.safeParse(resource)
  if (!parsed.success || parsed.data.account_sid !== accountSid || isInboundStatus(parsed.data.status)) {
    return undefined
  }
  const { data } = parsed
  // A word that Twilio adds later must not make an accepted message look lost: its id is proof enough.
  const reading: StatusReading = readStatus(data.status) ?? { status: 'submitted' }
  const errorCode = data.error_code === null ? reading.impliedCode : String(data.error_code)
  const known: ProviderMessage = {
    providerId: data.sid,
    status: reading.status,
    ...present('from', data.from),
    // A messaging service that has not picked a sender reports 0 segments: not known yet.
    ...present('segments', count(data.num_segments) || undefined),
    ...present('mediaCount', count(data.num_media)),
    ...present('price', data.price === null ? null : data.price.replace('-', '')),
    ...present('priceUnit', data.price_unit),
    ...(errorCode === undefined ? {} : { errorCode, errorClass: classifyCode(errorCode) ?? 'unknown' }),
  }
  return {
    known,
    direction: data.direction,
    ...present('to', data.to),
    ...present('body', data.body),
    ...present('createdAt', readDate(data.date_created)),
  }
}

const text = z.string().nullable().catch(null)

// Twilio sends counts and price as strings and the price of an outbound message as a negative one.
const schema = z.object({
  sid: z.string().regex(messageSidPattern),
  account_sid: z.string(),
  status: z.string(),
  direction: z.string().catch(''),
  from: text,
  to: text,
  body: text,
  num_segments: text,
  num_media: text,
  price: z
    .string()
    .regex(/^-?\d{1,9}(\.\d{1,9})?$/)
    .nullable()
    .catch(null),
  price_unit: z
    .string()
    .regex(/^[A-Za-z]{3}$/)
    .transform((unit) => unit.toUpperCase())
    .nullable()
    .catch(null),
  error_code: z.number().int().positive().nullable().catch(null),
  date_created: text,
})

function present<K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } {
  return value === null || value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]?: V })
}

function count(digits: string | null): number | undefined {
  return digits !== null && /^\d{1,4}$/.test(digits) ? Number(digits) : undefined
}

function readDate(rfc2822: string | null): Date | undefined {
  const date = new Date(rfc2822 ?? '')
  return Number.isNaN(date.getTime()) ? undefined : date
}
