import type { Db } from '@heliograph/delivery/db/db'
import { findTenantLimits, type TenantLimits } from '@heliograph/delivery/limits/tenant-limits'
import type { Eventually } from '../eventually.ts'

/** Limits that tenants have of their own, at most ten seconds old. */
export type OwnLimits = {
  of(tenantId: string): Eventually<TenantLimits | undefined>
  /** Makes the next question read them again: they were changed here. */
  forget(tenantId: string): void
}

type Deps = { readonly db: Db; readonly now: () => number; readonly onError: (error: unknown) => void }
type Known = { readonly limits: TenantLimits | undefined; readonly readAtMs: number }

const freshMs = 5_000
const maxAgeMs = 10_000
const maxTenants = 10_000

/**
 * Remembers the limits of tenants. The first request of a tenant, and one after a pause, waits for them; others get
 * what is known, which is read again beside them. A tenant whose limits cannot be read has those last known.
 */
export function openOwnLimits(deps: Deps): OwnLimits {
  const known = new Map<string, Known>()
  const reading = new Map<string, Promise<Known>>()
  const read = (tenantId: string): Promise<Known> => {
    const underWay = reading.get(tenantId)
    if (underWay !== undefined) return underWay
    const started = load(deps, tenantId, known.get(tenantId)).then((found) => {
      // What was asked for before a change is not remembered after it.
      if (reading.get(tenantId) !== started) return found
      if (known.size >= maxTenants) known.clear()
      known.set(tenantId, found)
      reading.delete(tenantId)
      return found
    })
    reading.set(tenantId, started)
    return started
  }
  return {
    of: (tenantId) => {
      const found = known.get(tenantId)
      const ageMs = found === undefined ? maxAgeMs : deps.now() - found.readAtMs
      if (found === undefined || ageMs >= maxAgeMs) return read(tenantId).then(({ limits }) => limits)
      if (ageMs >= freshMs) void read(tenantId)
      return found.limits
    },
    forget: (tenantId) => {
      reading.delete(tenantId)
      const found = known.get(tenantId)
      if (found !== undefined) known.set(tenantId, { ...found, readAtMs: Number.NEGATIVE_INFINITY })
    },
  }
}

async function load(deps: Deps, tenantId: string, last: Known | undefined): Promise<Known> {
  const readAtMs = deps.now()
  try {
    return { limits: await findTenantLimits(deps.db, tenantId), readAtMs }
  } catch (error) {
    deps.onError(error)
    // However long that took: a database that is away is asked again after a while, not by every request.
    return { limits: last?.limits, readAtMs: deps.now() }
  }
}
