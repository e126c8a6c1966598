import { isOneOf } from '../core/basic-auth.ts'

/** True when an Authorization header is a bearer token with this value. */
export function isBearer(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
  return given !== undefined && isOneOf(given, [token])
}
