import { z } from 'zod'
import { examplePage } from './example-page.ts'
import { e164Pattern } from './messages.ts'
import { pageLimit } from './query-number.ts'
import { cleanText } from './text-rules.ts'

/** How an opt-out came about. */
export const suppressionReasons = ['opt_out_keyword', 'provider_code', 'api'] as const

const e164 = z.string().regex(e164Pattern, 'is not an E.164 number; write it like +15558675310')
const address = z.string().min(1).max(64)
const instant = z.iso.datetime().describe('RFC 3339, UTC.')

/** Body of `POST /v1/suppressions`. */
export const createSuppressionBody = z
  .strictObject({
    recipient: e164.describe('Who must not be written to, in E.164.'),
    sender: address
      .optional()
      .describe(
        'From which of the configured senders: a number or messaging service. Default: from none of them.',
      ),
    note: cleanText(500).min(1).optional().describe('How it became known; kept as evidence.'),
  })
  .meta({
    id: 'CreateSuppression',
    examples: [{ recipient: '+15558675310', note: 'asked by phone on 2 November' }],
  })

/** Body of `POST /v1/suppressions`. */
export type CreateSuppressionBody = z.infer<typeof createSuppressionBody>

const example = {
  id: '019a9c3e-5b7a-7cc1-9a3f-1f0c8f6f2b11',
  recipient: '+15558675310',
  sender: '+15005550006',
  shared: true,
  reason: 'opt_out_keyword',
  detail: 'STOP',
  messageId: null,
  inboundId: '019a9c3e-5b79-7f10-8c55-6a0be2b4d901',
  createdAt: '2026-11-20T09:30:00.000Z',
  createdBy: null,
  removedAt: null,
  removedBy: null,
  removedInboundId: null,
  contentMasked: false,
} as const

/** One opt-out. Lifting it keeps it: removedAt is set then. */
export const suppressionView = z
  .object({
    id: z.uuid(),
    recipient: z.string(),
    sender: z.string().nullable().describe('Null: from all senders.'),
    shared: z
      .boolean()
      .describe('True when it binds every tenant that uses the sender: the recipient wrote STOP to it.'),
    reason: z
      .enum(suppressionReasons)
      .describe('A keyword of the recipient, an opt-out code of the carrier, or this API.'),
    detail: z.string().nullable().describe('The keyword, the code, or the note.'),
    messageId: z.uuid().nullable().describe('Message that the carrier refused.'),
    inboundId: z.uuid().nullable().describe('Inbound message with the keyword.'),
    createdAt: instant,
    createdBy: z.uuid().nullable().describe('API key that set it.'),
    removedAt: instant.nullable(),
    removedBy: z.uuid().nullable().describe('API key that lifted it.'),
    removedInboundId: z.uuid().nullable().describe('Inbound START that lifted it.'),
    contentMasked: z.boolean().describe('True when the key lacks `content:read`: numbers are masked.'),
  })
  .meta({ id: 'Suppression', examples: [example] })

/** One opt-out. */
export type SuppressionView = z.infer<typeof suppressionView>

/** Query of `GET /v1/suppressions`. */
export const listSuppressionsQuery = z.strictObject({
  limit: pageLimit('Opt-outs'),
  cursor: z.string().max(512).optional().describe('`nextCursor` of the page before.'),
  recipient: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe('One number, whole, in any usual spelling. May be asked without `content:read`.'),
  sender: address.optional().describe('Those of one sender; opt-outs from all senders are left out.'),
  includeRemoved: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true` shows those that were lifted, too: the evidence.'),
})

/** Query of `GET /v1/suppressions`. */
export type ListSuppressionsQuery = z.infer<typeof listSuppressionsQuery>

/** One page of opt-outs, newest first. */
export const suppressionPage = z
  .object({ data: z.array(suppressionView), nextCursor: z.string().nullable() })
  .meta({ id: 'SuppressionPage', examples: [examplePage(suppressionView)] })

/** Answer of `DELETE /v1/suppressions/:id`. */
export const removedSuppression = z
  .object({
    suppression: suppressionView,
    warnings: z
      .array(z.object({ code: z.string(), field: z.string(), message: z.string() }))
      .describe('`carrier_still_blocks`: the carrier goes on refusing until the recipient writes START.'),
  })
  .meta({ id: 'RemovedSuppression', examples: [{ suppression: example, warnings: [] }] })

/** Answer of `DELETE /v1/suppressions/:id`. */
export type RemovedSuppression = z.infer<typeof removedSuppression>
