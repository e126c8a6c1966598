import { timingSafeEqual } from 'node:crypto'
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

function readBasic(header: string | undefined): { username: string; password: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon === -1 ? undefined : { username: pair.slice(0, colon), password: pair.slice(colon + 1) }
}

function isOneOf(given: string, secrets: (string | null)[]): boolean {
  return secrets.some((secret) => secret !== null && isEqual(Buffer.from(given), Buffer.from(secret)))
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
