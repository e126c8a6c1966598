import type { ResolveMessageBody } from '@heliograph/shared/contracts/messages'
import type { Db } from '../db/db.ts'

/** Who says what became of a message. */
export type Resolution = ResolveMessageBody & {
  readonly tenantId: string
  readonly messageId: string
  /** Id of the API key that says so. */
  readonly author: string
}

/**
 * Settles an `unknown` message by a person's word, as an event with its author. Its rank stays 0, so
 * that a receipt that comes later is still believed more. A provider id is kept for the message, and bound to its
 * attempt when only one can have made it; otherwise the first receipt that names its attempt binds it.
 * `not_unknown`: the message is no longer, or never was, unknown. `taken`: the provider id belongs to another message.
 */
export async function resolveUnknown(
  db: Db,
  resolution: Resolution,
): Promise<'resolved' | 'not_found' | 'not_unknown' | 'taken'> {
  const { tenantId, messageId, outcome, author, note } = resolution
  const providerId = resolution.providerId ?? null
  const data = JSON.stringify({ outcome, author, note })
  const rows = await db.$queryRaw<{ found: boolean; wasUnknown: boolean; resolved: boolean }[]>`
    WITH target AS (
      SELECT id, status, fence, provider_account_id FROM mms_log
      WHERE id = ${messageId}::uuid AND tenant_id = ${tenantId}::uuid FOR UPDATE
    ), maker AS (
      SELECT min(t.n) AS n FROM mms_attempt t JOIN target ON t.message_id = target.id
      WHERE ${providerId}::text IS NOT NULL AND t.provider_id IS NULL AND t.state IN ('open', 'ambiguous', 'absent')
      HAVING count(*) = 1
    ), ref AS (
      INSERT INTO provider_ref (provider_account_id, provider_id, tenant_id, message_id, n)
      SELECT provider_account_id, ${providerId}, ${tenantId}::uuid, id, coalesce((SELECT n FROM maker), fence)
      FROM target WHERE status = 'unknown' AND ${providerId}::text IS NOT NULL
      ON CONFLICT (provider_account_id, provider_id) DO UPDATE SET n = provider_ref.n
        WHERE provider_ref.message_id = EXCLUDED.message_id
      RETURNING n
    ), moved AS (
      UPDATE mms_log m SET status = ${outcome}, provider_id = coalesce(${providerId}, m.provider_id),
        next_at = NULL, final_at = now(), version = m.version + 1,
        delivered_at = CASE WHEN ${outcome} = 'delivered' THEN now() END,
        sent_at = CASE WHEN ${outcome} IN ('sent', 'delivered') THEN coalesce(m.sent_at, now()) END
      FROM target
      WHERE m.id = target.id AND target.status = 'unknown'
        AND (${providerId}::text IS NULL OR EXISTS (SELECT 1 FROM ref))
      RETURNING m.*
    ), attempt AS (
      UPDATE mms_attempt t SET state = 'accepted', provider_id = ${providerId}
      FROM moved, maker JOIN ref USING (n) WHERE t.message_id = moved.id AND t.n = maker.n
    ), event AS (
      INSERT INTO mms_event
        (message_id, version, tenant_id, type, status, rank, attempt, provider_id, error_code, error_class, data)
      SELECT id, version, tenant_id, 'message.resolved', status, rank,
        CASE WHEN ${providerId}::text IS NULL THEN fence ELSE (SELECT n FROM maker) END, provider_id, error_code,
        error_class, ${data}::jsonb
      FROM moved
    )
    SELECT true AS found, status = 'unknown' AS "wasUnknown", EXISTS (SELECT 1 FROM moved) AS resolved FROM target`
  const row = rows[0]
  if (row === undefined) return 'not_found'
  if (row.resolved) return 'resolved'
  return row.wasUnknown ? 'taken' : 'not_unknown'
}
