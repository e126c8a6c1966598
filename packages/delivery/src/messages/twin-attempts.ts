import type { Db } from '../db/db.ts'
import type { ListedMessage } from '../providers/provider.ts'
import type { AmbiguousRow } from './ambiguous-rows.ts'

/** The listed messages whose provider id is bound to no attempt yet, in the order given. */
export async function findUnbound(
  db: Db,
  row: AmbiguousRow,
  listed: readonly ListedMessage[],
): Promise<ListedMessage[]> {
  if (listed.length === 0) return []
  const ids = listed.map((message) => message.providerId)
  const bound = await db.$queryRaw<{ providerId: string }[]>`
    SELECT provider_id AS "providerId" FROM provider_ref
    WHERE provider_account_id = ${row.providerAccountId}::uuid AND provider_id = ANY(${ids}::text[])`
  const taken = new Set(bound.map((ref) => ref.providerId))
  return listed.filter((message) => !taken.has(message.providerId))
}

/**
 * Attempts with the same content to the same recipient: how many lost ones began before this one, and
 * whether one is being sent right now, whose create may show in the list before its answer is recorded.
 */
export async function findTwins(
  db: Db,
  row: AmbiguousRow,
): Promise<{ readonly older: number; readonly isAnySending: boolean }> {
  const rows = await db.$queryRaw<{ older: number; isAnySending: boolean }[]>`
    SELECT count(*) FILTER (WHERE m.status = 'ambiguous'
        AND (t.started_at, m.id) < (${row.startedAt}::timestamptz, ${row.messageId}::uuid))::int AS older,
      coalesce(bool_or(m.status = 'sending'), false) AS "isAnySending"
    FROM mms_log m JOIN mms_attempt t ON t.message_id = m.id AND t.n = m.fence
      JOIN mms_content c ON c.message_id = m.id
    WHERE m.status IN ('ambiguous', 'sending') AND m.id <> ${row.messageId}::uuid
      AND m.provider_account_id = ${row.providerAccountId}::uuid AND m.to_number = ${row.to}
      AND c.body IS NOT DISTINCT FROM ${row.body} AND c.media_urls = ${[...row.mediaUrls]}::text[]`
  return rows[0] ?? { older: 0, isAnySending: false }
}
