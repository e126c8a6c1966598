import { type Db, Prisma } from '../db/db.ts'
import { plannedEachTime } from '../db/statement-names.ts'

/** A refused request as stored. */
export type RefusedRow = {
  readonly requestId: string
  readonly keyId: string | null
  readonly at: Date
  readonly method: string
  readonly route: string
  readonly status: number
  readonly code: string
  readonly problems: unknown
}

/** Which refused requests of a tenant to list: newest first, older than `beforeId`. Times bound the request id. */
export type RefusedFilter = {
  readonly tenantId: string
  readonly limit: number
  readonly beforeId?: string | undefined
  readonly code?: string | undefined
  readonly status?: number | undefined
  readonly route?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  /** Any of these hashes of a recipient, alone or in a batch. */
  readonly recipientHashes?: readonly string[] | undefined
}

type Deps = { readonly db: Db }

/** One page of the tenant's refused requests, newest first; `hasMore` says whether older ones match. */
export async function listRefusedRequests(
  { db }: Deps,
  filter: RefusedFilter,
): Promise<{ readonly rows: readonly RefusedRow[]; readonly hasMore: boolean }> {
  const found = await db.$queryRaw<RefusedRow[]>`${Prisma.raw(plannedEachTime)}
    SELECT ${columns} FROM refused_request WHERE ${conditionsOf(filter)}
    ORDER BY id DESC LIMIT ${filter.limit + 1}::int`
  return { rows: found.slice(0, filter.limit), hasMore: found.length > filter.limit }
}

/** One refused request of the tenant, or undefined. `id` must be a UUID. */
export async function findRefusedRequest(
  { db }: Deps,
  key: { readonly tenantId: string; readonly id: string },
): Promise<RefusedRow | undefined> {
  const rows = await db.$queryRaw<RefusedRow[]>`
    SELECT ${columns} FROM refused_request WHERE id = ${key.id}::uuid AND tenant_id = ${key.tenantId}::uuid`
  return rows[0]
}

const columns = Prisma.sql`id AS "requestId", key_id AS "keyId", at, method, route, status, code, problems`

function conditionsOf(filter: RefusedFilter): Prisma.Sql {
  const { code, status, route, from, to, recipientHashes } = filter
  const conditions = [Prisma.sql`tenant_id = ${filter.tenantId}::uuid`]
  if (filter.beforeId !== undefined) conditions.push(Prisma.sql`id < ${filter.beforeId}::uuid`)
  if (code !== undefined) conditions.push(Prisma.sql`code = ${code}`)
  if (status !== undefined) conditions.push(Prisma.sql`status = ${status}::int`)
  if (route !== undefined) conditions.push(Prisma.sql`route = ${route}`)
  if (from !== undefined) conditions.push(Prisma.sql`id >= uuidv7_floor(${from}::timestamptz)`)
  if (to !== undefined) conditions.push(Prisma.sql`id < uuidv7_floor(${to}::timestamptz)`)
  if (recipientHashes !== undefined) {
    const hashes = Prisma.sql`${[...recipientHashes]}::text[]`
    conditions.push(Prisma.sql`(recipient_hash = ANY(${hashes}) OR recipient_hashes && ${hashes})`)
  }
  return Prisma.join(conditions, ' AND ')
}
