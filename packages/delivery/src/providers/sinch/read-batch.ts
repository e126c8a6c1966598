import { z } from 'zod'
import { readNumber } from './read-number.ts'

/** Batch id: a ULID today; older plans have shorter ids of the same letters. */
export const batchIdPattern = /^[0-9A-Za-z_-]{10,64}$/

/** A batch resource as far as it is believed. It never says how far the message has come: its report does. */
export type SinchBatch = {
  readonly id: string
  readonly isCanceled: boolean
  readonly recipients: readonly string[]
  readonly from?: string
  readonly message?: string
  readonly reference?: string
  /** Absent where the date is unreadable. */
  readonly createdAt?: Date
}

/** Reads a batch of media messages. Undefined when it is none. Unreadable side facts are left out. */
export function readBatch(resource: unknown): SinchBatch | undefined {
  const parsed = schema.safeParse(resource)
  if (!parsed.success) return undefined
  const { id, canceled, to, from, body, client_reference: reference, created_at: createdAt } = parsed.data
  const sender = readNumber(from)
  return {
    id,
    isCanceled: canceled,
    recipients: to,
    ...(sender === undefined ? {} : { from: sender }),
    ...(body?.message == null ? {} : { message: body.message }),
    ...(reference === null ? {} : { reference }),
    ...(createdAt === null ? {} : { createdAt: new Date(createdAt) }),
  }
}

const text = z.string().nullable().catch(null)

const schema = z.object({
  id: z.string().regex(batchIdPattern),
  type: z.literal('mt_media').optional(),
  canceled: z.boolean().catch(false),
  to: z.array(z.string()).max(1_000).catch([]),
  from: text,
  body: z.object({ message: text }).nullable().catch(null),
  client_reference: text,
  created_at: z.iso.datetime({ offset: true }).nullable().catch(null),
})
