import { homeNumberOf, type Routing } from '@heliograph/delivery/accounts/routing'
import { readRecipient } from '@heliograph/delivery/history/read-recipient'
import { refuseFields } from './problems/refusal.ts'

/**
 * A number that a list is filtered by, as E.164; without a country code it is one of the default sender's country.
 * Refuses what is no whole number.
 */
export function readNumberFilter(
  deps: { readonly routing: Routing },
  field: string,
  text: string | undefined,
): string | undefined {
  if (text === undefined) return undefined
  const number = readRecipient(text, homeNumberOf(deps.routing))
  if (number !== undefined) return number
  const message = 'is not a phone number; write it with its country code, like +15558675310 (in a URL: %2B1…)'
  throw refuseFields([{ field, rule: 'phone_number', message }])
}
