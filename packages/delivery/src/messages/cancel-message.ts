import type { MessageStatus } from '@heliograph/shared/domain/status'
import type { Db, Tx } from '../db/db.ts'

/** Where a message stands when it is canceled or cannot be. Times are null until they happened. */
export type CancelFacts = {
  readonly status: MessageStatus
  readonly reference: string | null
  readonly startedAt: Date | null
  readonly submittedAt: Date | null
  readonly finalAt: Date | null
}

/**
 * `canceled`: it is, now or since an earlier cancel; its status is `failed` where the provider took it back. `too_late`:
 * it was handed over or has ended otherwise.
 */
export type CancelResult =
  | {
      readonly kind: 'canceled'
      readonly status: 'canceled' | 'failed'
      readonly canceledAt: Date
      readonly reference: string | null
    }
  | { readonly kind: 'too_late'; readonly facts: CancelFacts }
  | { readonly kind: 'not_found' }

/**
 * Cancels a message that is not handed to a provider yet, with its event, in one statement: of a cancel and a claim
 * at the same time exactly one wins. An earlier attempt of a retrying message certainly did not send it.
 */
export async function cancelMessage(
  db: Db | Tx,
  key: { readonly tenantId: string; readonly id: string },
): Promise<CancelResult> {
  const moved = await db.$queryRaw<{ canceledAt: Date; reference: string | null }[]>`
    WITH moved AS (
      UPDATE mms_log SET status = 'canceled', next_at = NULL, error_code = NULL, error_class = NULL,
        final_at = now(), version = version + 1
      WHERE id = ${key.id}::uuid AND tenant_id = ${key.tenantId}::uuid
        AND status IN ('scheduled', 'queued', 'retrying')
      RETURNING id, tenant_id, version, status, rank, final_at, reference
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
      SELECT id, version, tenant_id, 'message.canceled', status, rank FROM moved
    )
    SELECT final_at AS "canceledAt", reference FROM moved`
  const canceled = moved[0]
  return canceled === undefined ? explain(db, key) : { kind: 'canceled', status: 'canceled', ...canceled }
}

async function explain(
  db: Db | Tx,
  key: { readonly tenantId: string; readonly id: string },
): Promise<CancelResult> {
  const rows = await db.$queryRaw<(CancelFacts & { isCanceled: boolean })[]>`
    SELECT m.status, m.error_class IS NOT DISTINCT FROM 'canceled' AS "isCanceled", m.reference, m.submitted_at AS "submittedAt", m.final_at AS "finalAt",
      (SELECT t.started_at FROM mms_attempt t WHERE t.message_id = m.id AND t.n = m.fence) AS "startedAt"
    FROM mms_log m WHERE m.id = ${key.id}::uuid AND m.tenant_id = ${key.tenantId}::uuid`
  const [row] = rows
  if (row === undefined) return { kind: 'not_found' }
  const { isCanceled, ...facts } = row
  const { status, finalAt, reference } = facts
  if (finalAt !== null && (status === 'canceled' || (status === 'failed' && isCanceled))) {
    return { kind: 'canceled', status, canceledAt: finalAt, reference }
  }
  return { kind: 'too_late', facts }
}
