import { type Db, Prisma } from '../db/db.ts'

/** An opt-out that counts for a tenant. `sender` null: every sender. */
export type SuppressionRow = {
  readonly id: string
  readonly sender: string | null
  readonly reason: string
  readonly since: Date
}

/** A held account, or a held sender with its address. */
export type HeldRow = {
  readonly scope: 'account' | 'sender'
  readonly sender: string | null
  readonly code: string
  readonly since: Date
  readonly nextProbeAt: Date | null
}

type Deps = { readonly db: Db }

/** The opt-outs that stop messages of the tenant to this number (E.164), newest first, at most 50. */
export function listSuppressionsOf(
  { db }: Deps,
  recipient: { readonly tenantId: string; readonly number: string },
): Promise<SuppressionRow[]> {
  return db.$queryRaw<SuppressionRow[]>`
    SELECT o.id, s.address AS sender, o.reason, o.created_at AS since
    FROM suppression o LEFT JOIN sender s ON s.id = o.sender_id
    WHERE o.recipient = ${recipient.number} AND o.removed_at IS NULL
      AND (o.tenant_id = ${recipient.tenantId}::uuid
        OR (o.tenant_id IS NULL AND NOT ${recipient.tenantId}::uuid = ANY(o.lifted_for)))
    ORDER BY o.created_at DESC LIMIT 50`
}

/** What is held at present: few rows, because holds stop whole accounts and senders. */
export function listHolds({ db }: Deps): Promise<HeldRow[]> {
  return db.$queryRaw<HeldRow[]>(Prisma.sql`
    SELECT 'account' AS scope, NULL AS sender, coalesce(hold_code, 'held') AS code, held_at AS since,
      probe_at AS "nextProbeAt"
    FROM provider_account WHERE held_at IS NOT NULL
    UNION ALL
    SELECT 'sender', address, coalesce(hold_code, 'held'), held_at, probe_at FROM sender WHERE held_at IS NOT NULL
    ORDER BY since LIMIT 50`)
}
