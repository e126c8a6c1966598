import { type BatchAction, controlBatch } from '@heliograph/delivery/batches/control-batch'
import { batchSummary } from '@heliograph/shared/contracts/batches'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { batchCanceled, batchNotFound, batchParams, readBatchKey } from '../batches/batch-request.ts'
import { summarizeBatch } from '../batches/view-batch.ts'
import { idempotencyHeaders, idempotencyProblems, idempotent } from '../idempotent-write.ts'
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

const writeErrors = [
  'invalid_request',
  'malformed_body',
  'key_in_url',
  'unauthorized',
  'scope_missing',
  'batch_not_found',
  ...idempotencyProblems,
  'payload_too_large',
  'unsupported_media_type',
  'database_unavailable',
] as const

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
        const answer = await idempotent(
          request,
          reply,
          deps,
          `POST /v1/batches/:id/${action}`,
          async (tx) => {
            const result = await controlBatch(tx, key, action)
            if (result.kind === 'not_found') throw batchNotFound()
            if (result.kind === 'canceled') throw batchCanceled()
            return { status: 200 as const, body: summarizeBatch(result.batch) }
          },
        )
        return reply.code(answer.status).send(answer.body)
      },
    )
  }
  done()
}
