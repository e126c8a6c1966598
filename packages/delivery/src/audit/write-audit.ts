import { randomUUIDv7 } from 'node:crypto'
import type { AuditAction } from '@heliograph/shared/domain/audit-action'
import type { Db, Tx } from '../db/db.ts'

/** Who acts: an API key, a person at the command line, or Heliograph itself. */
export type AuditActor =
  | { readonly kind: 'key'; readonly keyId: string; readonly prefix: string }
  | { readonly kind: 'cli' }
  | { readonly kind: 'system' }

/** Who acts and from where. `ip` is the client's as the trusted proxy gives it. */
export type AuditSource = {
  readonly actor: AuditActor
  readonly ip: string | null
  readonly requestId: string | null
}

/** One line of the audit log. Never put a secret, a number or a text of a message into it. */
export type AuditEntry = AuditSource & {
  /** null: the installation. */
  readonly tenantId: string | null
  readonly action: AuditAction
  readonly target: string | null
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>
}

/** A person at the command line of the installation. */
export const cliSource: AuditSource = { actor: { kind: 'cli' }, ip: null, requestId: null }

/**
 * Appends a line, in the transaction of what it tells of. The database sets place, time and hash. From here to the
 * commit no other line can be written in the whole installation, so make it the last statement of a short transaction.
 */
export async function writeAudit(tx: Db | Tx, entry: AuditEntry): Promise<void> {
  const { actor } = entry
  const keyId = actor.kind === 'key' ? actor.keyId : null
  const prefix = actor.kind === 'key' ? actor.prefix : null
  await tx.$executeRaw`
    INSERT INTO audit_log (id, tenant_id, actor, actor_key_id, actor_prefix, action, target, ip, request_id, details)
    VALUES (${randomUUIDv7()}::uuid, ${entry.tenantId}::uuid, ${actor.kind}, ${keyId}::uuid, ${prefix},
            ${entry.action}, ${entry.target}, ${entry.ip}, ${entry.requestId},
            ${JSON.stringify(entry.details ?? {})}::jsonb)`
}
