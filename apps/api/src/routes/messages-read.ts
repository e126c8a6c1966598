import { countMessages } from '@heliograph/delivery/history/count-messages'
import { searchMessages } from '@heliograph/delivery/history/search-messages'
import { findMessage, listEvents } from '@heliograph/delivery/messages/message-queries'
import { type Explain, viewEvent, viewMessage } from '@heliograph/delivery/messages/message-view'
import { listMessagesQuery, messagePage } from '@heliograph/shared/contracts/message-search'
import { eventPage, messageView } from '@heliograph/shared/contracts/messages'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { canReadContent } from '../content-access.ts'
import { describeFilter, readMessageFilter } from '../message-filter.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { readPageCursor, writePageCursor } from './page-cursor.ts'

const params = z.object({
  id: z
    .guid()
    .toLowerCase()
    .describe('Id of the message.')
    .meta({ examples: ['01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12'] }),
})
const common = { tags: ['messages'], security: [{ apiKey: [] }] }

const oneSchema = {
  ...common,
  operationId: 'getMessage',
  summary: 'Read one message',
  params,
  response: { 200: messageView, ...problemResponses('message_not_found', ...accessProblems) },
}
const listSchema = {
  ...common,
  operationId: 'listMessages',
  summary: 'Search messages',
  description:
    'All filters that are given must hold. Searching an exact number needs no `content:read`; answers stay masked ' +
    'without it. Where few of very many messages match, a page may be short and still have a `nextCursor`.',
  querystring: listMessagesQuery,
  response: { 200: messagePage, ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems) },
}
const eventsSchema = {
  ...common,
  operationId: 'listMessageEvents',
  summary: 'Read the history of one message, oldest first',
  params,
  response: { 200: eventPage, ...problemResponses('message_not_found', ...accessProblems) },
}

/** GET /messages, /messages/:id and /messages/:id/events, each within the tenant of the key. */
export const messagesRead: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const config = { scope: 'messages:read' } as const
  const explain: Explain = (accountId, code) => deps.providers.get(accountId)?.explain(code)
  const notFound = () => new Refusal('message_not_found', 'check the id')

  app.get('/messages/:id', { schema: oneSchema, config }, async (request) => {
    noteFacts(request, { messageId: request.params.id })
    const row = await findMessage(deps, { tenantId: getTenantId(request), id: request.params.id })
    if (row === undefined) throw notFound()
    return viewMessage(row, explain, canReadContent(request))
  })

  app.get('/messages/:id/events', { schema: eventsSchema, config }, async (request) => {
    noteFacts(request, { messageId: request.params.id })
    const rows = await listEvents(deps, { tenantId: getTenantId(request), id: request.params.id })
    // A stored message always has its first event.
    if (rows.length === 0) throw notFound()
    return { data: rows.map((row) => viewEvent(row, explain)) }
  })

  app.get('/messages', { schema: listSchema, config }, async (request) => {
    const { limit, cursor, order } = request.query
    const filter = readMessageFilter(deps, getTenantId(request), request.query)
    const scope = { tenantId: filter.tenantId, filter: ['messages', order, ...describeFilter(filter)] }
    const afterId = readPageCursor(deps, scope, cursor)
    const page = await searchMessages(deps, { filter, order, limit, afterId })
    const count = request.query.count === 'true' ? await countMessages(deps, filter) : null
    return {
      data: page.rows.map((row) => viewMessage(row, explain, canReadContent(request))),
      nextCursor: writePageCursor(deps, scope, page.nextId),
      count,
    }
  })
  done()
}
