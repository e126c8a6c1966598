/** The number in E.164 without punctuation, or undefined when it cannot be one. North American numbers have ten digits. */
export function normalizeNumber(text: string): string | undefined {
  const number = text.replace(/[\s().-]/g, '')
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return undefined
  return number.startsWith('+1') && number.length !== 12 ? undefined : number
}

/** True for a short code: three to eight digits without a plus. */
export function isShortCode(text: string): boolean {
  return /^\d{3,8}$/.test(text)
}

/** A sender in its canonical form: a number, a short code or an alphanumeric id; undefined when it is none of them. */
export function readSender(text: string): string | undefined {
  if (isShortCode(text)) return text
  if (/^(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}$/.test(text)) return text
  return normalizeNumber(text)
}
