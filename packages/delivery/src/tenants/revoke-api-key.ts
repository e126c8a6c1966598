import { type AuditSource, writeAudit } from '../audit/write-audit.ts'
import type { Db, Tx } from '../db/db.ts'
import { type ApiKeyView, findApiKeyView, findApiKeyViewAnyTenant, type KeyPlace } from './list-api-keys.ts'

/** `already_revoked` keeps the first time. */
export type RevokeResult = { readonly kind: 'revoked' | 'already_revoked' | 'unknown' }

/** Ends a key for good, from the next look at it on. For the command line: asks neither for tenant nor for the last one. */
export async function revokeApiKeyAnyTenant(
  db: Db,
  prefix: string,
  source: AuditSource,
): Promise<RevokeResult> {
  return await db.$transaction(async (tx) => {
    const view = await findApiKeyViewAnyTenant(tx, prefix)
    if (view === undefined) return { kind: 'unknown' }
    return { kind: (await revoke(tx, view, { source, isForced: true })) ? 'revoked' : 'already_revoked' }
  })
}

/** What became of a tenant's key. `last_admin`: nobody in the tenant could manage keys any more, and it was not forced. */
export type RevokeOwnResult = { readonly kind: RevokeResult['kind'] | 'last_admin' }

/**
 * Ends a key of a tenant. The last active key with the scope `admin` stays unless `isForced`; two keys that revoke each
 * other at the same time are told apart by a lock on the tenant.
 */
export async function revokeApiKey(
  tx: Tx,
  place: KeyPlace,
  order: { readonly isForced: boolean; readonly source: AuditSource },
): Promise<RevokeOwnResult> {
  await tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${place.tenantId}::uuid FOR NO KEY UPDATE`
  const view = await findApiKeyView(tx, place)
  if (view === undefined) return { kind: 'unknown' }
  const isActiveAdmin = view.state === 'active' && view.scopes.includes('admin')
  if (!order.isForced && isActiveAdmin && !(await hasOtherAdmin(tx, place))) return { kind: 'last_admin' }
  return { kind: (await revoke(tx, view, order)) ? 'revoked' : 'already_revoked' }
}

async function revoke(
  tx: Tx,
  view: ApiKeyView,
  order: { readonly isForced: boolean; readonly source: AuditSource },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE api_key SET revoked_at = now() WHERE id = ${view.id}::uuid AND revoked_at IS NULL`
  if (changed === 0) return false
  await writeAudit(tx, {
    ...order.source,
    tenantId: view.tenantId,
    action: 'key.revoked',
    target: view.id,
    details: { prefix: view.prefix, name: view.name, isForced: order.isForced },
  })
  return true
}

async function hasOtherAdmin(tx: Tx, { tenantId, id }: KeyPlace): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ has: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM api_key
      WHERE tenant_id = ${tenantId}::uuid AND id <> ${id}::uuid AND 'admin' = ANY (scopes)
        AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) AS has`
  return row?.has === true
}
