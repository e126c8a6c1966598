import { randomUUIDv7 } from 'node:crypto'
import { type AuditSource, writeAudit } from '../audit/write-audit.ts'
import type { Db, Tx } from '../db/db.ts'

/** The tenant of an installation that knows only one. */
export const DEFAULT_TENANT = 'default'

/** Answers the id of the tenant of this name, making it first if need be. Safe to run side by side. Not audited. */
export async function ensureTenant(db: Db, name: string = DEFAULT_TENANT): Promise<string> {
  return (await openTenant(db, name)).id
}

/** As `ensureTenant`; a tenant that it makes has its line in the audit log. */
export async function ensureTenantAudited(tx: Tx, name: string, source: AuditSource): Promise<string> {
  const { id, isNew } = await openTenant(tx, name)
  if (isNew) {
    await writeAudit(tx, { ...source, tenantId: id, action: 'tenant.created', target: id, details: { name } })
  }
  return id
}

async function openTenant(db: Db | Tx, name: string): Promise<{ id: string; isNew: boolean }> {
  const made = await db.$executeRaw`
    INSERT INTO tenant (id, name) VALUES (${randomUUIDv7()}::uuid, ${name}) ON CONFLICT (name) DO NOTHING`
  const tenant = await db.tenant.findUniqueOrThrow({ where: { name }, select: { id: true } })
  return { id: tenant.id, isNew: made === 1 }
}
