import type { RouteOptions } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'

const text = z.string().optional()

const body = z
  .looseObject({
    to: text,
    body: text,
    text: text,
    message: text,
    destinationPhoneNumber: text,
    messageBody: text,
    mediaUrl: z.union([z.string(), z.array(z.string())]).optional(),
  })
  .meta({
    id: 'CompatMessage',
    examples: [{ to: '+15558675310', body: 'Hello', mediaUrl: 'https://media.example.com/parcel.jpg' }],
  })

const success = z
  .looseObject({ success: z.literal(true), message: z.string() })
  .meta({ id: 'CompatSuccess', examples: [{ success: true, message: 'MMS sent successfully', sid: 'MM…' }] })
const failure = z.looseObject({ error: z.string() }).meta({
  id: 'CompatFailure',
  examples: [{ success: false, message: 'Failed to send MMS', error: 'to is required' }],
})

const operations: Readonly<Record<string, string>> = { '/send-mms': 'sendMms', '/api/send-mms': 'sendMmsApi' }
const summary = 'Send a message in the shape of a guide'
const description =
  'Takes the bodies that the guides of Twilio (`to`, `body`), Plivo (`to`, `text`), Sinch (`to`, `message`) and AWS ' +
  '(`destinationPhoneNumber`, `messageBody`) use, each with `mediaUrl`, one URL or a list, and answers in their shapes. ' +
  'Otherwise it is `POST /v1/messages`, with `Prefer: wait=5` unless the request says otherwise. The id in the answer is ' +
  'ours until the carrier gave its own.'

/**
 * Shows a route of `POST /v1/messages` in the OpenAPI document as what it takes and answers under its other name. What is
 * checked stays as it is.
 */
export function describeCompat(route: RouteOptions): void {
  const toJsonSchema = createJsonSchemaTransform({})
  route.config = {
    ...route.config,
    swaggerTransform: ({ schema, ...rest }) =>
      toJsonSchema({
        ...rest,
        schema: {
          ...schema,
          operationId: operations[rest.url] ?? 'sendMms',
          tags: ['compatibility'],
          summary,
          description,
          body,
          response: responses(schema.response),
        },
      }),
  }
}

/** The same statuses with the guides' bodies, and what is theirs alone. */
function responses(given: unknown): Record<string, unknown> {
  const statuses = Object.keys(typeof given === 'object' && given !== null ? given : {})
  const failures = [...statuses.filter((status) => /^[45]/.test(status)), '422']
  return {
    200: success.describe('A provider took the message.'),
    202: success.describe('The message is durable and on its way.'),
    ...Object.fromEntries(failures.map((status) => [status, failure.describe(reasonOf(status))])),
  }
}

function reasonOf(status: string): string {
  if (status === '422') return 'The carrier refused the message, or the idempotency key was used for another.'
  return status.startsWith('5')
    ? 'Not known to be stored: repeat it with its key.'
    : 'Refused and not stored.'
}
