import { z } from 'zod'

/** Far beyond what any sender can do, and within an integer of the database. */
const most = 1_000_000_000
const country = z
  .string()
  .regex(
    /^([A-Z]{2}|\+[1-9]\d{0,2})$/,
    'is not a country: write it like GB, or +881 where there is no country',
  )

const perDay = z.int().min(0).max(most).nullable()
const perTime = z.int().min(1).max(most).nullable()
const fields = {
  dailyMessages: perDay.describe('Messages in a day (UTC); 0 stops the tenant.'),
  dailyPerCountry: perDay.describe('Of these to one country, except the US and Canada; 0 stops all of them.'),
  recipientPerHour: perTime.describe('Messages to one recipient in an hour of the clock.'),
  prefixPerHour: perTime.describe('The same to all numbers that differ in their last four digits only.'),
  writesPerSecond: perTime.describe('Writes of one key in a second.'),
  readsPerSecond: perTime.describe('Reads of one key in a second.'),
}
const countryMessages = z
  .record(country, z.int().min(0).max(most))
  .refine((countries) => Object.keys(countries).length <= 300, {
    message: 'names more than 300 countries',
    params: { rule: 'max_items' },
  })
  .describe('Messages in a day (UTC) to these countries, by ISO 3166 code; 0 stops the country.')

const example = {
  dailyMessages: 50_000,
  dailyPerCountry: null,
  countryMessages: { GB: 5_000, JM: 0 },
  recipientPerHour: 10,
  prefixPerHour: null,
  writesPerSecond: 50,
  readsPerSecond: null,
}

/** Body of `PUT /v1/tenants/:id/limits`: all limits that the tenant has of its own. */
export const setLimitsBody = z
  .strictObject({ ...z.object(fields).partial().shape, countryMessages: countryMessages.optional() })
  .refine((body) => Object.values(body).some(isLimit), {
    message: 'names no limit; send at least one, or take them all away with DELETE',
    params: { rule: 'required' },
  })
  .meta({
    id: 'SetLimits',
    description: 'What is left out or null holds as the installation sets it.',
    examples: [{ dailyMessages: 50_000, countryMessages: { GB: 5_000, JM: 0 }, recipientPerHour: 10 }],
  })

/** Body of `PUT /v1/tenants/:id/limits`, read. */
export type SetLimitsBody = z.infer<typeof setLimitsBody>

/** The limits that a tenant has of its own. */
export const limitsView = z.object({ tenantId: z.string(), ...fields, countryMessages }).meta({
  id: 'Limits',
  description: 'null: as the installation sets it.',
  examples: [{ tenantId: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c', ...example }],
})

/** The limits that a tenant has of its own. */
export type LimitsView = z.infer<typeof limitsView>

function isLimit(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
  )
}
