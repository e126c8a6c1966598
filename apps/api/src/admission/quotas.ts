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
  /** What the limit is of, for people: follows the number. */
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
  const rules: Rule[] = []
  const day = dailyLimit(own?.dailyMessages, quotas.dailyMessages)
  if (day !== undefined) rules.push(daily('day', day, 'messages a day'))
  const abroad = countryLimit(quotas, own, country)
  if (abroad !== undefined) {
    rules.push(daily(`country:${country}`, abroad, `messages a day to ${country}`))
  }
  const range = own?.prefixPerHour ?? quotas.prefixPerHour
  if (range > 0) rules.push(hourly(`prefix:${prefix}`, range, 'messages an hour to one range of numbers'))
  const recipient = own?.recipientPerHour ?? quotas.recipientPerHour
  if (recipient > 0) rules.push(hourly(`to:${to}`, recipient, 'messages an hour to one recipient'))
  return rules
}

function countryLimit(quotas: Quotas, own: TenantLimits | undefined, country: string): number | undefined {
  const named = own?.countryMessages[country]
  if (named !== undefined) return named
  return homeCountries.has(country) ? undefined : dailyLimit(own?.dailyPerCountry, quotas.dailyPerCountry)
}

function dailyLimit(own: number | undefined, general: number): number | undefined {
  return own ?? (general === 0 ? undefined : general)
}

function daily(name: string, limit: number, what: string): Rule {
  return { code: 'quota_exceeded', name, limit, windowMs: dayMs, what }
}

function hourly(name: string, limit: number, what: string): Rule {
  return { code: 'velocity_exceeded', name, limit, windowMs: hourMs, what }
}
