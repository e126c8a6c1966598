import type { Db, Tx } from '../db/db.ts'

/** What a tenant's own row says; undefined where the default of the installation holds. */
export type TenantLimits = {
  readonly dailyMessages: number | undefined
  readonly dailyPerCountry: number | undefined
  /** Messages a day by ISO 3166 country, such as `GB`. */
  readonly countryMessages: Readonly<Record<string, number>>
  readonly recipientPerHour: number | undefined
  readonly prefixPerHour: number | undefined
  readonly writesPerSecond: number | undefined
  readonly readsPerSecond: number | undefined
}

/** Finds the limits that a tenant has of its own; undefined when it has none. */
export async function findTenantLimits(db: Db | Tx, tenantId: string): Promise<TenantLimits | undefined> {
  const row = await db.tenantLimit.findUnique({ where: { tenantId } })
  if (row === null) return undefined
  return {
    dailyMessages: row.dailyMessages ?? undefined,
    dailyPerCountry: row.dailyPerCountry ?? undefined,
    countryMessages: readCounts(row.countryMessages),
    recipientPerHour: row.recipientPerHour ?? undefined,
    prefixPerHour: row.prefixPerHour ?? undefined,
    writesPerSecond: row.writesPerSecond ?? undefined,
    readsPerSecond: row.readsPerSecond ?? undefined,
  }
}

/** Null-prototype, because countries of requests are looked up in it. */
function readCounts(value: unknown): Readonly<Record<string, number>> {
  const counts: Record<string, number> = Object.create(null)
  for (const [country, count] of Object.entries(value ?? {})) {
    if (typeof count === 'number' && count >= 0) counts[country] = count
  }
  return counts
}
