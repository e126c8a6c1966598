import { randomUUIDv7 } from 'node:crypto'
import type { Db } from '../db/db.ts'

/** The tenant of an installation that knows only one. */
export const DEFAULT_TENANT = 'default'

/** Answers the id of the tenant of this name, making it first if need be. Safe to run side by side. */
export async function ensureTenant(db: Db, name: string = DEFAULT_TENANT): Promise<string> {
  await db.$executeRaw`
    INSERT INTO tenant (id, name) VALUES (${randomUUIDv7()}::uuid, ${name}) ON CONFLICT (name) DO NOTHING`
  const tenant = await db.tenant.findUniqueOrThrow({ where: { name }, select: { id: true } })
  return tenant.id
}
