import { randomUUIDv7 } from 'node:crypto'
import { type AuditSource, writeAudit } from '../audit/write-audit.ts'
import type { Db, Tx } from '../db/db.ts'
import { makeApiKey } from './api-key.ts'
import type { Scope } from './scopes.ts'

/** What the key is for. `tenantId` null makes an operator's key. Without `expiresInMs` it lives until it is revoked. */
export type ApiKeyDraft = {
  readonly tenantId: string | null
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresInMs?: number
}

/** The made key. `key` exists only here: the database keeps its hash. */
export type CreatedApiKey = {
  readonly keyId: string
  readonly key: string
  readonly prefix: string
  readonly expiresAt: Date | null
}

/** Stores a new key and answers it, for showing once. Its life counts on the database's clock. Not audited. */
export async function createApiKey(db: Db | Tx, draft: ApiKeyDraft): Promise<CreatedApiKey> {
  const { key, prefix, hash } = makeApiKey()
  const keyId = randomUUIDv7()
  const lifeSeconds = draft.expiresInMs === undefined ? null : draft.expiresInMs / 1_000
  const [row] = await db.$queryRaw<{ expires_at: Date | null }[]>`
    INSERT INTO api_key (id, tenant_id, name, prefix, hash, scopes, expires_at)
    VALUES (${keyId}::uuid, ${draft.tenantId}::uuid, ${draft.name}, ${prefix}, ${hash}, ${[...draft.scopes]},
            now() + make_interval(secs => ${lifeSeconds}::double precision))
    RETURNING expires_at`
  return { keyId, key, prefix, expiresAt: row?.expires_at ?? null }
}

/** As `createApiKey`, with its line in the audit log. */
export async function issueApiKey(tx: Tx, draft: ApiKeyDraft, source: AuditSource): Promise<CreatedApiKey> {
  const made = await createApiKey(tx, draft)
  await writeAudit(tx, {
    ...source,
    tenantId: draft.tenantId,
    action: 'key.created',
    target: made.keyId,
    details: {
      prefix: made.prefix,
      name: draft.name,
      scopes: draft.scopes,
      expiresAt: made.expiresAt?.toISOString() ?? null,
    },
  })
  return made
}
