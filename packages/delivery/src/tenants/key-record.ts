import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../db/db.ts'
import { hashApiKey } from './api-key.ts'

/** Who a key speaks for and what it may do. */
export type FoundApiKey = {
  /** null: an operator's key, which speaks for no tenant by itself. */
  readonly tenantId: string | null
  readonly keyId: string
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly isOperator: boolean
}

/** What the database says about the key of a prefix. Times count from the moment it was asked. */
export type KeyRecord = {
  readonly keyId: string
  readonly tenantId: string | null
  readonly prefix: string
  readonly scopes: readonly string[]
  readonly hash: Uint8Array
  /** Secret before the last rotation. */
  readonly previousHash: Uint8Array | null
  /** Not revoked, and its tenant is active. */
  readonly isOpen: boolean
  /** null: for ever. */
  readonly leftMs: number | null
  readonly previousLeftMs: number | null
  readonly isUseNoted: boolean
}

const NO_HASH = new Uint8Array(32)

/** Reads the key of a prefix. The tenant comes from the key, so it asks across tenants. */
export async function readKeyRecordAnyTenant(db: Db, prefix: string): Promise<KeyRecord | undefined> {
  const [record] = await db.$queryRaw<KeyRecord[]>`
    SELECT k.id AS "keyId", k.tenant_id AS "tenantId", k.prefix, k.scopes, k.hash, k.previous_hash AS "previousHash",
           k.revoked_at IS NULL AND (k.tenant_id IS NULL OR t.is_active) AS "isOpen",
           (extract(epoch FROM k.expires_at - now()) * 1000)::float8 AS "leftMs",
           (extract(epoch FROM k.previous_expires_at - now()) * 1000)::float8 AS "previousLeftMs",
           k.last_used_at IS NOT NULL AND k.last_used_at > now() - interval '1 minute' AS "isUseNoted"
    FROM api_key k LEFT JOIN tenant t ON t.id = k.tenant_id WHERE k.prefix = ${prefix}`
  return record
}

/**
 * Whether `presented` is the key of this record, `ageMs` after it was read; undefined when it is wrong, revoked or
 * expired, with nothing to tell which. A missing record is compared with too, so that all ways take the same steps.
 */
export function proveKey(
  record: KeyRecord | undefined,
  presented: string,
  ageMs: number,
): FoundApiKey | undefined {
  const digest = hashApiKey(presented)
  const isCurrent = timingSafeEqual(digest, record?.hash ?? NO_HASH)
  const isPrevious = timingSafeEqual(digest, record?.previousHash ?? NO_HASH)
  if (record === undefined || !record.isOpen || !isWithin(record.leftMs, ageMs)) return undefined
  const isRotatedOut = record.previousLeftMs === null || record.previousLeftMs <= ageMs
  if (!isCurrent && (!isPrevious || isRotatedOut)) return undefined
  const { keyId, tenantId, prefix, scopes } = record
  return { tenantId, keyId, prefix, scopes, isOperator: tenantId === null }
}

/** Notes a use, at most once a minute. Never waits for a row that is being changed. */
export async function noteUse(db: Db, keyId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE api_key SET last_used_at = now() WHERE id = (
      SELECT id FROM api_key
      WHERE id = ${keyId}::uuid AND (last_used_at IS NULL OR last_used_at <= now() - interval '1 minute')
      FOR NO KEY UPDATE SKIP LOCKED)`
}

function isWithin(leftMs: number | null, ageMs: number): boolean {
  return leftMs === null || leftMs > ageMs
}
