import { z } from 'zod'
import { Refusal } from '../problems/refusal.ts'

/** Who may use the routes about tenants: operators with the scope `admin`. */
export const tenantsConfig = { scope: 'admin', reach: 'installation' } as const

/** Path parameters of the routes of one tenant. */
export const tenantParams = z.object({
  id: z
    .string()
    .max(100)
    .describe('Id of the tenant.')
    .meta({ examples: ['0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c'] }),
})

/** The id of a tenant in a path, in lower case. Throws `tenant_not_found` for what cannot be one. */
export function readTenantId(id: string): string {
  if (!z.guid().safeParse(id).success) throw tenantNotFound()
  return id.toLowerCase()
}

/** The refusal of an id that no tenant has. */
export function tenantNotFound(): Refusal {
  return new Refusal('tenant_not_found', 'check the id: GET /v1/tenants lists them')
}
