import { getCountries, getCountryCallingCode, isPossiblePhoneNumber, Metadata } from 'libphonenumber-js/min'

let lengths: ReadonlyMap<string, ReadonlySet<number>> | undefined

/**
 * True when an E.164 number has a length that numbers of its country have. Most are told by their calling code and
 * length alone; what that does not settle is parsed, which costs fifty times as much.
 */
export function isPossibleNumber(e164: string): boolean {
  lengths ??= readLengths()
  // No calling code is the beginning of another one, so at most one of the three is there.
  for (let digits = 1; digits <= 3; digits += 1) {
    if (lengths.get(e164.slice(1, 1 + digits))?.has(e164.length - 1 - digits) === true) return true
  }
  return isPossiblePhoneNumber(e164)
}

/** Lengths of national numbers by calling code: those that every country with this code has. */
function readLengths(): Map<string, ReadonlySet<number>> {
  const metadata = new Metadata()
  const found = new Map<string, ReadonlySet<number>>()
  for (const country of getCountries()) {
    const code: string = getCountryCallingCode(country)
    metadata.selectNumberingPlan(country)
    const own = new Set(metadata.numberingPlan?.possibleLengths() ?? [])
    found.set(code, found.get(code)?.intersection(own) ?? own)
  }
  return found
}
