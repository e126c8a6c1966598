import { z } from 'zod'
import { errorClasses } from '../domain/error-class.ts'
import { eventTypes } from '../domain/message-event.ts'
import { policies } from '../domain/policy.ts'
import { messageStatuses } from '../domain/status.ts'
import { cleanText } from './text-rules.ts'

/** E.164: a plus sign, then 7 to 15 digits without a leading zero (ITU-T E.164). */
export const e164Pattern = /^\+[1-9]\d{6,14}$/

const metadataValue = z.union([cleanText(500), z.number(), z.boolean()])

/** Bounded key-value pairs that come back with the message and are never sent to a carrier. */
export const metadata = z
  .record(cleanText(64).min(1), metadataValue)
  .refine((pairs) => Object.keys(pairs).length <= 50, {
    message: 'has more than 50 keys',
    params: { rule: 'max_keys' },
  })

/** Body of `POST /v1/messages`. Unknown fields are refused. */
export const createMessageBody = z
  .strictObject({
    to: z
      .string()
      .regex(e164Pattern, 'is not an E.164 number; write it like +15558675310')
      .describe('Recipient in E.164.'),
    from: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe(
        'One of the configured senders: a number, short code or messaging service. Default: the default sender.',
      ),
    body: cleanText(1600)
      .refine((text) => text.trim() !== '', {
        message: 'is blank; leave it out or write something',
        params: { rule: 'not_blank' },
      })
      .optional()
      .describe('Text, at most 1600 characters.'),
    mediaUrls: z
      .array(cleanText(2048).min(1))
      .max(10, 'has more than 10 entries')
      .optional()
      .describe('Absolute https URLs that the carrier fetches, at most 10.'),
    policy: z
      .enum(policies)
      .optional()
      .describe(
        "What happens when the carrier's answer is lost: never send again, send again once it is proven that it never arrived, or send again in any case. Default: the tenant's, usually `confirmed`.",
      ),
    requireMms: z.boolean().optional().describe('Send as MMS even without media.'),
    reference: cleanText(128).min(1).optional().describe('Your own id for this message.'),
    metadata: metadata.optional(),
    tags: z
      .array(
        z
          .string()
          .regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'may hold letters, digits and _ . : - only, 1 to 64 of them'),
      )
      .max(10, 'has more than 10 entries')
      .optional(),
  })
  .refine((draft) => draft.body !== undefined || (draft.mediaUrls ?? []).length > 0, {
    message: 'or mediaUrls is required: a message needs text, media or both',
    path: ['body'],
    params: { rule: 'body_or_media' },
  })
  .meta({
    id: 'CreateMessage',
    examples: [
      {
        to: '+15558675310',
        body: 'Your order is on its way.',
        mediaUrls: ['https://media.example.com/parcel.jpg'],
        reference: 'order-1042',
      },
    ],
  })

/** What an application asks to be sent. */
export type CreateMessageBody = z.infer<typeof createMessageBody>

const instant = z.iso.datetime().describe('RFC 3339, UTC.')

/** Something that does not stop the message but should be mended. */
export const warning = z.object({ code: z.string(), field: z.string(), message: z.string() })

/** A note on an accepted message. */
export type Warning = z.infer<typeof warning>

/** Answer of `POST /v1/messages`: the message is durable. */
export const acceptedMessage = z
  .object({
    id: z.uuid(),
    status: z.enum(messageStatuses),
    kind: z.enum(['mms', 'sms']),
    to: z.string(),
    from: z.string().describe('The sender it will leave from.'),
    reference: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant.describe('When sending is given up.'),
    warnings: z.array(warning),
    links: z.object({ self: z.string(), events: z.string() }),
  })
  .meta({ id: 'AcceptedMessage' })

/** What the caller learns at once. */
export type AcceptedMessage = z.infer<typeof acceptedMessage>

/** Why a message failed, in plain words. */
export const messageError = z
  .object({
    code: z.string(),
    class: z.enum(errorClasses),
    title: z.string(),
    cause: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'MessageError' })

/** One message as read back. Times are null until they happened. */
export const messageView = z
  .object({
    id: z.uuid(),
    status: z.enum(messageStatuses),
    kind: z.enum(['mms', 'sms']),
    to: z.string(),
    from: z.string().nullable(),
    messagingService: z.string().nullable(),
    body: z.string().nullable(),
    mediaUrls: z.array(z.string()),
    reference: z.string().nullable(),
    metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    tags: z.array(z.string()),
    provider: z.string(),
    providerId: z.string().nullable().describe("The carrier's id, known once it accepted."),
    error: messageError.nullable(),
    hold: z
      .object({
        scope: z.enum(['account', 'sender']),
        code: z.string(),
        since: instant,
        nextProbeAt: instant,
      })
      .nullable()
      .describe('Set while the account or the sender is held; the message waits and is not lost.'),
    policy: z.enum(policies),
    attempts: z.int().describe('Attempts started so far.'),
    nextAttemptAt: instant.nullable(),
    segments: z.int().nullable(),
    mediaCount: z.int(),
    price: z.string().nullable().describe('Decimal, in priceUnit; null until billed.'),
    priceUnit: z.string().nullable(),
    duplicate: z.boolean().describe('True when two provider ids were proven for this message.'),
    createdAt: instant,
    submittedAt: instant.nullable(),
    sentAt: instant.nullable(),
    deliveredAt: instant.nullable(),
    finalAt: instant.nullable(),
    expiresAt: instant,
  })
  .meta({ id: 'Message' })

/** One message as read back. */
export type MessageView = z.infer<typeof messageView>

/** One line of a message's history. `version` counts from 1 without gaps. */
export const eventView = z
  .object({
    version: z.int(),
    type: z.enum(eventTypes),
    status: z.enum(messageStatuses).describe('Status of the message after this event.'),
    at: instant,
    attempt: z.int().nullable(),
    providerId: z.string().nullable(),
    error: messageError.nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'MessageEvent' })

/** One line of a message's history. */
export type EventView = z.infer<typeof eventView>

/** Query of `GET /v1/messages`. */
export const listMessagesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(512).optional().describe('`nextCursor` of the page before.'),
  status: z.enum(messageStatuses).optional(),
  to: z
    .string()
    .regex(e164Pattern, 'is not an E.164 number; write it like +15558675310 (in a URL: %2B1…)')
    .optional(),
})

/** Query of `GET /v1/messages`. */
export type ListMessagesQuery = z.infer<typeof listMessagesQuery>

/** One page of messages, newest first. */
export const messagePage = z
  .object({ data: z.array(messageView), nextCursor: z.string().nullable() })
  .meta({ id: 'MessagePage' })

/** The history of one message, oldest first. */
export const eventPage = z.object({ data: z.array(eventView) }).meta({ id: 'EventPage' })

/** How a person may settle a message that could not be proven. */
export const resolveOutcomes = ['sent', 'delivered', 'undelivered', 'failed'] as const

/** Body of `POST /v1/messages/:id/resolve`. */
export const resolveMessageBody = z.strictObject({
  outcome: z.enum(resolveOutcomes).describe('What is known to have become of the message.'),
  providerId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not a provider id')
    .optional()
    .describe("The carrier's id, when it was found."),
  note: cleanText(500).min(1).describe('How it became known; kept in the history with the author.'),
})

/** Body of `POST /v1/messages/:id/resolve`. */
export type ResolveMessageBody = z.infer<typeof resolveMessageBody>
