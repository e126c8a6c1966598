import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** The longest number has 15 digits (ITU-T E.164), written with the longest prefix for calls abroad. */
const maxDigits = 20
const maxLength = 64

/**
 * A phone number in any usual spelling, such as `+1 (555) 867-5310`, `15558675310`, `tel:+1-555-867-5310` or
 * `0049 171 1234567`, as E.164. A number without a country code is read as one of `homeNumber`'s country.
 * Undefined when it cannot be a number.
 */
export function readRecipient(text: string, homeNumber: string | undefined): string | undefined {
  if (text.length > maxLength) return undefined
  const spelled = text.trim().replace(/^tel:/i, '')
  const digits = spelled.replace(/\D/g, '')
  if (digits.length > maxDigits || !/^\+?[\d\s().\-/\u2010-\u2015\u00a0]+$/.test(spelled)) return undefined
  const callingCode = homeNumber === undefined ? undefined : callingCodeOf(homeNumber)
  // In North America calls abroad begin with 011, nearly everywhere else with 00.
  const prefix = callingCode === '1' ? /^(00|011)/ : /^00/
  if (spelled.startsWith('+') || prefix.test(digits)) return international(digits.replace(prefix, ''))
  const national =
    callingCode === undefined
      ? undefined
      : parsePhoneNumberFromString(digits, { defaultCallingCode: callingCode, extract: false })
  // A plus sign in a URL arrives as a blank, so that digits that fit no number at home are read as with one.
  return national?.isPossible() === true ? national.number : international(digits)
}

function international(digits: string): string | undefined {
  const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false })
  return parsed?.isPossible() === true ? parsed.number : undefined
}

function callingCodeOf(number: string): string | undefined {
  return parsePhoneNumberFromString(number)?.countryCallingCode
}
