import { type AccountChoice, readAccounts } from '../src/accounts/read-accounts.ts'
import type { ConfiguredAccounts } from '../src/accounts/refresh-accounts.ts'

/** Variables of a Twilio account with two numbers, as an operator would set them. */
export const twilioEnv = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  TWILIO_PHONE_NUMBER: '+15005550006,+15005550009',
}

/** Reads accounts as a process does at its start. A simulator stands in unless the choice says otherwise. */
export function configuredAccounts(
  env: Readonly<Record<string, string>> = twilioEnv,
  choice: Partial<AccountChoice> = { simulatorUrl: 'http://127.0.0.1:1' },
): ConfiguredAccounts {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const reading = readAccounts(present, { requireHttpsMedia: false, ...choice })
  if (reading.kind !== 'ok') throw new Error(reading.problems.join('\n'))
  return reading.accounts
}
