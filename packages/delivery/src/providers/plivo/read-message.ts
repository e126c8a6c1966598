import type { ProviderMessage } from '@heliograph/shared/domain/send-outcome'
import { z } from 'zod'
import { readFacts } from './read-facts.ts'
import { readStatus } from './status.ts'

/** An outbound message of Plivo as far as it is believed. */
export type PlivoMessage = {
  readonly known: ProviderMessage
  readonly to: string | undefined
  /** When Plivo took it; undefined where the time is unreadable. */
  readonly createdAt: Date | undefined
}

/** Ids of messages and of API calls. */
export const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads an outbound message. Undefined when it is none. Unreadable side facts are left out. */
export function readMessage(resource: unknown): PlivoMessage | undefined {
  const parsed = schema.safeParse(resource)
  if (!parsed.success) return undefined
  const { data } = parsed
  const facts = readFacts({
    from: data.from_number,
    units: data.units,
    amount: data.total_amount,
    errorCode: data.error_code,
  })
  return {
    known: {
      providerId: data.message_uuid,
      // A word that Plivo adds later must not make a known message look lost.
      status: readStatus(data.message_state) ?? 'submitted',
      ...facts,
      // The record does not count attachments, but an SMS has none.
      ...(data.message_type === 'sms' ? { mediaCount: 0 } : {}),
    },
    to: data.to_number ?? undefined,
    createdAt: readTime(data.message_time),
  }
}

// Plivo writes numbers as strings in some answers and as numbers in others.
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(undefined)

const schema = z.object({
  message_uuid: z.string().regex(uuidPattern),
  message_state: z.string(),
  message_direction: z.literal('outbound'),
  message_type: text,
  message_time: text,
  from_number: text,
  to_number: text,
  units: text,
  total_amount: text,
  error_code: text,
})

/** "2026-01-02 03:04:05.678901+00:00". Without an offset the local time of this machine would be read. */
const time = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|[+-]\d\d:\d\d)$/

function readTime(written: string | null | undefined): Date | undefined {
  const [, day, clock, fraction = '', offset] = time.exec(written ?? '') ?? []
  const date = new Date(`${day}T${clock}${fraction}${offset}`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
