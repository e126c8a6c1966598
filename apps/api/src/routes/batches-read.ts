import { countBatch, listBatches } from '@heliograph/delivery/batches/batch-queries'
import { batchPage, batchView, listBatchesQuery } from '@heliograph/shared/contracts/batches'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { batchParams, getBatch, readBatchKey } from '../batches/batch-request.ts'
import { summarizeBatch, viewBatch } from '../batches/view-batch.ts'
import { getTenantId } from '../plugins/auth.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { nextPageCursor, readPageCursor } from './page-cursor.ts'

const common = { tags: ['batches'], security: [{ apiKey: [] }] }

const oneSchema = {
  ...common,
  operationId: 'getBatch',
  summary: 'Read a batch with its progress',
  params: batchParams,
  response: { 200: batchView, ...problemResponses('batch_not_found', ...accessProblems) },
}
const listSchema = {
  ...common,
  operationId: 'listBatches',
  summary: 'List batches, newest first',
  querystring: listBatchesQuery,
  response: { 200: batchPage, ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems) },
}

/** GET /batches/:id and /batches, within the tenant of the key. */
export const batchesRead: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const config = { scope: 'messages:read' } as const
  app.get('/batches/:id', { schema: oneSchema, config }, async (request) => {
    const key = readBatchKey(request)
    const batch = await getBatch(deps, key)
    return viewBatch(batch, await countBatch(deps.db, key))
  })

  app.get('/batches', { schema: listSchema, config }, async (request) => {
    const { limit, cursor } = request.query
    const scope = { tenantId: getTenantId(request), filter: ['batches'] }
    const beforeId = readPageCursor(deps, scope, cursor)
    const page = await listBatches(deps.db, { tenantId: scope.tenantId, limit, beforeId })
    return { data: page.rows.map(summarizeBatch), nextCursor: nextPageCursor(deps, scope, page) }
  })
  done()
}
