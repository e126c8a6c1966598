import { z } from 'zod'
import { messageStatuses } from '../domain/status.ts'
import { examplePage } from './example-page.ts'
import { fieldProblem } from './problem.ts'
import { pageLimit } from './query-number.ts'
import { cleanText } from './text-rules.ts'

/** Most items of one request. */
export const maxChunkItems = 1_000
/** Most messages of one batch. */
export const maxBatchItems = 100_000

/** `all`: one bad item refuses its whole request. `each`: the good items are stored, the bad ones are told. */
export const batchModes = ['all', 'each'] as const
/** What a bad item does to the others of its request. */
export type BatchMode = (typeof batchModes)[number]

/** An item is checked by itself, so that one bad item is a verdict and not a refusal of the request. */
const batchItem = z.unknown().meta({
  description: 'A message as in `POST /v1/messages`.',
  allOf: [{ $ref: '#/components/schemas/MessageDraftInput' }],
})

const items = z.array(batchItem).describe(`At most ${maxChunkItems} messages.`)

/** Body of `POST /v1/batches`. */
export const createBatchBody = z
  .strictObject({
    name: cleanText(200).min(1).optional().describe('For people.'),
    mode: z
      .enum(batchModes)
      .default('all')
      .describe(
        '`all`: one bad item refuses its whole request. `each`: the good ones are stored. Default: `all`.',
      ),
    defaults: z
      .record(cleanText(64).min(1), z.unknown())
      .default({})
      .describe(
        'Fields of `POST /v1/messages`, apart from `to` and `reference`, for every item that does not have them itself; for appended items too.',
      ),
    items: items.default([]),
  })
  .meta({
    id: 'CreateBatch',
    examples: [
      {
        name: 'spring sale',
        mode: 'each',
        defaults: { body: 'Our spring sale starts today.', tags: ['spring'] },
        items: [
          { to: '+15558675310' },
          { to: '+15558675311', body: 'Hello Ann, our spring sale starts today.' },
        ],
      },
    ],
  })

/** What an application asks to be sent together. */
export type CreateBatchBody = z.infer<typeof createBatchBody>

/** Body of `POST /v1/batches/:id/items`; as NDJSON, one item a line. */
export const appendItemsBody = z.strictObject({ items }).meta({
  id: 'AppendItems',
  examples: [{ items: [{ to: '+15558675310', body: 'Our spring sale starts today.' }] }],
})

/** What became of one item, by its place in the request. */
export const batchVerdict = z
  .discriminatedUnion('verdict', [
    z.object({ index: z.int(), verdict: z.literal('accepted'), id: z.uuid() }),
    z.object({
      index: z.int(),
      verdict: z.literal('refused'),
      code: z.string().describe('A problem code, as for a single message.'),
      detail: z.string(),
      errors: z.array(fieldProblem),
    }),
  ])
  .meta({ id: 'BatchVerdict' })

/** What became of one item. */
export type BatchVerdict = z.infer<typeof batchVerdict>

const instant = z.iso.datetime().describe('RFC 3339, UTC.')

const summaryShape = {
  id: z.uuid(),
  name: z.string().nullable(),
  mode: z.enum(batchModes),
  state: z
    .enum(['open', 'paused', 'canceled'])
    .describe('`open` batches are sent and take more items; `paused` ones take items and are not sent.'),
  items: z.int().describe('Messages stored.'),
  refused: z.int().describe('Items refused in mode `each`.'),
  createdAt: instant,
  pausedAt: instant.nullable(),
  canceledAt: instant.nullable(),
  links: z.object({ self: z.string(), items: z.string(), messages: z.string() }),
}

const example = {
  id: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
  name: 'spring sale',
  mode: 'each',
  state: 'open',
  items: 2,
  refused: 0,
  createdAt: '2026-11-21T12:00:00.000Z',
  pausedAt: null,
  canceledAt: null,
  links: {
    self: '/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
    items: '/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c/items',
    messages: '/v1/messages?batch=0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
  },
} as const
const exampleVerdicts = [
  { index: 0, verdict: 'accepted' as const, id: '01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12' },
  { index: 1, verdict: 'accepted' as const, id: '01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d13' },
]

/** A batch without its counts. */
export const batchSummary = z.object(summaryShape).meta({ id: 'BatchSummary', examples: [example] })

/** A batch without its counts. */
export type BatchSummary = z.infer<typeof batchSummary>

/** Messages of a batch by status; only statuses that occur. */
export const batchCounts = z
  .partialRecord(z.enum(messageStatuses), z.int())
  .describe('Messages by status; a status that does not occur is left out.')

/** Messages of a batch by status. */
export type BatchCounts = z.infer<typeof batchCounts>

/** A batch with its progress. */
export const batchView = z
  .object({
    ...summaryShape,
    counts: batchCounts,
    progress: z
      .object({
        waiting: z.int().describe('scheduled, queued or retrying'),
        underWay: z.int().describe('sending, ambiguous or submitted'),
        done: z.int().describe('sent, or ended in any way'),
      })
      .describe('The counts in three numbers; together they are `items`.'),
  })
  .meta({
    id: 'Batch',
    examples: [
      { ...example, counts: { queued: 1, sent: 1 }, progress: { waiting: 1, underWay: 0, done: 1 } },
    ],
  })

/** A batch with its progress. */
export type BatchView = z.infer<typeof batchView>

/** Answer of `POST /v1/batches`. */
export const createdBatch = z
  .object({ ...summaryShape, verdicts: z.array(batchVerdict).describe('One per item, in their order.') })
  .meta({ id: 'CreatedBatch', examples: [{ ...example, verdicts: exampleVerdicts }] })

/** Answer of `POST /v1/batches`. */
export type CreatedBatch = z.infer<typeof createdBatch>

/** Answer of `POST /v1/batches/:id/items`: what the chunk brought. */
export const chunkReceipt = z
  .object({
    batchId: z.uuid(),
    chunk: z.string().describe('The `Idempotency-Key` that names the chunk.'),
    accepted: z.int(),
    refused: z.int(),
    verdicts: z.array(batchVerdict).describe('One per item, in their order.'),
  })
  .meta({
    id: 'ChunkReceipt',
    examples: [
      { batchId: example.id, chunk: 'chunk-17', accepted: 2, refused: 0, verdicts: exampleVerdicts },
    ],
  })

/** Answer of `POST /v1/batches/:id/items`. */
export type ChunkReceipt = z.infer<typeof chunkReceipt>

/** Query of `GET /v1/batches`. */
export const listBatchesQuery = z.strictObject({
  limit: pageLimit('Batches'),
  cursor: z.string().max(512).optional().describe('`nextCursor` of the page before.'),
})

/** One page of batches, newest first. */
export const batchPage = z
  .object({ data: z.array(batchSummary), nextCursor: z.string().nullable() })
  .meta({ id: 'BatchPage', examples: [examplePage(batchSummary)] })
