/** A number as the engine writes it: E.164 with its plus, or a short code as it is. Undefined for anything else. */
export function readNumber(text: string | undefined): string | undefined {
  const digits = /^\+?([1-9]\d{2,14})$/.exec(text ?? '')?.[1]
  if (digits === undefined) return undefined
  return digits.length <= maxShortCodeDigits ? digits : `+${digits}`
}

const maxShortCodeDigits = 6
