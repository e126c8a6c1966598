import type { ReportRange } from '@heliograph/shared/contracts/report-range'
import { Prisma } from '../db/db.ts'

/** Ids are made by the clock of the process that accepted the message, created_at by that of the database. */
const slack = Prisma.sql`interval '5 seconds'`

/** Condition on mms_log: messages that the tenant had accepted in the range. Reads the tenant's index by id. */
export function acceptedIn(tenantId: string, range: ReportRange): Prisma.Sql {
  return Prisma.sql`tenant_id = ${tenantId}::uuid AND ${acceptedInAnyTenant(range)}`
}

/** The same over all tenants: reads the primary key. */
export function acceptedInAnyTenant(range: ReportRange): Prisma.Sql {
  const { from, to } = idBounds(range)
  return Prisma.sql`id >= ${from} AND id < ${to} AND created_at >= ${range.from}::timestamptz
    AND created_at < ${range.to}::timestamptz`
}

/** As `acceptedIn` by id alone, a few seconds wider: the index has all of it. */
export function idIn(tenantId: string, range: ReportRange): Prisma.Sql {
  const { from, to } = idBounds(range)
  return Prisma.sql`tenant_id = ${tenantId}::uuid AND id >= ${from} AND id < ${to}`
}

/** Bounds of the ids of a range, the upper one exclusive. */
export function idBounds(range: ReportRange): { readonly from: Prisma.Sql; readonly to: Prisma.Sql } {
  return {
    from: Prisma.sql`uuidv7_floor(${range.from}::timestamptz - ${slack})`,
    to: Prisma.sql`uuidv7_floor(${range.to}::timestamptz + ${slack})`,
  }
}
