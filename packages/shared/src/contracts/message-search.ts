import { z } from 'zod'
import { errorClasses } from '../domain/error-class.ts'
import { providerNames } from '../domain/provider-name.ts'
import { type MessageStatus, messageStatuses } from '../domain/status.ts'
import { examplePage } from './example-page.ts'
import { messageView } from './messages.ts'
import { pageLimit } from './query-number.ts'
import { cleanText } from './text-rules.ts'

const statusNames: ReadonlySet<string> = new Set(messageStatuses)
const isStatus = (name: string): name is MessageStatus => statusNames.has(name)

const statusList = z
  .union([z.string().max(200), z.array(z.string().max(200)).max(messageStatuses.length)])
  .transform((given, context) => {
    const names = [given].flat().flatMap((part) => part.split(',').map((name) => name.trim()))
    const known = names.filter(isStatus)
    if (known.length !== names.length) {
      const message = `must be one of ${messageStatuses.join(', ')}, or several of them with commas`
      context.addIssue({ code: 'custom', message, params: { rule: 'one_of' } })
      return z.NEVER
    }
    return [...new Set(known)].toSorted()
  })

const instant = (words: string) =>
  z.iso
    .datetime({ offset: true, error: 'is not an RFC 3339 time with an offset, like 2026-11-21T12:00:00Z' })
    .optional()
    .describe(words)
    .meta({ example: '2026-11-21T12:00:00Z' })

const lookBack = 'Without `createdFrom`, messages created more than 45 days before it are not looked at.'

/** The filters of `GET /v1/messages`: all that are given must hold. */
export const messageFilterFields = {
  status: statusList
    .optional()
    .describe('One status or several, as a comma list or repeated.')
    .meta({ example: 'failed,undelivered' }),
  to: z
    .string()
    .max(64)
    .optional()
    .describe(
      "Exact recipient in any usual spelling. Without a country code it is read as a number of the default sender's country.",
    )
    .meta({ example: '+1 (555) 867-5310' }),
  from: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Sender the message was given to: a number (in any usual spelling) or a messaging service.')
    .meta({ example: '+15005550006' }),
  provider: z.enum(providerNames).optional().describe('Name of the provider.').meta({ example: 'twilio' }),
  providerId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not a provider id')
    .optional()
    .describe("The carrier's id of the message; that of an earlier attempt is found too.")
    .meta({ example: 'MM0123456789abcdef0123456789abcdef' }),
  errorCode: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,64}$/, 'is not an error code')
    .optional()
    .describe('Code of the error the message shows.')
    .meta({ example: '21610' }),
  errorClass: z.enum(errorClasses).optional().describe('Class of that error.').meta({ example: 'opt_out' }),
  tag: cleanText(64).min(1).optional().describe('A tag of the message.').meta({ example: 'spring' }),
  metadataKey: cleanText(64)
    .min(1)
    .optional()
    .describe('A key of its metadata.')
    .meta({ example: 'orderId' }),
  batch: z
    .guid()
    .toLowerCase()
    .optional()
    .describe('Id of its batch.')
    .meta({ example: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c' }),
  reference: cleanText(128)
    .min(1)
    .optional()
    .describe('Its reference, exactly.')
    .meta({ example: 'order-1042' }),
  createdFrom: instant('Created at this time or later.'),
  createdTo: instant('Created before this time.'),
  sentFrom: instant(`Taken by the carrier (\`sentAt\`) at this time or later. ${lookBack}`),
  sentTo: instant('Taken by the carrier before this time.'),
  finalFrom: instant(`Ended (\`finalAt\`) at this time or later. ${lookBack}`),
  finalTo: instant('Ended before this time.'),
} as const

/** Query of `GET /v1/messages`. */
export const listMessagesQuery = z.strictObject({
  limit: pageLimit('Messages'),
  cursor: z
    .string()
    .max(512)
    .optional()
    .describe('`nextCursor` of the page before, with the same filters and order.'),
  order: z
    .enum(['desc', 'asc'])
    .default('desc')
    .describe('By creation: newest first (`desc`) or oldest first (`asc`).')
    .meta({ example: 'desc' }),
  count: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: the answer counts all messages of the filter, within bounds.')
    .meta({ example: 'false' }),
  ...messageFilterFields,
})

/** Query of `GET /v1/messages`. */
export type ListMessagesQuery = z.infer<typeof listMessagesQuery>

/** The filters of a query, as they were read. */
export type MessageFilterQuery = Pick<ListMessagesQuery, keyof typeof messageFilterFields>

/** One page of messages in the order that was asked for. */
export const messagePage = z
  .object({
    data: z.array(messageView),
    nextCursor: z
      .string()
      .nullable()
      .describe('Continues the list; null at its end. A page can be short, or empty, and have one.'),
    count: z
      .string()
      .nullable()
      .describe(
        'With `count=true`: how many messages the filter has, as text. `10000+` says more than 10,000; `37+` says that 37 were found before counting became too long. Otherwise null.',
      ),
  })
  .meta({ id: 'MessagePage', examples: [{ ...examplePage(messageView), count: null }] })
