import { findRefusedRequest, listRefusedRequests } from '@heliograph/delivery/reports/refused-requests'
import type { CursorScope } from '@heliograph/delivery/secrets/cursor'
import {
  type ListRequestsQuery,
  listRequestsQuery,
  refusedRequest,
  refusedRequestPage,
} from '@heliograph/shared/contracts/requests'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { getTenantId } from '../plugins/auth.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { viewRefused } from '../refused-view.ts'
import { readPageCursor, writePageCursor } from './page-cursor.ts'

const common = { tags: ['reports'], security: [{ apiKey: [] }] }

const listSchema = {
  ...common,
  operationId: 'listRefusedRequests',
  summary: 'List refused requests, newest first',
  description:
    'Every write that was answered with 400 to 429 after its key was accepted, for 14 days, without its content: ' +
    'the answers name fields and rules, never values. Written within a second or two, and lost while the database is away.',
  querystring: listRequestsQuery,
  response: {
    200: refusedRequestPage,
    ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems),
  },
}
const oneSchema = {
  ...common,
  operationId: 'getRefusedRequest',
  summary: 'Read one refused request',
  params: z.object({
    requestId: z
      .string()
      .max(100)
      .describe('`requestId` of the problem that was answered.')
      .meta({ example: '0199f3c2-7a01-7b2e-8c3d-5e6f70819203' }),
  }),
  response: { 200: refusedRequest, ...problemResponses('request_not_found', ...accessProblems) },
}

/** GET /requests and /requests/:requestId, within the tenant of the key. */
export const requests: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const config = { scope: 'messages:read' } as const

  app.get('/requests', { schema: listSchema, config }, async (request) => {
    const { limit, cursor, code, status, route } = request.query
    const scope = scopeOf(getTenantId(request), request.query)
    const page = await listRefusedRequests(deps, {
      tenantId: scope.tenantId,
      limit,
      code,
      status,
      route,
      from: toDate(request.query.from),
      to: toDate(request.query.to),
      beforeId: readPageCursor(deps, scope, cursor),
    })
    const nextId = page.hasMore ? page.rows.at(-1)?.requestId : undefined
    return { data: page.rows.map(viewRefused), nextCursor: writePageCursor(deps, scope, nextId) }
  })

  app.get('/requests/:requestId', { schema: oneSchema, config }, async (request) => {
    const id = request.params.requestId.toLowerCase()
    const key = { tenantId: getTenantId(request), id }
    const row = z.guid().safeParse(id).success ? await findRefusedRequest(deps, key) : undefined
    if (row === undefined) {
      throw new Refusal(
        'request_not_found',
        'check the id; only refused writes are kept, for 14 days, and shown after a second or two',
      )
    }
    return viewRefused(row)
  })
  done()
}

function scopeOf(tenantId: string, query: ListRequestsQuery): CursorScope {
  const { code, status, route, from, to } = query
  const filter = [
    code ?? null,
    status === undefined ? null : String(status),
    route ?? null,
    from ?? null,
    to ?? null,
  ]
  return { tenantId, filter: ['requests', ...filter] }
}

function toDate(instant: string | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant)
}
