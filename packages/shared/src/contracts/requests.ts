import { z } from 'zod'
import { pageLimit, queryNumber } from './query-number.ts'

const instant = z.iso.datetime({ offset: true }).describe('RFC 3339.')

/** A write that was refused. It names the fields that were wrong and never what they held. */
export const refusedRequest = z
  .object({
    requestId: z.uuid().describe('`requestId` of the problem that was answered, also in `X-Request-Id`.'),
    at: z.iso.datetime().describe('RFC 3339, UTC.'),
    method: z.string(),
    route: z.string().describe('Pattern of the route, for example `/v1/messages`.'),
    status: z.int(),
    code: z.string().describe('Problem code, for example `invalid_request`.'),
    title: z.string().describe('What the code means.'),
    problems: z.array(z.object({ field: z.string(), rule: z.string() })),
    keyId: z.uuid().nullable().describe('The API key that was used.'),
  })
  .meta({
    id: 'RefusedRequest',
    examples: [
      {
        requestId: '0199f3c2-7a01-7b2e-8c3d-5e6f70819203',
        at: '2026-11-21T12:00:00.000Z',
        method: 'POST',
        route: '/v1/messages',
        status: 400,
        code: 'invalid_request',
        title: 'The request breaks a rule',
        problems: [{ field: 'to', rule: 'e164' }],
        keyId: '0199f3c2-1111-7b2e-8c3d-5e6f70819203',
      },
    ],
  })

/** A write that was refused. */
export type RefusedRequestView = z.infer<typeof refusedRequest>

/** Query of `GET /v1/requests`. */
export const listRequestsQuery = z.strictObject({
  limit: pageLimit('Requests'),
  cursor: z.string().max(512).optional().describe('`nextCursor` of the page before.'),
  code: z
    .string()
    .regex(/^[a-z_]{1,64}$/, 'is not a problem code; write it like invalid_request')
    .optional()
    .describe('One problem code.')
    .meta({ example: 'invalid_request' }),
  status: queryNumber(400, 429).optional().describe('One HTTP status.').meta({ example: 400 }),
  route: z
    .string()
    .max(200)
    .regex(/^\/[A-Za-z0-9/:_-]*$/, 'is not a route; write it like /v1/messages')
    .optional()
    .describe('One route, as its pattern.')
    .meta({ example: '/v1/messages' }),
  from: instant
    .optional()
    .describe('Refused at or after this time.')
    .meta({ example: '2026-11-20T00:00:00Z' }),
  to: instant.optional().describe('Refused before this time.').meta({ example: '2026-11-21T00:00:00Z' }),
})

/** Query of `GET /v1/requests`. */
export type ListRequestsQuery = z.infer<typeof listRequestsQuery>

/** One page of refused requests, newest first. */
export const refusedRequestPage = z
  .object({ data: z.array(refusedRequest), nextCursor: z.string().nullable() })
  .meta({ id: 'RefusedRequestPage', examples: [{ data: [], nextCursor: null }] })
