import { type AuditSource, writeAudit } from '@heliograph/delivery/audit/write-audit'
import type { BatchKey } from '@heliograph/delivery/batches/batch-row'
import { type BatchAction, controlBatch } from '@heliograph/delivery/batches/control-batch'
import type { Tx } from '@heliograph/delivery/db/db'
import { type BatchSummary, batchSummary } from '@heliograph/shared/contracts/batches'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { readAuditSource } from '../audit-source.ts'
import { batchCanceled, batchNotFound, batchParams, readBatchKey } from '../batches/batch-request.ts'
import { summarizeBatch } from '../batches/view-batch.ts'
import { idempotencyHeaders, idempotent } from '../idempotent-write.ts'
import { writeProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'

const words: Record<BatchAction, { readonly summary: string; readonly description: string }> = {
  pause: {
    summary: 'Pause a batch',
    description:
      'No message of the batch is handed over any more; what is being handed over at this moment goes through. Items ' +
      'can still be appended. Messages keep their `expiresAt`: a pause that lasts longer ends them as `expired`.',
  },
  resume: {
    summary: 'Go on with a paused batch',
    description: 'Waiting messages are sent again, scheduled ones at their own time.',
  },
  cancel: {
    summary: 'Cancel a batch',
    description:
      'For good. No message of the batch is handed over any more; those that wait become `canceled` within moments. ' +
      'What is with the carrier cannot be taken back.',
  },
}

const writeErrors = ['batch_not_found', ...writeProblems] as const

/** POST /batches/:id/pause, /resume and /cancel. Doing one again changes nothing. */
export const batchesControl: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  for (const action of ['pause', 'resume', 'cancel'] as const) {
    const schema = {
      ...words[action],
      operationId: `${action}Batch`,
      tags: ['batches'],
      security: [{ apiKey: [] }],
      headers: idempotencyHeaders,
      params: batchParams,
      response: {
        200: batchSummary,
        ...problemResponses(...writeErrors, ...(action === 'cancel' ? [] : (['batch_canceled'] as const))),
      },
    }
    app.post(
      `/batches/:id/${action}`,
      { schema, config: { scope: 'messages:write' } },
      async (request, reply) => {
        const key = readBatchKey(request)
        const route = `POST /v1/batches/:id/${action}`
        const answer = await idempotent(request, reply, deps, route, async (tx) => ({
          status: 200,
          body: await control(tx, { key, action }, readAuditSource(request)),
        }))
        return reply.code(answer.status).send(answer.body)
      },
    )
  }
  done()
}

const audited = { pause: 'batch.paused', resume: 'batch.resumed', cancel: 'batch.canceled' } as const

/** Who stopped a batch is asked for later; what changes nothing is not worth a line. */
async function control(
  tx: Tx,
  { key, action }: { readonly key: BatchKey; readonly action: BatchAction },
  source: AuditSource,
): Promise<BatchSummary> {
  const result = await controlBatch(tx, key, action)
  if (result.kind === 'not_found') throw batchNotFound()
  if (result.kind === 'canceled') throw batchCanceled()
  if (result.kind === 'changed') {
    await writeAudit(tx, { ...source, tenantId: key.tenantId, action: audited[action], target: key.id })
  }
  return summarizeBatch(result.batch)
}
