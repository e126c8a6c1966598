import type { AcceptedMessage } from '@heliograph/shared/contracts/messages'
import type { Db, Tx } from '../db/db.ts'
import type { AcceptItem } from './accept-item.ts'

/** The first answer to a request with the same key, or that the key came with another body. */
export type Replay =
  | { readonly kind: 'replayed'; readonly message: AcceptedMessage }
  | { readonly kind: 'key_reused' }

// Answers that were kept by an earlier release do not have these yet.
const addedFields = { priority: 'normal', sendAt: null, possibleDuplicateOf: null, error: null } as const

/** Reads what was answered to the items' keys before, by id of the item. An item whose key is not kept has none. */
export async function replayAcceptances(
  db: Db | Tx,
  items: readonly AcceptItem[],
): Promise<Map<string, Replay>> {
  if (items.length === 0) return new Map()
  const rows = await db.$queryRaw<{ id: string; sameRequest: boolean; answer: AcceptedMessage }[]>`
    SELECT asked.id, kept.request_hash = decode(asked.request_hash, 'hex') AS "sameRequest",
      kept.response_body AS answer
    FROM jsonb_to_recordset(${JSON.stringify(items.map(asRecord))}::jsonb)
        AS asked (id uuid, tenant_id uuid, route text, key text, request_hash text)
      JOIN idempotency_key kept
        ON kept.tenant_id = asked.tenant_id AND kept.route = asked.route AND kept.key = asked.key`
  return new Map(
    rows.map(({ id, sameRequest, answer }): [string, Replay] => [
      id,
      sameRequest ? { kind: 'replayed', message: { ...addedFields, ...answer } } : { kind: 'key_reused' },
    ]),
  )
}

function asRecord({ id, tenantId, idempotency }: AcceptItem) {
  // A message without a key is always stored: no other row can be in its way.
  if (idempotency === undefined) throw new Error('the message was not stored')
  const requestHash = Buffer.from(idempotency.requestHash).toString('hex')
  return {
    id,
    tenant_id: tenantId,
    route: idempotency.route,
    key: idempotency.key,
    request_hash: requestHash,
  }
}
