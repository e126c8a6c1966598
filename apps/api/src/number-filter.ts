import { readPhoneNumber } from '@heliograph/delivery/reports/read-phone-number'
import { refuseFields } from './problems/refusal.ts'

/** A number that a list is filtered by, as E.164. Refuses what is no whole number. */
export function readNumberFilter(field: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const number = readPhoneNumber(text)
  if (number !== undefined) return number
  const message = 'is not a phone number; write it with its country code, like +15558675310 (in a URL: %2B1…)'
  throw refuseFields([{ field, rule: 'phone_number', message }])
}
