import { Prisma } from '../db/db.ts'

/**
 * True in SQL when the recipient of this row opted out of its sender. `alias` is a relation with tenant_id, sender_id
 * and to_number. One probe of the index suppression_live: a row without tenant counts for all tenants but
 * those that lifted it for themselves, a row without sender for all senders.
 */
export function isSuppressed(alias: 'm' | 'given'): Prisma.Sql {
  const row = Prisma.raw(alias)
  return Prisma.sql`EXISTS (
    SELECT 1 FROM suppression opted
    WHERE opted.recipient = ${row}.to_number AND opted.removed_at IS NULL
      AND (opted.tenant_id = ${row}.tenant_id
        OR (opted.tenant_id IS NULL AND NOT ${row}.tenant_id = ANY(opted.lifted_for)))
      AND (opted.sender_id = ${row}.sender_id OR opted.sender_id IS NULL))`
}
