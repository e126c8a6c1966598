import { createHash, createHmac } from 'node:crypto'

/** Form parameters as Twilio signs them; a repeated name carries a list. */
export type SignedParams = Record<string, string | readonly string[]>

/**
 * Signs a form request: base64 of HMAC-SHA1, keyed with the auth token, over the URL followed by every name and value in
 * order of the names. The values of a repeated name count as a set (twilio.com/docs/usage/security).
 */
export function signForm(authToken: string, url: string, params: SignedParams): string {
  const parts = [signedUrl(url)]
  for (const name of Object.keys(params).sort()) {
    const value = params[name] ?? ''
    const values = typeof value === 'string' ? [value] : [...new Set(value)].sort()
    for (const one of values) parts.push(name, one)
  }
  return createHmac('sha1', authToken).update(parts.join(''), 'utf8').digest('base64')
}

/** Signs a request whose body is not a form; the URL must already carry the body's hash (see `withBodyHash`). */
export function signUrl(authToken: string, url: string): string {
  return signForm(authToken, url, {})
}

/** Adds the `bodySHA256` parameter that ties a non-form body to its signature. */
export function withBodyHash(url: string, body: string): string {
  const hash = createHash('sha256').update(body, 'utf8').digest('hex')
  return `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${hash}`
}

/** The URL as Twilio signs it: no fragment, no credentials, never without a path. Everything else stays untouched. */
export function signedUrl(url: string): string {
  const [withoutFragment = ''] = url.split('#', 1)
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?]*)(.*)$/i.exec(withoutFragment)
  if (!match) return withoutFragment
  const [, scheme = '', authority = '', rest = ''] = match
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  return scheme + host + (rest.startsWith('/') ? rest : `/${rest}`)
}
