/** A number the way Plivo writes it: digits only. */
export function toPlivoNumber(e164: string): string {
  return e164.replace(punctuation, '')
}

/**
 * E.164 with its plus sign from the digits that Plivo answers and calls back with. Undefined for what is no number of a
 * country: short codes, names, nothing.
 */
export function readNumber(text: string | null | undefined): string | undefined {
  const digits = (text ?? '').replace(punctuation, '')
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined
}

/** What Plivo itself drops from a number (docs: Send a Message, dst). A plus sign in a form decodes to a space. */
const punctuation = /[\s+\-./()]/g
