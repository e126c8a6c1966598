import { isOneOf, readBasic } from '../core/basic-auth.ts'
import type { Settings } from './settings.ts'

/** True when a Basic Authorization header opens the account: its SID with a token, or the API key with its secret. */
export function isAuthorized(header: string | undefined, accountSid: string, settings: Settings): boolean {
  const given = readBasic(header)
  if (!given) return false
  const { username, password } = given
  if (username === accountSid) return isOneOf(password, [settings.authToken, settings.secondaryAuthToken])
  return (
    settings.apiKeySid !== null &&
    username === settings.apiKeySid &&
    isOneOf(password, [settings.apiKeySecret])
  )
}
