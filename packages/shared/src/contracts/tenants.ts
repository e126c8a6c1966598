import { z } from 'zod'
import { policies } from '../domain/policy.ts'
import { examplePage } from './example-page.ts'
import { pageLimit } from './query-number.ts'
import { cleanText } from './text-rules.ts'

// A name is given in a header too, so it has to fit there; it must not look like an id either.
const tenantName = cleanText(100)
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9 _.-]{0,98}[A-Za-z0-9])?$/,
    'may hold letters, digits, spaces and _ . - only, and begins and ends with a letter or digit',
  )
  .refine((name) => !/^[0-9a-f-]{36}$/i.test(name), {
    message: 'looks like an id; choose a word',
    params: { rule: 'not_an_id' },
  })

const example = { name: 'acme', defaultPolicy: 'confirmed' } as const

/** Body of `POST /v1/tenants`. */
export const createTenantBody = z
  .strictObject({
    name: tenantName.describe('Unique in the installation, at most 100 characters.'),
    defaultPolicy: z
      .enum(policies)
      .default('confirmed')
      .describe('Policy of messages that name none. See reliability.'),
  })
  .meta({ id: 'CreateTenant', examples: [example] })

/** Body of `PATCH /v1/tenants/:id`. */
export const changeTenantBody = z
  .strictObject({
    name: tenantName.optional(),
    defaultPolicy: z.enum(policies).optional(),
    isActive: z
      .boolean()
      .optional()
      .describe(
        'false: every key of the tenant answers 401 within 5 seconds. What was accepted is still sent.',
      ),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: 'names no change; send name, defaultPolicy or isActive',
    params: { rule: 'required' },
  })
  .meta({ id: 'ChangeTenant', examples: [{ isActive: false }] })

/** One tenant. */
export const tenantView = z
  .object({
    id: z.string(),
    name: z.string(),
    defaultPolicy: z.enum(policies),
    isActive: z.boolean(),
    createdAt: z.string().describe('RFC 3339, UTC.'),
  })
  .meta({
    id: 'Tenant',
    examples: [
      {
        id: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c',
        ...example,
        isActive: true,
        createdAt: '2026-11-21T12:00:00.000Z',
      },
    ],
  })

/** Query of `GET /v1/tenants`. */
export const listTenantsQuery = z.strictObject({
  limit: pageLimit('Tenants'),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before.'),
})

/** A page of tenants, newest first. */
export const tenantPage = z
  .object({ data: z.array(tenantView), nextCursor: z.string().nullable() })
  .meta({ id: 'TenantPage', examples: [examplePage(tenantView)] })
