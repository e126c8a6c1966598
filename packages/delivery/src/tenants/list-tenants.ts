import { type Db, Prisma, type Tx } from '../db/db.ts'

/** One tenant as an operator sees it. */
export type TenantRow = {
  readonly id: string
  readonly name: string
  readonly defaultPolicy: string
  readonly isActive: boolean
  readonly createdAt: Date
}

const columns = Prisma.sql`
  id, name, default_policy AS "defaultPolicy", is_active AS "isActive", created_at AS "createdAt"`

/** A page of all tenants, newest first, after the tenant `beforeId`. */
export async function listTenants(
  db: Db,
  page: { readonly limit: number; readonly beforeId: string | undefined },
): Promise<{ readonly rows: TenantRow[]; readonly hasMore: boolean }> {
  const where = page.beforeId === undefined ? Prisma.empty : Prisma.sql`WHERE id < ${page.beforeId}::uuid`
  const rows = await db.$queryRaw<TenantRow[]>`
    SELECT ${columns} FROM tenant ${where} ORDER BY id DESC LIMIT ${page.limit + 1}::int`
  return { rows: rows.slice(0, page.limit), hasMore: rows.length > page.limit }
}

/** One tenant by its id. */
export async function findTenant(db: Db | Tx, id: string): Promise<TenantRow | undefined> {
  const [row] = await db.$queryRaw<TenantRow[]>`SELECT ${columns} FROM tenant WHERE id = ${id}::uuid`
  return row
}

/** Names of tenants by their ids. */
export async function listTenantNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM tenant WHERE id = ANY(${[...ids]}::uuid[])`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** One tenant by its id or its name; an id wins. */
export async function findTenantByIdOrName(db: Db, idOrName: string): Promise<TenantRow | undefined> {
  const byId = uuid.test(idOrName) ? await findTenant(db, idOrName) : undefined
  if (byId !== undefined) return byId
  const [row] = await db.$queryRaw<TenantRow[]>`SELECT ${columns} FROM tenant WHERE name = ${idOrName}`
  return row
}
