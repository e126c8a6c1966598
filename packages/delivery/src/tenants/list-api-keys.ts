import { type Db, Prisma, type Tx } from '../db/db.ts'

/** One key as its owner sees it; there is no secret to show. `state` is on the database's clock. */
export type ApiKeyView = {
  readonly id: string
  readonly tenantId: string | null
  readonly prefix: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly state: 'active' | 'expired' | 'revoked'
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  /** null when the secret before the last rotation does not work any more. */
  readonly previousSecretExpiresAt: Date | null
}

/** Where a key is: its id counts only within its tenant. */
export type KeyPlace = { readonly tenantId: string; readonly id: string }

const columns = Prisma.sql`
  k.id, k.tenant_id AS "tenantId", k.prefix, k.name, k.scopes,
  CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked'
       WHEN k.expires_at <= now() THEN 'expired' ELSE 'active' END AS state,
  k.created_at AS "createdAt", k.expires_at AS "expiresAt",
  k.revoked_at AS "revokedAt", k.last_used_at AS "lastUsedAt",
  CASE WHEN k.revoked_at IS NULL AND k.previous_expires_at > now() THEN k.previous_expires_at END
    AS "previousSecretExpiresAt"`

/** Lists all keys of the installation, oldest first; `tenant` is null for operator keys. */
export function listApiKeysAnyTenant(db: Db): Promise<(ApiKeyView & { readonly tenant: string | null })[]> {
  return db.$queryRaw<(ApiKeyView & { readonly tenant: string | null })[]>`
    SELECT ${columns}, t.name AS tenant
    FROM api_key k LEFT JOIN tenant t ON t.id = k.tenant_id ORDER BY k.id`
}

/** A page of a tenant's keys, newest first, after the key `beforeId`. */
export async function listApiKeys(
  db: Db,
  query: { readonly tenantId: string; readonly limit: number; readonly beforeId: string | undefined },
): Promise<{ readonly rows: ApiKeyView[]; readonly hasMore: boolean }> {
  const after = query.beforeId === undefined ? Prisma.empty : Prisma.sql`AND k.id < ${query.beforeId}::uuid`
  const rows = await db.$queryRaw<ApiKeyView[]>`
    SELECT ${columns} FROM api_key k
    WHERE k.tenant_id = ${query.tenantId}::uuid ${after} ORDER BY k.id DESC LIMIT ${query.limit + 1}::int`
  return { rows: rows.slice(0, query.limit), hasMore: rows.length > query.limit }
}

/** One key of a tenant. */
export async function findApiKeyView(db: Db | Tx, place: KeyPlace): Promise<ApiKeyView | undefined> {
  const [row] = await db.$queryRaw<ApiKeyView[]>`
    SELECT ${columns} FROM api_key k WHERE k.id = ${place.id}::uuid AND k.tenant_id = ${place.tenantId}::uuid`
  return row
}

/** One key by its prefix, which is unique in the installation. */
export async function findApiKeyViewAnyTenant(db: Db | Tx, prefix: string): Promise<ApiKeyView | undefined> {
  const [row] = await db.$queryRaw<ApiKeyView[]>`SELECT ${columns} FROM api_key k WHERE k.prefix = ${prefix}`
  return row
}
