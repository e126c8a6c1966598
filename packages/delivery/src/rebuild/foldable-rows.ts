import type { FoldedEvent, FoldedMessage } from '@heliograph/shared/domain/fold-events'
import type { Db } from '../db/db.ts'

/** A message's row beside its history, both from one snapshot. */
export type Foldable = {
  readonly messageId: string
  readonly row: FoldedMessage
  readonly events: readonly FoldedEvent[]
}

type Row = FoldedMessage & {
  readonly messageId: string
  readonly events: readonly (Omit<FoldedEvent, 'at'> & { readonly at: string })[]
}

/** The next messages by id, of every tenant. One statement, so that row and history cannot differ by a race. */
export async function listFoldable(
  db: Db,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<Foldable[]> {
  const after = page.after ?? '00000000-0000-0000-0000-000000000000'
  const rows = await db.$queryRaw<Row[]>`
    WITH page AS MATERIALIZED (
      SELECT * FROM mms_log WHERE id > ${after}::uuid ORDER BY id LIMIT ${page.limit}::int
    )
    SELECT m.id AS "messageId", m.version, m.status, m.rank, m.fence AS attempts, m.attempts_used AS "attemptsUsed",
      m.provider_id AS "providerId", m.error_code AS "errorCode", m.error_class AS "errorClass", m.segments,
      trim_scale(m.price)::text AS price, m.price_unit AS "priceUnit", m.duplicate, m.submitted_at AS "submittedAt",
      m.sent_at AS "sentAt", m.delivered_at AS "deliveredAt", m.final_at AS "finalAt",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('version', e.version, 'type', e.type, 'status', e.status,
          'rank', e.rank, 'attempt', e.attempt, 'providerId', e.provider_id, 'errorCode', e.error_code,
          'errorClass', e.error_class, 'data', e.data, 'at', e.at) ORDER BY e.version), '[]')
        FROM mms_event e WHERE e.message_id = m.id) AS events
    FROM page m ORDER BY m.id`
  return rows.map(({ messageId, events, ...row }) => ({
    messageId,
    row,
    events: events.map((event) => ({ ...event, at: new Date(event.at) })),
  }))
}
