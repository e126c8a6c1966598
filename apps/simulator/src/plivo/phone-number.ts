// Plivo strips punctuation from a number and gives it back without a plus. Here numbers are kept in E.164 with a plus, and
// lose it on their way out.

const PUNCTUATION = /[\s+./()-]/g

// Area codes of +1 that belong to neither the US nor Canada (nationalnanpa.com).
const ELSEWHERE: ReadonlySet<string> = new Set(
  '242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876'.split(' '),
)

/** The number in E.164 with a plus, or undefined when it cannot be one: 7 to 14 digits, the country first. */
export function normalizeNumber(text: string): string | undefined {
  const digits = text.replace(PUNCTUATION, '')
  if (!/^[1-9]\d{6,13}$/.test(digits)) return undefined
  return digits.startsWith('1') && digits.length !== 11 ? undefined : `+${digits}`
}

/** True for a number of the US or Canada, where alone Plivo carries MMS. */
export function isNorthAmerican(number: string): boolean {
  return number.startsWith('+1') && !ELSEWHERE.has(number.slice(2, 5))
}

/** The number as Plivo writes it. */
export function withoutPlus(number: string): string {
  return number.replace(/^\+/, '')
}
