import type { Db } from '@heliograph/delivery/db/db'
import { findTenantLimits, type TenantLimits } from '@heliograph/delivery/limits/tenant-limits'

/** Limits that tenants have of their own, at most ten seconds old while asked for. */
export type OwnLimits = { of(tenantId: string): Promise<TenantLimits | undefined> }

type Deps = { readonly db: Db; readonly now: () => number; readonly onError: (error: unknown) => void }
type Known = { readonly limits: TenantLimits | undefined; staleAtMs: number }

const freshMs = 10_000
const maxTenants = 10_000

/**
 * Remembers the limits of tenants. The first request of a tenant waits for them; later ones get what is known
 * while it is read again. A tenant whose limits cannot be read has those last known.
 */
export function openOwnLimits(deps: Deps): OwnLimits {
  const known = new Map<string, Known>()
  const reading = new Map<string, Promise<Known>>()
  const read = (tenantId: string): Promise<Known> => {
    const underWay = reading.get(tenantId)
    if (underWay !== undefined) return underWay
    const started = load(deps, tenantId, known.get(tenantId)).then((found) => {
      if (known.size >= maxTenants) known.clear()
      known.set(tenantId, found)
      reading.delete(tenantId)
      return found
    })
    reading.set(tenantId, started)
    return started
  }
  return {
    of: async (tenantId) => {
      const found = known.get(tenantId)
      if (found === undefined) return (await read(tenantId)).limits
      if (deps.now() >= found.staleAtMs) void read(tenantId)
      return found.limits
    },
  }
}

async function load(deps: Deps, tenantId: string, last: Known | undefined): Promise<Known> {
  const staleAtMs = deps.now() + freshMs
  try {
    return { limits: await findTenantLimits(deps.db, tenantId), staleAtMs }
  } catch (error) {
    deps.onError(error)
    return { limits: last?.limits, staleAtMs }
  }
}
