import { listSenders } from '@heliograph/delivery/accounts/routing'
import { writeAudit } from '@heliograph/delivery/audit/write-audit'
import { addSuppression } from '@heliograph/delivery/consent/add-suppression'
import { liftSuppression } from '@heliograph/delivery/consent/lift-suppression'
import {
  findSuppression,
  listSuppressions,
  type SuppressionRow,
} from '@heliograph/delivery/consent/suppression-queries'
import type { Tx } from '@heliograph/delivery/db/db'
import {
  createSuppressionBody,
  listSuppressionsQuery,
  removedSuppression,
  suppressionPage,
  suppressionView,
} from '@heliograph/shared/contracts/suppressions'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { readAuditSource } from '../audit-source.ts'
import { canReadContent } from '../content-access.ts'
import { idempotencyHeaders, idempotent } from '../idempotent-write.ts'
import { readNumberFilter } from '../number-filter.ts'
import { getAuth, getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { accessProblems, writeProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal, refuseFields } from '../problems/refusal.ts'
import { carrierWarnings, viewSuppression } from '../suppression-view.ts'
import { nextPageCursor, readPageCursor } from './page-cursor.ts'

const common = { tags: ['consent'] }

const listSchema = {
  ...common,
  operationId: 'listSuppressions',
  summary: 'List opt-outs, newest first',
  description:
    'Who must not be written to. An opt-out that binds every tenant is listed for those that had written to the ' +
    'recipient before, and for any that asks for the very number.',
  querystring: listSuppressionsQuery,
  response: {
    200: suppressionPage,
    ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems),
  },
}
const createSchema = {
  ...common,
  operationId: 'createSuppression',
  summary: 'Set an opt-out',
  description:
    'For opt-outs that came in another way: by phone, mail or a web form. Takes effect at the next hand-over, so that ' +
    'waiting messages become `blocked`. START does not lift it.',
  headers: idempotencyHeaders,
  body: createSuppressionBody,
  response: {
    200: suppressionView.describe('It was set before.'),
    201: suppressionView.describe('It is set now.'),
    ...problemResponses(...writeProblems),
  },
}
const removeSchema = {
  ...common,
  operationId: 'removeSuppression',
  summary: 'Lift an opt-out',
  description:
    'Only with the consent of the recipient. The opt-out is kept as evidence with the key that lifted it. One that ' +
    'binds every tenant is lifted for yours alone.',
  headers: idempotencyHeaders,
  params: z.object({
    id: z
      .guid()
      .toLowerCase()
      .describe('Id of the opt-out.')
      .meta({ example: '019a9c3e-5b7a-7cc1-9a3f-1f0c8f6f2b11' }),
  }),
  response: {
    200: removedSuppression,
    ...problemResponses('suppression_not_found', ...writeProblems),
  },
}

/**
 * GET, POST /suppressions and DELETE /suppressions/:id, within the tenant of the key. Whoever may send may also stop
 * sending to somebody; to lift an opt-out takes the scope `ops`.
 */
export const suppressions: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const read = { scope: 'messages:read' } as const
  app.get('/suppressions', { schema: listSchema, config: read }, async (request) => {
    const { limit, cursor, sender, includeRemoved } = request.query
    const recipient = readNumberFilter(deps, 'recipient', request.query.recipient)
    const scope = {
      tenantId: getTenantId(request),
      filter: ['suppressions', recipient ?? null, sender ?? null, includeRemoved],
    }
    const beforeId = readPageCursor(deps, scope, cursor)
    const { tenantId } = scope
    const page = await listSuppressions(deps, {
      tenantId,
      limit,
      beforeId,
      recipient,
      sender,
      includeRemoved: includeRemoved === 'true',
    })
    return {
      data: page.rows.map((row) => viewSuppression(row, canReadContent(request))),
      nextCursor: nextPageCursor(deps, scope, page),
    }
  })

  const write = { scope: 'messages:write' } as const
  app.post('/suppressions', { schema: createSchema, config: write }, async (request, reply) => {
    const { recipient, sender, note } = request.body
    const { tenantId, keyId } = getAuth(request)
    const senderId = getSenderId(deps, sender)
    const answer = await idempotent(request, reply, deps, 'POST /v1/suppressions', async (tx) => {
      const { id, isNew } = await addSuppression(tx, { tenantId, keyId, senderId, recipient, note })
      const row = await getRow(tx, tenantId, id)
      if (isNew) await audit(tx, request, 'suppression.added', id)
      const body = viewSuppression(row, canReadContent(request))
      return isNew ? { status: 201 as const, body } : { status: 200 as const, body }
    })
    noteFacts(request, { suppressionId: answer.body.id })
    return reply.code(answer.status).send(answer.body)
  })

  const ops = { scope: 'ops' } as const
  app.delete('/suppressions/:id', { schema: removeSchema, config: ops }, async (request, reply) => {
    const { tenantId, keyId } = getAuth(request)
    const { id } = request.params
    noteFacts(request, { suppressionId: id })
    const answer = await idempotent(request, reply, deps, 'DELETE /v1/suppressions/:id', async (tx) => {
      const lifted = await liftSuppression(tx, { tenantId, keyId, id })
      if (lifted === undefined) throw notFound()
      const row = await getRow(tx, tenantId, lifted.id)
      if (lifted.isNews) await audit(tx, request, 'suppression.removed', id)
      const suppression = viewSuppression(row, canReadContent(request))
      return { status: 200 as const, body: { suppression, warnings: carrierWarnings(row) } }
    })
    return reply.code(answer.status).send(answer.body)
  })
  done()
}

async function getRow(tx: Tx, tenantId: string, id: string): Promise<SuppressionRow> {
  const row = await findSuppression({ db: tx }, { tenantId, id })
  if (row === undefined) throw new Error('the opt-out that was just written is not there')
  return row
}

function audit(
  tx: Tx,
  request: FastifyRequest,
  action: 'suppression.added' | 'suppression.removed',
  target: string,
): Promise<void> {
  return writeAudit(tx, { ...readAuditSource(request), tenantId: getTenantId(request), action, target })
}

function getSenderId(deps: ApiDeps, address: string | undefined): string | null {
  if (address === undefined) return null
  const sender = listSenders(deps.routing).find((known) => known.address === address)
  if (sender !== undefined) return sender.id
  const known = listSenders(deps.routing)
    .map((one) => one.address)
    .join(', ')
  const message = `is not a configured sender; these are: ${known}`
  throw refuseFields([{ field: 'sender', rule: 'known_sender', message }])
}

function notFound(): Refusal {
  return new Refusal('suppression_not_found', 'check the id: GET /v1/suppressions lists those of your tenant')
}
