import { type AuditSource, writeAudit } from '../audit/write-audit.ts'
import type { Tx } from '../db/db.ts'
import { makeApiKey } from './api-key.ts'
import { type ApiKeyView, findApiKeyViewAnyTenant } from './list-api-keys.ts'

/** `not_active`: it is revoked or expired, and a new secret would not open anything. */
export type RotateResult =
  | { readonly kind: 'rotated'; readonly key: string; readonly view: ApiKeyView }
  | { readonly kind: 'not_active' }

/**
 * Gives a key a new secret; id, prefix, scopes and expiry stay. The old secret works for `overlapSeconds` more, on the
 * database's clock; the one before that ends at once. The caller has checked whose key it is.
 */
export async function rotateApiKeyAnyTenant(
  tx: Tx,
  rotation: { readonly prefix: string; readonly overlapSeconds: number },
  source: AuditSource,
): Promise<RotateResult> {
  const { prefix, overlapSeconds } = rotation
  const { key, hash } = makeApiKey(prefix)
  const changed = await tx.$executeRaw`
    UPDATE api_key SET hash = ${hash},
      previous_hash = CASE WHEN ${overlapSeconds}::int > 0 THEN hash END,
      previous_expires_at = CASE WHEN ${overlapSeconds}::int > 0
        THEN now() + make_interval(secs => ${overlapSeconds}::int) END
    WHERE prefix = ${prefix} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`
  const view = changed === 1 ? await findApiKeyViewAnyTenant(tx, prefix) : undefined
  if (view === undefined) return { kind: 'not_active' }
  await writeAudit(tx, {
    ...source,
    tenantId: view.tenantId,
    action: 'key.rotated',
    target: view.id,
    details: { prefix, overlapSeconds },
  })
  return { kind: 'rotated', key, view }
}
