import { z } from 'zod'
import { acceptedMessage } from './messages.ts'
import { fieldProblem } from './problem.ts'

/** Answer to a dry run (`validateOnly`): what would have happened. */
export const dryRun = z
  .object({
    wouldAccept: z.boolean(),
    code: z.string().nullable().describe('The error code that the request would get; null: none.'),
    detail: z.string().nullable().describe('What is wrong and how to mend it.'),
    errors: z.array(fieldProblem).describe('Every rule that is broken.'),
    message: acceptedMessage
      .omit({ id: true, links: true, error: true })
      .nullable()
      .describe('What would be stored, with its warnings.'),
  })
  .meta({
    id: 'DryRun',
    examples: [
      {
        wouldAccept: false,
        code: 'recipient_opted_out',
        detail: 'the recipient opted out of this sender; do not write to them until they opt in again',
        errors: [],
        message: null,
      },
    ],
  })

/** Answer to a dry run. */
export type DryRun = z.infer<typeof dryRun>

/** Answer of `POST /v1/messages/:id/cancel`. */
export const canceledMessage = z
  .object({
    id: z.uuid(),
    status: z
      .enum(['canceled', 'failed'])
      .describe('`failed` where the carrier had accepted it and took it back.'),
    canceledAt: z.iso.datetime().describe('RFC 3339, UTC.'),
    reference: z.string().nullable(),
    links: z.object({ self: z.string(), events: z.string() }),
  })
  .meta({
    id: 'CanceledMessage',
    examples: [
      {
        id: '01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12',
        status: 'canceled',
        canceledAt: '2026-12-01T08:00:00.000Z',
        reference: 'order-1042',
        links: {
          self: '/v1/messages/01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12',
          events: '/v1/messages/01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12/events',
        },
      },
    ],
  })

/** Answer of `POST /v1/messages/:id/cancel`. */
export type CanceledMessage = z.infer<typeof canceledMessage>
