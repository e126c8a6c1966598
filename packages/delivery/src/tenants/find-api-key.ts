import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../db/db.ts'
import { hashApiKey, readApiKeyPrefix } from './api-key.ts'

/** Who a key speaks for and what it may do. */
export type FoundApiKey = {
  readonly tenantId: string
  readonly keyId: string
  readonly scopes: readonly string[]
}

type KeyRow = {
  readonly id: string
  readonly tenant_id: string
  readonly hash: Uint8Array
  readonly scopes: string[]
  readonly is_usable: boolean
  readonly is_use_noted: boolean
}

const NO_HASH = new Uint8Array(32)

/**
 * Finds the live key behind a presented one; undefined when it is malformed, unknown, wrong, revoked or
 * expired, with nothing to tell which. Takes the tenant from the key, so it asks across tenants. Notes the
 * use at most once a minute, so that a busy key does not write on every request.
 */
export async function findApiKey(db: Db, presented: string): Promise<FoundApiKey | undefined> {
  const prefix = readApiKeyPrefix(presented)
  if (prefix === undefined) return undefined
  const row = await findRowAnyTenant(db, prefix)
  // A miss compares too, so that the time taken does not tell a known prefix from an unknown one.
  const isProven = timingSafeEqual(hashApiKey(presented), row?.hash ?? NO_HASH)
  if (row === undefined || !isProven || !row.is_usable) return undefined
  if (!row.is_use_noted) await noteUse(db, row.id)
  return { tenantId: row.tenant_id, keyId: row.id, scopes: row.scopes }
}

async function findRowAnyTenant(db: Db, prefix: string): Promise<KeyRow | undefined> {
  const [row] = await db.$queryRaw<KeyRow[]>`
    SELECT id, tenant_id, hash, scopes,
           revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AS is_usable,
           last_used_at IS NOT NULL AND last_used_at > now() - interval '1 minute' AS is_use_noted
    FROM api_key WHERE prefix = ${prefix}`
  return row
}

/** Guarded again: of many requests in the same instant, one writes. */
async function noteUse(db: Db, keyId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE api_key SET last_used_at = now()
    WHERE id = ${keyId}::uuid AND (last_used_at IS NULL OR last_used_at <= now() - interval '1 minute')`
}
