import { readRecipient } from '../history/read-recipient.ts'

/** Any number of the country whose numbers are written without a country code. */
const homeNumber = '+12025550123'

/** `readRecipient` where no sender tells the home country: a number without a country code is read as American. */
export function readPhoneNumber(text: string): string | undefined {
  return readRecipient(text, homeNumber)
}
