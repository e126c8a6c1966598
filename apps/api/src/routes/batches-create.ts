import { createBatch } from '@heliograph/delivery/batches/create-batch'
import { createBatchBody, createdBatch, maxChunkItems } from '@heliograph/shared/contracts/batches'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { storeAdmitted } from '../batches/admit-items.ts'
import { addItemsLimit } from '../batches/batch-request.ts'
import { checkDefaults, checkItems } from '../batches/check-items.ts'
import { refuseBadItems, refuseVerdicts } from '../batches/refuse-items.ts'
import { maxItemsBytes, refuseTooMany } from '../batches/refuse-too-many.ts'
import { summarizeBatch } from '../batches/view-batch.ts'
import { rulesOf } from '../draft-rules.ts'
import { idempotencyHeaders, idempotent } from '../idempotent-write.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { writeProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { refuseFields } from '../problems/refusal.ts'

const route = 'POST /v1/batches'

const schema = {
  operationId: 'createBatch',
  summary: 'Send many messages as one batch',
  description:
    'Stores up to 1,000 messages in one transaction and answers once they are durable. In mode `all` one bad item ' +
    'refuses the request, and the problem names every bad item. In mode `each` the good items are stored and the ' +
    'answer has a verdict on each. A batch may begin empty and be filled with `POST /v1/batches/:id/items`, up to ' +
    '100,000 messages.',
  tags: ['batches'],
  security: [{ apiKey: [] }],
  headers: idempotencyHeaders,
  body: createBatchBody,
  response: {
    201: createdBatch.describe('The batch and its messages are durable. `Location` names it.'),
    ...problemResponses(
      'batch_refused',
      'quota_exceeded',
      'velocity_exceeded',
      'sender_backlog',
      ...writeProblems,
    ),
  },
}

/** POST /batches: checks every item by itself, stores batch and messages together. */
export const batchesCreate: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  addItemsLimit(app)
  const settings = { schema, bodyLimit: maxItemsBytes, config: { scope: 'messages:write' } } as const
  app.post('/batches', settings, async (request, reply) => {
    const { name, mode, defaults, items: given } = request.body
    if (given.length > maxChunkItems) throw refuseTooMany()
    const tenantId = getTenantId(request)
    const rules = rulesOf(deps, tenantId)
    const wrong = checkDefaults(rules, defaults)
    if (wrong.length > 0) throw refuseFields(wrong)
    const items = checkItems(rules, defaults, given)
    if (mode === 'all') await refuseBadItems(deps.db, tenantId, items)
    const answer = await storeAdmitted(deps, { tenantId, items }, async (refusal) => {
      const written = await idempotent(request, reply, deps, route, async (tx) => {
        if (refusal !== undefined) throw refusal
        const created = await createBatch(tx, deps, { tenantId, name, mode, defaults, items })
        if (created.kind === 'refused') throw refuseVerdicts(created.verdicts)
        const body = { ...summarizeBatch(created.batch), verdicts: [...created.verdicts] }
        return { status: 201 as const, body }
      })
      return { answer: written, stored: written.isReplayed ? undefined : written.body.verdicts }
    })
    noteFacts(request, { batchId: answer.body.id, items: given.length, refused: answer.body.refused })
    return reply.code(answer.status).header('location', answer.body.links.self).send(answer.body)
  })
  done()
}
