import { createHash, timingSafeEqual } from 'node:crypto'
import type { CallbackRequest } from '../provider.ts'

/** True when the request carries exactly these credentials (RFC 7617). Takes the same time wherever they differ. */
export function carriesCredentials(
  { headers }: CallbackRequest,
  { user, password }: { readonly user: string; readonly password: string },
): boolean {
  const header = headers['authorization']
  const encoded =
    typeof header === 'string' ? /^Basic +([A-Za-z0-9+/=]{1,1024})$/i.exec(header)?.[1] : undefined
  if (encoded === undefined || password === '') return false
  return timingSafeEqual(digest(Buffer.from(encoded, 'base64')), digest(Buffer.from(`${user}:${password}`)))
}

/** Equal lengths for the comparison, whatever was sent. */
function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
