import { type Db, Prisma, type Tx } from '../db/db.ts'

/** Why somebody is not written to. */
export type SuppressionReason = 'opt_out_keyword' | 'provider_code' | 'api'

/** An opt-out as a tenant sees it. */
export type SuppressionRow = {
  readonly id: string
  readonly recipient: string
  /** Address of the sender; null for all senders. */
  readonly sender: string | null
  readonly isShared: boolean
  readonly reason: SuppressionReason
  readonly detail: string | null
  readonly messageId: string | null
  readonly inboundId: string | null
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly removedAt: Date | null
  readonly removedBy: string | null
  readonly removedInboundId: string | null
}

/** Which opt-outs of a tenant to list: newest first, older than `beforeId`. */
export type SuppressionFilter = {
  readonly tenantId: string
  readonly limit: number
  readonly beforeId?: string | undefined
  readonly recipient?: string | undefined
  readonly sender?: string | undefined
  readonly includeRemoved?: boolean | undefined
}

type Deps = { readonly db: Db | Tx }

/**
 * One page of the opt-outs that bind a tenant, newest first. Those that bind all tenants are shown to the tenants that
 * had written to the recipient, and to any that asks for the very number.
 */
export async function listSuppressions(
  deps: Deps,
  filter: SuppressionFilter,
): Promise<{ readonly rows: readonly SuppressionRow[]; readonly hasMore: boolean }> {
  const { tenantId, recipient } = filter
  const conditions = [filter.includeRemoved === true ? Prisma.sql`true` : Prisma.sql`s.removed_at IS NULL`]
  if (filter.beforeId !== undefined) conditions.push(Prisma.sql`s.id < ${filter.beforeId}::uuid`)
  if (recipient !== undefined) conditions.push(Prisma.sql`s.recipient = ${recipient}`)
  if (filter.sender !== undefined) {
    conditions.push(Prisma.sql`s.sender_id IN (SELECT id FROM sender WHERE address = ${filter.sender})`)
  }
  const where = Prisma.join(conditions, ' AND ')
  const isShown = recipient === undefined ? Prisma.sql`${tenantId}::uuid = ANY(s.shown_to)` : Prisma.sql`true`
  const page = (owner: Prisma.Sql) => Prisma.sql`
    (SELECT s.* FROM suppression s WHERE ${owner} AND ${where} ORDER BY s.id DESC LIMIT ${filter.limit + 1}::int)`
  const rows = await deps.db.$queryRaw<SuppressionRow[]>`
    ${select(
      tenantId,
      Prisma.sql`(${page(Prisma.sql`s.tenant_id = ${tenantId}::uuid`)}
        UNION ALL ${page(Prisma.sql`s.tenant_id IS NULL AND NOT ${tenantId}::uuid = ANY(s.lifted_for) AND ${isShown}`)})`,
    )} ORDER BY s.id DESC LIMIT ${filter.limit + 1}::int`
  return { rows: rows.slice(0, filter.limit), hasMore: rows.length > filter.limit }
}

/** One opt-out that the tenant may see, or undefined. `id` must be a UUID. */
export async function findSuppression(
  deps: Deps,
  key: { readonly tenantId: string; readonly id: string },
): Promise<SuppressionRow | undefined> {
  const rows = await deps.db.$queryRaw<SuppressionRow[]>`
    ${select(
      key.tenantId,
      Prisma.sql`(SELECT s.* FROM suppression s WHERE s.id = ${key.id}::uuid
        AND (s.tenant_id = ${key.tenantId}::uuid OR (s.tenant_id IS NULL AND ${key.tenantId}::uuid = ANY(s.shown_to))))`,
    )}`
  return rows[0]
}

/** The inbound message behind an opt-out is named to its own tenant only. */
function select(tenantId: string, source: Prisma.Sql): Prisma.Sql {
  const own = (column: Prisma.Sql) => Prisma.sql`
    (SELECT i.id FROM inbound_message i WHERE i.id = ${column} AND i.tenant_id = ${tenantId}::uuid)`
  return Prisma.sql`
    SELECT s.id, s.recipient, sender.address AS sender, s.tenant_id IS NULL AS "isShared", s.reason, s.detail,
      s.message_id AS "messageId", ${own(Prisma.sql`s.inbound_id`)} AS "inboundId", s.created_at AS "createdAt",
      s.created_by AS "createdBy", s.removed_at AS "removedAt", s.removed_by AS "removedBy",
      ${own(Prisma.sql`s.removed_inbound_id`)} AS "removedInboundId"
    FROM ${source} s LEFT JOIN sender ON sender.id = s.sender_id`
}
