import { Prisma } from './db.ts'

/**
 * This moment for a column of milliseconds, rounded down. Postgres rounds to the nearest one: half of the time `now()`
 * is stored as a moment still to come, and what is due then is not found by who looks at once.
 */
export const dueNow = Prisma.sql`date_trunc('milliseconds', now())`
