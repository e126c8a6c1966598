import { z } from 'zod'
import { messageStatuses } from '../domain/status.ts'
import { messageError } from './messages.ts'

const instant = z.iso.datetime().describe('RFC 3339, UTC.')

/** What kind of thing happened. */
export const timelineKinds = ['accepted', 'waiting', 'attempt', 'receipt', 'price', 'ended'] as const

/** One thing that happened to a message, in plain words. */
export const timelineEntry = z
  .object({
    at: instant,
    kind: z.enum(timelineKinds),
    status: z.enum(messageStatuses).describe('Status of the message after it.'),
    title: z.string().describe('What happened, in one sentence.'),
    until: instant.nullable().describe('When a wait is over at the latest, as far as it was known then.'),
    error: messageError.nullable(),
    attempt: z
      .object({
        number: z.int(),
        state: z.enum(['open', 'accepted', 'rejected', 'not_sent', 'ambiguous', 'absent']),
        latencyMs: z
          .int()
          .nullable()
          .describe('From its start to its end, the answer of the carrier included.'),
        httpStatus: z.int().nullable(),
        requestId: z.string().nullable().describe("The carrier's id of the request, for its support."),
        providerId: z.string().nullable(),
      })
      .nullable(),
    price: z
      .object({ amount: z.string(), unit: z.string().nullable() })
      .nullable()
      .describe('Set when the price became known.'),
  })
  .meta({ id: 'TimelineEntry' })

/** One thing that happened to a message, in plain words. */
export type TimelineEntry = z.infer<typeof timelineEntry>

/** Answer of `GET /v1/messages/:id/timeline`: what happened, why, and what comes next. */
export const timeline = z
  .object({
    messageId: z.uuid(),
    status: z.enum(messageStatuses),
    explanation: z.string().describe('Where the message stands and why, in a sentence or two.'),
    expectedBy: instant.nullable().describe('When news is expected at the latest; null: none is expected.'),
    nextStep: z
      .string()
      .describe('Who has to do what, such as `Operations: …`; `nothing` when nobody has to.'),
    consoleUrl: z
      .string()
      .nullable()
      .describe("The message in the carrier's console; null without an id of it."),
    price: z
      .object({ amount: z.string(), unit: z.string().nullable() })
      .nullable()
      .describe('What the carrier billed; null until then.'),
    entries: z.array(timelineEntry).describe('Oldest first.'),
  })
  .meta({
    id: 'Timeline',
    examples: [
      {
        messageId: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
        status: 'sent',
        explanation:
          'The carrier took the message. US and Canadian carriers usually give no receipt of the phone for MMS, so this is often the last word.',
        expectedBy: '2026-11-24T12:00:03.000Z',
        nextStep: 'nothing',
        consoleUrl: 'https://www.twilio.com/console/sms/logs/MM0123456789abcdef0123456789abcdef',
        price: null,
        entries: [
          {
            at: '2026-11-21T12:00:00.000Z',
            kind: 'accepted',
            status: 'queued',
            title: 'Stored; the 202 was given.',
            until: null,
            error: null,
            attempt: null,
            price: null,
          },
        ],
      },
    ],
  })

/** What happened to a message, why, and what comes next. */
export type Timeline = z.infer<typeof timeline>
