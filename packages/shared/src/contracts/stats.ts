import { z } from 'zod'
import { errorClasses } from '../domain/error-class.ts'
import { messageStatuses } from '../domain/status.ts'
import { rangeFields } from './report-range.ts'

const instant = z.iso.datetime().describe('RFC 3339, UTC.')
const rate = z.number().min(0).max(1).nullable()

/** Query of `GET /v1/stats`. */
export const statsQuery = z.strictObject({
  ...rangeFields,
  interval: z
    .enum(['hour', 'day'])
    .default('hour')
    .describe('Width of one point of `timeline`, in UTC. Hours reach over 31 days at most.')
    .meta({ example: 'hour' }),
})

/** Query of `GET /v1/stats`. */
export type StatsQuery = z.infer<typeof statsQuery>

const counts = {
  messages: z.int(),
  statuses: z
    .partialRecord(z.enum(messageStatuses), z.int())
    .describe('Messages by their present status; a status without messages is left out.'),
  deliveredRate: rate.describe('`delivered` / `messages`; null without messages.'),
  failedRate: rate.describe('(`failed` + `undelivered` + `expired`) / `messages`; null without messages.'),
}

const percentiles = z
  .object({
    messages: z.int().describe('How many messages were measured.'),
    p50: z.number().nullable(),
    p90: z.number().nullable(),
    p99: z.number().nullable(),
  })
  .meta({ id: 'Percentiles' })

/** One priority's part of the queue. */
export const queueLine = z
  .object({
    priority: z.enum(['urgent', 'normal', 'bulk']),
    due: z.int().describe('Waits to be handed over and its time has come.'),
    later: z.int().describe('Waits for a later time: scheduled, or a retry.'),
    oldestDueSeconds: z.number().nullable().describe('How long the oldest due message is overdue.'),
  })
  .meta({ id: 'QueueLine' })

/** Answer of `GET /v1/stats`. */
export const stats = z
  .object({
    from: instant,
    to: instant,
    interval: z.enum(['hour', 'day']),
    ...counts,
    errorClasses: z
      .array(z.object({ class: z.enum(errorClasses), messages: z.int(), rate }))
      .describe('Messages that show an error at present, most first. `rate` is their part of all.'),
    providers: z.array(z.object({ provider: z.string(), ...counts })),
    senders: z.array(z.object({ sender: z.string(), ...counts })),
    timeline: z.array(z.object({ at: instant, ...counts })).describe('Oldest first, without gaps.'),
    latencySeconds: z
      .object({ submitted: percentiles, delivered: percentiles })
      .describe(
        'From acceptance, or from `sendAt` when scheduled, until the provider took it and until it was delivered.',
      ),
    queue: z
      .object({
        priorities: z.array(queueLine),
        sending: z.int(),
        ambiguous: z.int().describe("The carrier's answer was lost; being proven."),
        isTruncated: z.boolean().describe('True when a count stopped at its bound of 100,000.'),
      })
      .describe('As it is now, whatever the range.'),
  })
  .meta({
    id: 'Stats',
    examples: [
      {
        from: '2026-11-20T00:00:00.000Z',
        to: '2026-11-21T00:00:00.000Z',
        interval: 'day',
        messages: 200,
        statuses: { delivered: 190, undelivered: 6, failed: 4 },
        deliveredRate: 0.95,
        failedRate: 0.05,
        errorClasses: [{ class: 'recipient', messages: 10, rate: 0.05 }],
        providers: [],
        senders: [],
        timeline: [],
        latencySeconds: {
          submitted: { messages: 196, p50: 0.4, p90: 0.9, p99: 2.1 },
          delivered: { messages: 190, p50: 3.2, p90: 8.8, p99: 31.5 },
        },
        queue: {
          priorities: [{ priority: 'normal', due: 0, later: 3, oldestDueSeconds: null }],
          sending: 0,
          ambiguous: 0,
          isTruncated: false,
        },
      },
    ],
  })

/** Answer of `GET /v1/stats`. */
export type Stats = z.infer<typeof stats>
