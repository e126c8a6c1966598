import { randomUUIDv7 } from 'node:crypto'
import type { Policy } from '@heliograph/shared/domain/policy'
import { type AuditSource, writeAudit } from '../audit/write-audit.ts'
import type { Tx } from '../db/db.ts'
import { findTenant, type TenantRow } from './list-tenants.ts'

/** What became of a change. Names are unique in the installation. */
export type ChangeTenantResult =
  | { readonly kind: 'done'; readonly tenant: TenantRow }
  | { readonly kind: 'name_taken' | 'unknown' }

/** What to change; what is undefined stays. */
export type TenantChange = {
  readonly name?: string | undefined
  readonly defaultPolicy?: Policy | undefined
  readonly isActive?: boolean | undefined
}

/** Makes a tenant, with its line in the audit log. */
export async function createTenant(
  tx: Tx,
  draft: { readonly name: string; readonly defaultPolicy: Policy },
  source: AuditSource,
): Promise<ChangeTenantResult> {
  const id = randomUUIDv7()
  const made = await tx.$executeRaw`
    INSERT INTO tenant (id, name, default_policy) VALUES (${id}::uuid, ${draft.name}, ${draft.defaultPolicy})
    ON CONFLICT (name) DO NOTHING`
  if (made === 0) return { kind: 'name_taken' }
  await writeAudit(tx, { ...source, tenantId: id, action: 'tenant.created', target: id, details: draft })
  return answer(tx, id)
}

/** Changes a tenant, with its line in the audit log. */
export async function changeTenant(
  tx: Tx,
  order: { readonly id: string; readonly change: TenantChange },
  source: AuditSource,
): Promise<ChangeTenantResult> {
  const { id, change } = order
  const { name = null, defaultPolicy = null, isActive = null } = change
  // Held against another change or creation, so that a taken name is an answer and not a broken transaction.
  await tx.$executeRaw`LOCK TABLE tenant IN SHARE ROW EXCLUSIVE MODE`
  const namesakes = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM tenant WHERE name = ${name}::text AND id <> ${id}::uuid`
  if (namesakes.length > 0) return { kind: 'name_taken' }
  const changed = await tx.$executeRaw`
    UPDATE tenant SET name = coalesce(${name}::text, name),
      default_policy = coalesce(${defaultPolicy}::text, default_policy),
      is_active = coalesce(${isActive}::boolean, is_active)
    WHERE id = ${id}::uuid`
  if (changed === 0) return { kind: 'unknown' }
  await writeAudit(tx, {
    ...source,
    tenantId: id,
    action: 'tenant.changed',
    target: id,
    details: saidIn(change),
  })
  return answer(tx, id)
}

function saidIn(change: TenantChange): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

async function answer(tx: Tx, id: string): Promise<ChangeTenantResult> {
  const tenant = await findTenant(tx, id)
  return tenant === undefined ? { kind: 'unknown' } : { kind: 'done', tenant }
}
