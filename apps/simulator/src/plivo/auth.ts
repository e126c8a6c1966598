import { isOneOf, readBasic } from '../core/basic-auth.ts'
import type { Settings } from './settings.ts'

/** True when a Basic Authorization header opens the account: its Auth ID with one of the active tokens. */
export function isAuthorized(header: string | undefined, authId: string, settings: Settings): boolean {
  const given = readBasic(header)
  if (given?.username !== authId) return false
  return isOneOf(given.password, [settings.authToken, settings.secondaryAuthToken])
}
