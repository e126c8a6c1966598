import { timingSafeEqual } from 'node:crypto'

/** The user and password of a Basic Authorization header; undefined when it is none. */
export function readBasic(header: string | undefined): { username: string; password: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon === -1 ? undefined : { username: pair.slice(0, colon), password: pair.slice(colon + 1) }
}

/** True when the given text is one of the secrets; takes the same time wherever they differ. */
export function isOneOf(given: string, secrets: readonly (string | null)[]): boolean {
  return secrets.some((secret) => secret !== null && isEqual(Buffer.from(given), Buffer.from(secret)))
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
