import { z } from 'zod'
import { errorClasses } from '../domain/error-class.ts'
import { providerNames } from '../domain/provider-name.ts'
import { examplePage } from './example-page.ts'

/** Who gives an error code: a carrier, or Heliograph itself. */
export const errorProviders = [...providerNames, 'heliograph'] as const

/** One error code a message can show, and what follows from it. */
export const errorEntry = z
  .object({
    code: z.string(),
    provider: z.enum(errorProviders),
    class: z.enum(errorClasses),
    title: z.string(),
    cause: z.string(),
    remedy: z.string(),
    handling: z
      .enum(['tried_again', 'final', 'proven'])
      .describe(
        'What Heliograph does when a hand-over ends with this code: `tried_again` by itself, `final` at once, or `proven`: the truth is found out before anything is sent again. Reported later, in a receipt, it is always final.',
      ),
    holds: z
      .enum(['account', 'sender'])
      .nullable()
      .describe(
        'What rests until a probe gets through: all messages of the account or of the sender. Null: nothing.',
      ),
    usesAttempt: z
      .boolean()
      .describe('Whether such an attempt counts against the most attempts of a message.'),
    documentationUrl: z.string().nullable().describe("The carrier's own page about it."),
  })
  .meta({
    id: 'ErrorEntry',
    examples: [
      {
        code: '21614',
        provider: 'twilio',
        class: 'recipient',
        title: 'Not a mobile number',
        cause: 'The number cannot receive messages.',
        remedy: 'Ask for a mobile number and stop sending to this one.',
        handling: 'final',
        holds: null,
        usesAttempt: true,
        documentationUrl: 'https://www.twilio.com/docs/errors/21614',
      },
    ],
  })

/** One error code a message can show, and what follows from it. */
export type ErrorEntry = z.infer<typeof errorEntry>

/** Query of `GET /v1/errors`. */
export const listErrorsQuery = z.strictObject({
  class: z.enum(errorClasses).optional().describe('Only codes of this class.').meta({ example: 'opt_out' }),
  provider: z
    .enum(errorProviders)
    .optional()
    .describe('Only codes of this provider.')
    .meta({ example: 'twilio' }),
})

/** Query of `GET /v1/errors/:code`. */
export const getErrorQuery = z.strictObject({
  provider: z
    .enum(errorProviders)
    .optional()
    .describe('Whose code it is, where several providers use the same one.')
    .meta({ example: 'twilio' }),
})

/** All codes of a query. */
export const errorList = z
  .object({ data: z.array(errorEntry) })
  .meta({ id: 'ErrorList', examples: [{ data: examplePage(errorEntry).data }] })
