import { homeNumberOf } from '@heliograph/delivery/accounts/routing'
import { findInbound, type InboundRow, listInbound } from '@heliograph/delivery/consent/inbound-queries'
import { maskContent, maskNumber } from '@heliograph/delivery/history/mask-content'
import { readRecipient } from '@heliograph/delivery/history/read-recipient'
import {
  type InboundView,
  inboundPage,
  inboundView,
  listInboundQuery,
} from '@heliograph/shared/contracts/inbound'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { canReadContent } from '../content-access.ts'
import { getTenantId, installationId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { nextPageCursor, readPageCursor } from './page-cursor.ts'

const common = { tags: ['consent'] }

const listSchema = {
  ...common,
  operationId: 'listInbound',
  summary: 'List inbound messages, newest first',
  description:
    'What recipients wrote to the senders, for the tenant that had written to them last. An operator who names no ' +
    'tenant sees those that nobody had written to.',
  querystring: listInboundQuery,
  response: { 200: inboundPage, ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems) },
}
const oneSchema = {
  ...common,
  operationId: 'getInbound',
  summary: 'Read one inbound message',
  params: z.object({
    id: z
      .guid()
      .toLowerCase()
      .describe('Id of the inbound message.')
      .meta({ example: '019a9c3e-5b79-7f10-8c55-6a0be2b4d901' }),
  }),
  response: { 200: inboundView, ...problemResponses('inbound_not_found', ...accessProblems) },
}

/** GET /inbound and /inbound/:id, within the tenant of the key; operators also see what is nobody's. */
export const inbound: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const config = { scope: 'messages:read', reach: 'both' } as const

  app.get('/inbound', { schema: listSchema, config }, async (request) => {
    const { limit, cursor, receivedFrom, receivedTo } = request.query
    const [from, to] = [readAddress(deps, request.query.from), readAddress(deps, request.query.to)]
    const filter = ['inbound', from ?? null, to ?? null, receivedFrom ?? null, receivedTo ?? null]
    const scope = { tenantId: getTenantId(request), filter }
    const page = await listInbound(deps, {
      tenantId: ownerOf(scope.tenantId),
      limit,
      from,
      to,
      beforeId: readPageCursor(deps, scope, cursor),
      receivedFrom: receivedFrom === undefined ? undefined : new Date(receivedFrom),
      receivedTo: receivedTo === undefined ? undefined : new Date(receivedTo),
    })
    return {
      data: page.rows.map((row) => view(row, canReadContent(request))),
      nextCursor: nextPageCursor(deps, scope, page),
    }
  })

  app.get('/inbound/:id', { schema: oneSchema, config }, async (request) => {
    const { id } = request.params
    noteFacts(request, { inboundId: id })
    const row = await findInbound(deps, { tenantId: ownerOf(getTenantId(request)), id })
    if (row === undefined) throw new Refusal('inbound_not_found', 'check the id')
    return view(row, canReadContent(request))
  })
  done()
}

function ownerOf(tenantId: string): string | null {
  return tenantId === installationId ? null : tenantId
}

/** Numbers in any usual spelling; short codes and other addresses as they are. */
function readAddress({ routing }: ApiDeps, text: string | undefined): string | undefined {
  return text && (readRecipient(text, homeNumberOf(routing)) ?? text)
}

function view({ optOutType: _, receivedAt, ...row }: InboundRow, isContentShown: boolean): InboundView {
  const masked = maskContent({ ...row, receivedAt: receivedAt.toISOString() }, isContentShown)
  return {
    ...masked,
    from: isContentShown ? row.from : maskNumber(row.from),
    mediaUrls: [...masked.mediaUrls],
  }
}
