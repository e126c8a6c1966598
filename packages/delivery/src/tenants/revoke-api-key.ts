import type { Db } from '../db/db.ts'

/** `already_revoked` keeps the first time. */
export type RevokeResult = { readonly kind: 'revoked' | 'already_revoked' | 'unknown' }

/** Ends a key for good, from its next request on. Prefixes are unique across tenants. */
export async function revokeApiKeyAnyTenant(db: Db, prefix: string): Promise<RevokeResult> {
  const changed = await db.$executeRaw`
    UPDATE api_key SET revoked_at = now() WHERE prefix = ${prefix} AND revoked_at IS NULL`
  if (changed === 1) return { kind: 'revoked' }
  const known = await db.apiKey.findUnique({ where: { prefix }, select: { id: true } })
  return { kind: known === null ? 'unknown' : 'already_revoked' }
}
