import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Where a number belongs to. */
export type Destination = {
  /** ISO 3166 code such as `GB`; the calling code such as `+881` where there is no country. */
  readonly country: string
  /** The number without its last four digits: a range that one carrier sells. */
  readonly prefix: string
}

const maxKnown = 50_000
const known = new Map<string, string>()

/**
 * Tells country and range of an E.164 number. Numbers of +1 whose area is neither Canadian nor of an island count
 * as `US`. Countries are remembered by the first eight characters, which decide them.
 */
export function readDestination(number: string): Destination {
  const prefix = number.slice(0, -4)
  const start = number.slice(0, 8)
  const country = known.get(start) ?? readCountry(number)
  if (known.size >= maxKnown) known.clear()
  known.set(start, country)
  return { country, prefix }
}

function readCountry(number: string): string {
  const parsed = parsePhoneNumberFromString(number)
  if (parsed === undefined) return 'unknown'
  if (parsed.country !== undefined) return parsed.country
  return parsed.countryCallingCode === '1' ? 'US' : `+${parsed.countryCallingCode}`
}
