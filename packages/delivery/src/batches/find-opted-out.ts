import { isSuppressed } from '../consent/suppression-predicate.ts'
import type { Db } from '../db/db.ts'
import type { CheckedItem } from './store-items.ts'

/** Places of the items whose recipient opted out of their sender, for a full verdict on a refused request. */
export async function findOptedOut(
  db: Db,
  tenantId: string,
  items: readonly CheckedItem[],
): Promise<ReadonlySet<number>> {
  const records = items.flatMap((item, index) =>
    item.kind === 'ok' ? [{ index, sender_id: item.draft.sender.id, to_number: item.draft.body.to }] : [],
  )
  if (records.length === 0) return new Set()
  const rows = await db.$queryRaw<{ index: number }[]>`
    SELECT given.index FROM (
      SELECT asked.*, ${tenantId}::uuid AS tenant_id
      FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS asked (index int, sender_id uuid, to_number text)
    ) given WHERE ${isSuppressed('given')}`
  return new Set(rows.map(({ index }) => index))
}
