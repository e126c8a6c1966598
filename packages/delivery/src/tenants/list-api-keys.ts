import type { Db } from '../db/db.ts'

/** One key as an operator sees it; there is no secret to show. */
export type ApiKeyView = {
  readonly prefix: string
  readonly name: string
  readonly tenant: string
  readonly scopes: readonly string[]
  readonly state: 'active' | 'expired' | 'revoked'
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

/** Lists all keys of the installation, oldest first, with their state on the database's clock. */
export function listApiKeysAnyTenant(db: Db): Promise<ApiKeyView[]> {
  return db.$queryRaw<ApiKeyView[]>`
    SELECT k.prefix, k.name, t.name AS tenant, k.scopes,
           CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked'
                WHEN k.expires_at <= now() THEN 'expired' ELSE 'active' END AS state,
           k.created_at AS "createdAt", k.expires_at AS "expiresAt",
           k.revoked_at AS "revokedAt", k.last_used_at AS "lastUsedAt"
    FROM api_key k JOIN tenant t ON t.id = k.tenant_id ORDER BY k.id`
}
