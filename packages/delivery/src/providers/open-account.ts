import type { AccountSettings } from '../settings/engine-settings.ts'
import type { Provider } from './provider.ts'
import { openProvider } from './registry.ts'
import { defaultTimeouts } from './twilio/settings.ts'

/** Opens the configured account. `totalMs` bounds one request, `maxConnections` the requests side by side. */
export function openAccount(
  account: AccountSettings,
  limits: { readonly totalMs?: number; readonly maxConnections?: number } = {},
): Provider {
  const totalMs = limits.totalMs ?? defaultTimeouts.totalMs
  const headersMs = Math.min(defaultTimeouts.headersMs, totalMs)
  return openProvider({
    provider: account.provider,
    accountSid: account.externalId,
    authToken: account.authToken,
    timeouts: { ...defaultTimeouts, headersMs, totalMs },
    ...(account.previousAuthToken === undefined ? {} : { previousAuthToken: account.previousAuthToken }),
    ...(account.apiKey === undefined ? {} : { apiKey: account.apiKey }),
    ...(account.baseUrl === undefined ? {} : { baseUrl: account.baseUrl }),
    ...(limits.maxConnections === undefined ? {} : { maxConnections: limits.maxConnections }),
  })
}
