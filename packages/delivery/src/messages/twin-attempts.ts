import type { Db } from '../db/db.ts'
import type { ListedMessage } from '../providers/provider.ts'
import type { AmbiguousRow } from './ambiguous-rows.ts'

/** Who else may claim what the list shows. */
export type Twins = {
  /** The listed messages whose provider id is bound to no attempt yet, in the order given. */
  readonly unbound: readonly ListedMessage[]
  /** Lost attempts with the same content to the same recipient that began before this one. */
  readonly older: number
  /** True when such an attempt is being sent, whose create may show in the list before its answer is recorded. */
  readonly isAnySending: boolean
}

/**
 * Finds equal attempts and what is bound already, in one snapshot: were a twin bound between two reads, the
 * younger could take the create of the older, which would then be looked for in vain and be sent again. Where the list
 * shows no text, every lost attempt to the same recipient is an equal one.
 */
export async function findTwins(db: Db, row: AmbiguousRow, listed: readonly ListedMessage[]): Promise<Twins> {
  const ids = listed.map((message) => message.providerId)
  const showsText = listed.every((message) => message.body !== undefined)
  const [found] = await db.$queryRaw<{ bound: string[]; older: number; isAnySending: boolean }[]>`
    SELECT ARRAY(SELECT provider_id FROM provider_ref
        WHERE provider_account_id = ${row.providerAccountId}::uuid AND provider_id = ANY(${ids}::text[])) AS bound,
      count(*) FILTER (WHERE m.status = 'ambiguous'
        AND (t.started_at, m.id) < (${row.startedAt}::timestamptz, ${row.messageId}::uuid))::int AS older,
      coalesce(bool_or(m.status = 'sending'), false) AS "isAnySending"
    FROM mms_log m JOIN mms_attempt t ON t.message_id = m.id AND t.n = m.fence
      JOIN mms_content c ON c.message_id = m.id
    WHERE m.status IN ('ambiguous', 'sending') AND m.id <> ${row.messageId}::uuid
      AND m.provider_account_id = ${row.providerAccountId}::uuid AND m.to_number = ${row.to}
      AND (NOT ${showsText}::boolean
        OR (c.body IS NOT DISTINCT FROM ${row.body} AND c.media_urls = ${[...row.mediaUrls]}::text[]))`
  const taken = new Set(found?.bound)
  const unbound = listed.filter((message) => !taken.has(message.providerId))
  return { unbound, older: found?.older ?? 0, isAnySending: found?.isAnySending ?? false }
}
