import { findBatch } from '@heliograph/delivery/batches/batch-queries'
import type { BatchKey, BatchRow } from '@heliograph/delivery/batches/batch-row'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { getTenantId } from '../plugins/auth.ts'
import { sendError } from '../plugins/errors.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { Refusal } from '../problems/refusal.ts'
import { refuseTooLarge } from './refuse-too-many.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Path parameters of the routes of one batch. */
export const batchParams = z.object({
  id: z
    .string()
    .max(100)
    .describe('Id of the batch.')
    .meta({ format: 'uuid', examples: ['0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c'] }),
})

/** Which batch a request names, within the tenant of its key. What cannot be an id names nothing. */
export function readBatchKey(request: FastifyRequest<{ Params: { id: string } }>): BatchKey {
  const { id } = request.params
  if (!uuid.test(id)) throw batchNotFound()
  noteFacts(request, { batchId: id.toLowerCase() })
  return { tenantId: getTenantId(request), id: id.toLowerCase() }
}

/** The batch of this key. Throws `batch_not_found`. */
export async function getBatch({ db }: Pick<ApiDeps, 'db'>, key: BatchKey): Promise<BatchRow> {
  const batch = await findBatch(db, key)
  if (batch === undefined) throw batchNotFound()
  return batch
}

/** The refusal of an id that is not a batch of the tenant. */
export function batchNotFound(): Refusal {
  return new Refusal('batch_not_found', 'check the id: GET /v1/batches lists those of your tenant')
}

/** The refusal of what cannot be done to a canceled batch. */
export function batchCanceled(): Refusal {
  return new Refusal('batch_canceled', 'a batch is canceled for good; make a new one')
}

/** Says the bound of these routes to whoever sends a larger body. */
export function addItemsLimit(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const isTooLarge =
      error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    return sendError(isTooLarge ? refuseTooLarge() : error, request, reply)
  })
}
