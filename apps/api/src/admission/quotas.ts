import type { Destination } from '@heliograph/delivery/limits/read-destination'
import type { TenantLimits } from '@heliograph/delivery/limits/tenant-limits'

/** What the installation lets a tenant send. 0 means no limit. */
export type Quotas = {
  /** Messages of one tenant in a day (UTC). */
  readonly dailyMessages: number
  /** Messages of one tenant to one country in a day (UTC), except the US and Canada. */
  readonly dailyPerCountry: number
  /** Messages of one tenant to one recipient in an hour of the clock. */
  readonly recipientPerHour: number
  /** The same for all numbers that differ in their last four digits only. */
  readonly prefixPerHour: number
  /** Due messages of the whole installation beyond which nothing more is taken. */
  readonly maxBacklog: number
}

/** One limit that a message counts towards. */
export type Rule = {
  readonly code: 'quota_exceeded' | 'velocity_exceeded'
  /** Names the counter of the tenant. */
  readonly name: string
  readonly limit: number
  readonly windowMs: number
  /** What is limited, for people; without numbers. */
  readonly what: string
}

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Where MMS goes in the first place: the tenant's own quota is the limit there. */
const homeCountries = new Set(['US', 'CA'])

/** The limits that a message to `to` counts towards. A limit of 0 in `quotas` is none; one of the tenant's own lets nothing through. */
export function listRules(
  quotas: Quotas,
  own: TenantLimits | undefined,
  message: { readonly to: string; readonly destination: Destination },
): Rule[] {
  const { to, destination } = message
  const { country, prefix } = destination
  const rules = [
    daily('day', own?.dailyMessages, quotas.dailyMessages, 'messages a day'),
    daily(`country:${country}`, ...countryLimits(quotas, own, country), `messages a day to ${country}`),
    hourly(
      `prefix:${prefix}`,
      own?.prefixPerHour,
      quotas.prefixPerHour,
      'messages an hour to one range of numbers',
    ),
    hourly(`to:${to}`, own?.recipientPerHour, quotas.recipientPerHour, 'messages an hour to one recipient'),
  ]
  return rules.filter((rule) => rule !== undefined)
}

function countryLimits(
  quotas: Quotas,
  own: TenantLimits | undefined,
  country: string,
): [own: number | undefined, general: number] {
  const named = own?.countryMessages[country]
  if (named !== undefined) return [named, 0]
  return homeCountries.has(country) ? [undefined, 0] : [own?.dailyPerCountry, quotas.dailyPerCountry]
}

function daily(name: string, own: number | undefined, general: number, what: string): Rule | undefined {
  const limit = own ?? general
  if (own === undefined && general === 0) return undefined
  return { code: 'quota_exceeded', name, limit, windowMs: dayMs, what: `${limit} ${what}` }
}

function hourly(name: string, own: number | undefined, general: number, what: string): Rule | undefined {
  const limit = own ?? general
  if (limit === 0) return undefined
  return { code: 'velocity_exceeded', name, limit, windowMs: hourMs, what: `${limit} ${what}` }
}
