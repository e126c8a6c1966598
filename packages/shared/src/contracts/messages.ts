import { z } from 'zod'
import { errorClasses } from '../domain/error-class.ts'
import { eventTypes } from '../domain/message-event.ts'
import { policies } from '../domain/policy.ts'
import { priorities } from '../domain/priority.ts'
import { providerNames } from '../domain/provider-name.ts'
import { messageStatuses } from '../domain/status.ts'
import { exampleEvent, exampleMessage } from './message-examples.ts'
import { metadata } from './metadata.ts'
import { cleanText } from './text-rules.ts'

/** E.164: a plus sign, then 7 to 15 digits without a leading zero (ITU-T E.164). */
export const e164Pattern = /^\+[1-9]\d{6,14}$/

/** Longest time a message may be scheduled ahead. */
export const maxScheduleDays = 35
/** How long a message is tried unless it says so, and the bounds of what it may say. */
export const validity = { defaultSeconds: 14_400, minSeconds: 60, maxSeconds: 172_800 } as const

/** Fields of one message, wherever it is posted. */
const draftFields = {
  to: z
    .string()
    .regex(e164Pattern, 'is not an E.164 number; write it like +15558675310')
    .describe('Recipient in E.164.'),
  provider: z
    .enum(providerNames)
    .optional()
    .describe(
      "Which configured provider sends it. Default: the one that `from` belongs to, else the installation's default.",
    ),
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
  sendAt: z.iso
    .datetime({
      offset: true,
      error: 'is not an RFC 3339 time with an offset; write it like 2026-12-01T09:00:00+01:00',
    })
    .optional()
    .describe(
      `Not before this time: RFC 3339 with any offset, at most ${maxScheduleDays} days ahead. A time in the past means now.`,
    ),
  validitySeconds: z
    .int()
    .min(validity.minSeconds)
    .max(validity.maxSeconds)
    .optional()
    .describe(
      `How long sending is tried, counted from sendAt or now; after that the message is expired. Default: ${validity.defaultSeconds}.`,
    ),
  priority: z
    .enum(priorities)
    .optional()
    .describe('Who goes first when more is due than can be sent at once. Default: `normal`.'),
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
}

const exampleDraft = {
  to: '+15558675310',
  body: 'Your order is on its way.',
  mediaUrls: ['https://media.example.com/parcel.jpg'],
  reference: 'order-1042',
}

const hasContent = (draft: { body?: string | undefined; mediaUrls?: readonly string[] | undefined }) =>
  draft.body !== undefined || (draft.mediaUrls ?? []).length > 0
const contentRule = {
  message: 'or mediaUrls is required: a message needs text, media or both',
  path: ['body'],
  params: { rule: 'body_or_media' },
}

/** One message as it is posted, alone or in a batch. Unknown fields are refused. */
export const messageDraft = z
  .strictObject(draftFields)
  .refine(hasContent, contentRule)
  .meta({ id: 'MessageDraft', examples: [exampleDraft] })

/** One message as it is posted. */
export type MessageDraft = z.infer<typeof messageDraft>

/** Body of `POST /v1/messages`. Unknown fields are refused. */
export const createMessageBody = z
  .strictObject({
    ...draftFields,
    validateOnly: z
      .boolean()
      .optional()
      .describe('Dry run: answers 200 with the full verdict, stores nothing and uses up no key.'),
  })
  .refine(hasContent, contentRule)
  .meta({ id: 'CreateMessage', examples: [exampleDraft] })

/** What an application asks to be sent. */
export type CreateMessageBody = z.infer<typeof createMessageBody>

const instant = z.iso.datetime().describe('RFC 3339, UTC.')

/** Something that does not stop the message but should be mended. */
export const warning = z.object({ code: z.string(), field: z.string(), message: z.string() })

/** A note on an accepted message. */
export type Warning = z.infer<typeof warning>

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

/** Answer of `POST /v1/messages`: the message is durable. */
export const acceptedMessage = z
  .object({
    id: z.uuid(),
    status: z.enum(messageStatuses),
    kind: z.enum(['mms', 'sms']),
    to: z.string(),
    provider: z.enum(providerNames).describe('The provider it will leave through.'),
    from: z.string().describe('The sender it will leave from.'),
    reference: z.string().nullable(),
    priority: z.enum(priorities),
    createdAt: instant,
    sendAt: instant.nullable().describe('Not sent before this time; null: at once.'),
    expiresAt: instant.describe('When sending is given up.'),
    possibleDuplicateOf: z
      .uuid()
      .nullable()
      .describe('Newest message to this recipient with the same content within 10 minutes before this one.'),
    error: messageError.nullable().describe('Set when `Prefer: wait` saw the message fail.'),
    warnings: z.array(warning),
    links: z.object({ self: z.string(), events: z.string() }),
  })
  .meta({
    id: 'AcceptedMessage',
    examples: [
      {
        id: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
        status: 'queued',
        kind: 'mms',
        to: '+15558675310',
        provider: 'twilio',
        from: '+15005550006',
        reference: 'order-1042',
        priority: 'normal',
        createdAt: '2026-11-21T12:00:00.000Z',
        sendAt: null,
        expiresAt: '2026-11-21T16:00:00.000Z',
        possibleDuplicateOf: null,
        error: null,
        warnings: [],
        links: {
          self: '/v1/messages/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
          events: '/v1/messages/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c/events',
        },
      },
    ],
  })

/** What the caller learns at once. */
export type AcceptedMessage = z.infer<typeof acceptedMessage>

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
    contentMasked: z
      .boolean()
      .describe('True when the key lacks `content:read`: numbers are masked, text and media left out.'),
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
    possibleDuplicateOf: z
      .uuid()
      .nullable()
      .describe('Newest message to this recipient with the same content within 10 minutes before this one.'),
    priority: z.enum(priorities),
    createdAt: instant,
    sendAt: instant.nullable().describe('Not sent before this time; null: at once.'),
    submittedAt: instant.nullable(),
    sentAt: instant.nullable(),
    deliveredAt: instant.nullable(),
    finalAt: instant.nullable(),
    expiresAt: instant,
  })
  .meta({ id: 'Message', examples: [exampleMessage] })

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
  .meta({ id: 'MessageEvent', examples: [exampleEvent] })

/** One line of a message's history. */
export type EventView = z.infer<typeof eventView>

/** The history of one message, oldest first. */
export const eventPage = z
  .object({ data: z.array(eventView) })
  .meta({ id: 'EventPage', examples: [{ data: [exampleEvent] }] })

/** How a person may settle a message that could not be proven. */
export const resolveOutcomes = ['sent', 'delivered', 'undelivered', 'failed'] as const

/** Body of `POST /v1/messages/:id/resolve`. */
export const resolveMessageBody = z
  .strictObject({
    outcome: z.enum(resolveOutcomes).describe('What is known to have become of the message.'),
    providerId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not a provider id')
      .optional()
      .describe("The carrier's id, when it was found."),
    note: cleanText(500).min(1).describe('How it became known; kept in the history with the author.'),
  })
  .meta({ examples: [{ outcome: 'delivered', note: 'seen in the console of the carrier' }] })

/** Body of `POST /v1/messages/:id/resolve`. */
export type ResolveMessageBody = z.infer<typeof resolveMessageBody>
