import { type Db, Prisma } from '../db/db.ts'
import type { ConsentAction } from './read-keyword.ts'

/** An inbound message as stored. */
export type InboundRow = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly messagingService: string | null
  readonly body: string | null
  readonly mediaUrls: readonly string[]
  readonly mediaCount: number
  readonly keyword: string | null
  readonly action: ConsentAction | null
  readonly optOutType: string | null
  readonly provider: string
  readonly providerId: string
  readonly receivedAt: Date
}

/**
 * Which inbound messages of a tenant to list: newest first, older than `beforeId`; `tenantId` null lists those that
 * are nobody's. Times: from inclusive, to exclusive.
 */
export type InboundFilter = {
  readonly tenantId: string | null
  readonly limit: number
  readonly beforeId?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly receivedFrom?: Date | undefined
  readonly receivedTo?: Date | undefined
}

type Deps = { readonly db: Db }

/** One page of the tenant's inbound messages, newest first. */
export async function listInbound(
  deps: Deps,
  filter: InboundFilter,
): Promise<{ readonly rows: readonly InboundRow[]; readonly hasMore: boolean }> {
  const conditions = [isOwned(filter.tenantId)]
  if (filter.beforeId !== undefined) conditions.push(Prisma.sql`i.id < ${filter.beforeId}::uuid`)
  if (filter.from !== undefined) conditions.push(Prisma.sql`i.from_number = ${filter.from}`)
  if (filter.to !== undefined) conditions.push(Prisma.sql`i.to_number = ${filter.to}`)
  // The id carries the time it was made: it bounds the range in the order of the list.
  if (filter.receivedFrom !== undefined) {
    conditions.push(Prisma.sql`i.id >= uuidv7_floor(${filter.receivedFrom}::timestamptz)`)
  }
  if (filter.receivedTo !== undefined) {
    conditions.push(Prisma.sql`i.id < uuidv7_floor(${filter.receivedTo}::timestamptz)`)
  }
  const rows = await deps.db.$queryRaw<InboundRow[]>`
    ${select} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY i.id DESC LIMIT ${filter.limit + 1}::int`
  return { rows: rows.slice(0, filter.limit), hasMore: rows.length > filter.limit }
}

/** One inbound message of the tenant (null: of nobody), or undefined. `id` must be a UUID. */
export async function findInbound(
  deps: Deps,
  key: { readonly tenantId: string | null; readonly id: string },
): Promise<InboundRow | undefined> {
  const rows = await deps.db.$queryRaw<InboundRow[]>`
    ${select} WHERE i.id = ${key.id}::uuid AND ${isOwned(key.tenantId)}`
  return rows[0]
}

/** IS NOT DISTINCT FROM would use no index. */
function isOwned(tenantId: string | null): Prisma.Sql {
  return tenantId === null ? Prisma.sql`i.tenant_id IS NULL` : Prisma.sql`i.tenant_id = ${tenantId}::uuid`
}

const select = Prisma.sql`
  SELECT i.id, i.from_number AS "from", i.to_number AS "to", i.messaging_service AS "messagingService", i.body,
    i.media_urls AS "mediaUrls", i.media_count AS "mediaCount", i.keyword, i.action, i.opt_out_type AS "optOutType",
    a.provider, i.provider_id AS "providerId", i.received_at AS "receivedAt"
  FROM inbound_message i JOIN provider_account a ON a.id = i.provider_account_id`
