import { z } from 'zod'
import { examplePage } from './example-page.ts'
import { pageLimit } from './query-number.ts'

const address = z.string().min(1).max(64)
const instant = z.iso.datetime().describe('RFC 3339, UTC.')

/** A message that somebody wrote to one of the senders. */
export const inboundView = z
  .object({
    id: z.uuid(),
    from: z.string().describe('Who wrote it.'),
    to: z.string().describe('The sender it was written to.'),
    messagingService: z.string().nullable().describe('The messaging service that the sender belongs to.'),
    body: z.string().nullable().describe('Null when masked, or cleared by age.'),
    mediaUrls: z.array(z.string()).describe("At the carrier; fetching them needs the account's credentials."),
    mediaCount: z.int(),
    contentMasked: z
      .boolean()
      .describe('True when the key lacks `content:read`: numbers are masked, text and media left out.'),
    keyword: z.string().nullable().describe('The keyword that was read, as one word in capitals.'),
    action: z
      .enum(['stop', 'start', 'help'])
      .nullable()
      .describe('What it asked for: `stop` added an opt-out, `start` lifted it, `help` did nothing more.'),
    provider: z.string(),
    providerId: z.string().describe("The carrier's id."),
    receivedAt: instant,
  })
  .meta({
    id: 'InboundMessage',
    examples: [
      {
        id: '019a9c3e-5b79-7f10-8c55-6a0be2b4d901',
        from: '+15558675310',
        to: '+15005550006',
        messagingService: null,
        body: 'Stop.',
        mediaUrls: [],
        mediaCount: 0,
        contentMasked: false,
        keyword: 'STOP',
        action: 'stop',
        provider: 'twilio',
        providerId: 'SM0123456789abcdef0123456789abcdef',
        receivedAt: '2026-11-20T09:30:00.000Z',
      },
    ],
  })

/** A message that somebody wrote to one of the senders. */
export type InboundView = z.infer<typeof inboundView>

/** Query of `GET /v1/inbound`. */
export const listInboundQuery = z.strictObject({
  limit: pageLimit('Messages'),
  cursor: z.string().max(512).optional().describe('`nextCursor` of the page before.'),
  from: address
    .optional()
    .describe('Who wrote it: a whole number in any usual spelling. May be asked without `content:read`.'),
  to: address.optional().describe('The sender it was written to.'),
  receivedFrom: z.iso.datetime({ offset: true }).optional().describe('Received at or after this time.'),
  receivedTo: z.iso.datetime({ offset: true }).optional().describe('Received before this time.'),
})

/** Query of `GET /v1/inbound`. */
export type ListInboundQuery = z.infer<typeof listInboundQuery>

/** One page of inbound messages, newest first. */
export const inboundPage = z
  .object({ data: z.array(inboundView), nextCursor: z.string().nullable() })
  .meta({ id: 'InboundPage', examples: [examplePage(inboundView)] })
