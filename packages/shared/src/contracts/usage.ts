import { z } from 'zod'

const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'is not a month; write it like 2026-11')
  .meta({ example: '2026-11' })

const usageGroups = ['month', 'tenant', 'sender', 'tag'] as const

/** Query of `GET /v1/usage`. */
export const usageQuery = z.strictObject({
  from: month.optional().describe('First month, in UTC. Default: `to`.'),
  to: month.optional().describe('Last month, included. Default: this month.'),
  groupBy: z
    .enum(usageGroups)
    .default('month')
    .describe('What each month is split by. A message with several tags counts for each of them.')
    .meta({ example: 'sender' }),
})

/** Query of `GET /v1/usage`. */
export type UsageQuery = z.infer<typeof usageQuery>

const amount = z.object({ currency: z.string(), amount: z.string(), messages: z.int() })

/** What a group of messages came to. */
export const usageLine = z
  .object({
    month,
    tenant: z.object({ id: z.string(), name: z.string() }).optional().describe('With `groupBy=tenant`.'),
    sender: z.string().optional().describe('With `groupBy=sender`.'),
    tag: z.string().nullable().optional().describe('With `groupBy=tag`; null: messages without tags.'),
    messages: z.int().describe('Accepted in this month.'),
    handedOver: z.int().describe('Of these, taken by a provider.'),
    segments: z.int().describe('Segments the provider counted, as far as it told.'),
    billed: z
      .array(amount)
      .describe('Prices that providers reported, summed per currency. Decimal text, exact.'),
    unpricedMessages: z
      .int()
      .describe('Handed over, and the provider has told no price yet: the bill can still grow by these.'),
    estimated: z
      .array(amount)
      .describe(
        'Expected prices of unpriced messages: the mean of what the same provider account billed for the same kind of message ' +
          'in the months asked for. Messages of a kind that was not billed yet are not in it.',
      ),
  })
  .meta({ id: 'UsageLine' })

/** What a group of messages came to. */
export type UsageLine = z.infer<typeof usageLine>

/** Answer of `GET /v1/usage`. */
export const usage = z
  .object({
    from: month,
    to: month,
    groupBy: z.enum(usageGroups),
    data: z.array(usageLine).describe('By month, then most messages first; at most 1,000.'),
    isTruncated: z.boolean().describe('True when there were more than 1,000 lines.'),
  })
  .meta({
    id: 'Usage',
    examples: [
      {
        from: '2026-11',
        to: '2026-11',
        groupBy: 'month',
        data: [
          {
            month: '2026-11',
            messages: 1200,
            handedOver: 1190,
            segments: 1190,
            billed: [{ currency: 'USD', amount: '23.6', messages: 1180 }],
            unpricedMessages: 10,
            estimated: [{ currency: 'USD', amount: '0.2', messages: 10 }],
          },
        ],
        isTruncated: false,
      },
    ],
  })

/** Answer of `GET /v1/usage`. */
export type Usage = z.infer<typeof usage>
