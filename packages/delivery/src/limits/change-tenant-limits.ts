import { type AuditSource, writeAudit } from '../audit/write-audit.ts'
import type { Tx } from '../db/db.ts'
import type { TenantLimits } from './tenant-limits.ts'

/**
 * Gives a tenant exactly these limits of its own, with a line in the audit log when that changes anything. The tenant
 * must exist.
 */
export async function setTenantLimits(
  tx: Tx,
  { tenantId, limits }: { readonly tenantId: string; readonly limits: TenantLimits },
  source: AuditSource,
): Promise<void> {
  const countries = JSON.stringify(limits.countryMessages)
  const changed = await tx.$executeRaw`
    INSERT INTO tenant_limit AS known (tenant_id, daily_messages, daily_per_country, country_messages,
      recipient_per_hour, prefix_per_hour, writes_per_second, reads_per_second)
    VALUES (${tenantId}::uuid, ${limits.dailyMessages ?? null}::int, ${limits.dailyPerCountry ?? null}::int,
      ${countries}::jsonb, ${limits.recipientPerHour ?? null}::int, ${limits.prefixPerHour ?? null}::int,
      ${limits.writesPerSecond ?? null}::int, ${limits.readsPerSecond ?? null}::int)
    ON CONFLICT (tenant_id) DO UPDATE SET daily_messages = excluded.daily_messages,
      daily_per_country = excluded.daily_per_country, country_messages = excluded.country_messages,
      recipient_per_hour = excluded.recipient_per_hour, prefix_per_hour = excluded.prefix_per_hour,
      writes_per_second = excluded.writes_per_second, reads_per_second = excluded.reads_per_second, updated_at = now()
    WHERE (known.daily_messages, known.daily_per_country, known.country_messages, known.recipient_per_hour,
        known.prefix_per_hour, known.writes_per_second, known.reads_per_second)
      IS DISTINCT FROM (excluded.daily_messages, excluded.daily_per_country, excluded.country_messages,
        excluded.recipient_per_hour, excluded.prefix_per_hour, excluded.writes_per_second, excluded.reads_per_second)`
  if (changed === 0) return
  await writeAudit(tx, {
    ...source,
    tenantId,
    action: 'tenant.limits_set',
    target: tenantId,
    details: saidIn(limits),
  })
}

/** Takes the limits of its own from a tenant, with a line in the audit log when it had any. */
export async function removeTenantLimits(tx: Tx, tenantId: string, source: AuditSource): Promise<void> {
  const removed = await tx.$executeRaw`DELETE FROM tenant_limit WHERE tenant_id = ${tenantId}::uuid`
  if (removed === 0) return
  await writeAudit(tx, { ...source, tenantId, action: 'tenant.limits_removed', target: tenantId })
}

function saidIn({ countryMessages, ...limits }: TenantLimits): Record<string, number | readonly string[]> {
  const countries = Object.entries(countryMessages).map(([country, messages]) => `${country}=${messages}`)
  const named = Object.entries(limits).flatMap(([name, limit]) =>
    limit === undefined ? [] : [[name, limit]],
  )
  return { ...Object.fromEntries(named), ...(countries.length === 0 ? {} : { countryMessages: countries }) }
}
