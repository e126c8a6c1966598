/**
 * A number as Sinch writes it, in E.164: its answers and callbacks leave out the `+`. Three to six digits are a short code
 * and stay as they are. Undefined for anything else.
 */
export function readNumber(text: string | null | undefined): string | undefined {
  const digits = /^\+?(\d{3,15})$/.exec(text ?? '')?.[1]
  if (digits === undefined) return undefined
  return digits.length <= 6 ? digits : `+${digits}`
}
