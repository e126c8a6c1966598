import type { AuditAction } from '@heliograph/shared/domain/audit-action'
import { type Db, Prisma } from '../db/db.ts'

/** Which lines. Without `tenantId`: of the whole installation. */
export type AuditFilter = {
  readonly tenantId: string | undefined
  readonly action?: AuditAction | undefined
  /** Prefix of the key that acted. */
  readonly actor?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
}

/** One line as it is stored; `hash` as hex. */
export type AuditRow = {
  readonly id: string
  readonly seq: bigint
  readonly at: Date
  readonly tenantId: string | null
  readonly actor: string
  readonly actorKeyId: string | null
  readonly actorPrefix: string | null
  readonly action: string
  readonly target: string | null
  readonly ip: string | null
  readonly requestId: string | null
  readonly details: Record<string, unknown>
  readonly hash: string
}

/**
 * A page of the audit log, newest first, after the line `beforeId`. Without `tenantId` it lists across tenants, for
 * operators.
 */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
  page: { readonly limit: number; readonly beforeId: string | undefined },
): Promise<{ readonly rows: AuditRow[]; readonly hasMore: boolean }> {
  const { tenantId, action, actor, since, until } = filter
  const conditions = [
    tenantId === undefined ? [] : [Prisma.sql`tenant_id = ${tenantId}::uuid`],
    action === undefined ? [] : [Prisma.sql`action = ${action}`],
    actor === undefined ? [] : [Prisma.sql`actor_prefix = ${actor}`],
    since === undefined ? [] : [Prisma.sql`at >= ${since}`],
    until === undefined ? [] : [Prisma.sql`at < ${until}`],
    page.beforeId === undefined ? [] : [Prisma.sql`id < ${page.beforeId}::uuid`],
  ].flat()
  const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`
  const rows = await db.$queryRaw<AuditRow[]>`
    SELECT id, seq, at, tenant_id AS "tenantId", actor, actor_key_id AS "actorKeyId", actor_prefix AS "actorPrefix",
           action, target, ip, request_id AS "requestId", details, encode(hash, 'hex') AS hash
    FROM audit_log ${where} ORDER BY id DESC LIMIT ${page.limit + 1}::int`
  return { rows: rows.slice(0, page.limit), hasMore: rows.length > page.limit }
}
