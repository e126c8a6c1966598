import type { Db, Tx } from '@heliograph/delivery/db/db'
import { type WriteClaim, type Written, writeOnce } from '@heliograph/delivery/idempotency/write-once'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hashRequest, readIdempotencyKey } from './idempotency-key.ts'
import { getTenantId } from './plugins/auth.ts'
import { noteFacts } from './plugins/request-log.ts'
import { Refusal } from './problems/refusal.ts'

/** Headers of a write. Loose, because what a schema of headers does not name is dropped from the request. */
export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .describe('1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.')
    .meta({ examples: ['0199f3c2-7a01-7b2e-8c3d-5e6f70819203'] }),
})

/** What every write with an Idempotency-Key may answer; for `problemResponses`. */
export const idempotencyProblems = ['idempotency_in_flight', 'idempotency_key_reused'] as const

/**
 * Runs a write of a route that takes an Idempotency-Key (IETF httpapi draft): the write and its answer are one
 * transaction, and the same request with the same key gets that answer again with `Idempotent-Replayed: true`. A
 * refusal that `write` throws rolls all back and uses up no key. `route` names the operation, such as
 * `POST /v1/keys`; path parameters, query and body together are the request. Throws `idempotency_key_reused` (422)
 * and `idempotency_in_flight` (409). Send what it answers: `reply.code(answer.status).send(answer.body)`.
 */
export async function idempotent<Status extends number, Body>(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: { readonly db: Db },
  route: string,
  write: (tx: Tx) => Promise<Written<Status, Body>>,
): Promise<{ readonly status: Status; readonly body: Body; readonly isReplayed: boolean }> {
  const claim = readClaim(request, route)
  const result = await writeOnce(deps.db, claim, write)
  if (claim !== undefined) noteFacts(request, { idempotency: result.kind })
  if (!('status' in result)) throw refuseKey(result.kind)
  const isReplayed = result.kind === 'replayed'
  if (isReplayed) reply.header('idempotent-replayed', 'true')
  return { status: result.status, body: result.body, isReplayed }
}

/** The refusal of a request whose key came with another request, or whose twin is still being written. */
export function refuseKey(kind: 'key_reused' | 'in_flight'): Refusal {
  return kind === 'key_reused'
    ? new Refusal('idempotency_key_reused', 'the key came with another body before; make a new key')
    : new Refusal('idempotency_in_flight', 'try again in a second to get its answer', {
        headers: { 'retry-after': '1' },
      })
}

function readClaim(request: FastifyRequest, route: string): WriteClaim | undefined {
  const key = readIdempotencyKey(request.headers['idempotency-key'])
  if (key === undefined) return undefined
  const { params, query, body } = request
  return { tenantId: getTenantId(request), route, key, requestHash: hashRequest({ params, query, body }) }
}
