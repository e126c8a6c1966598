// Plivo's two webhook signatures: HMAC-SHA256, keyed with an auth token, in base64. V2 covers the address alone; V3 covers the
// query and the form as well.
import { createHmac } from 'node:crypto'

/** What a V3 signature covers. Form fields are pairs, because a name may repeat. */
export type SignedRequest = {
  method: 'GET' | 'POST'
  url: string
  form: readonly (readonly [string, string])[]
  nonce: string
}

/** Signs the address without its query, and the nonce. */
export function signV2(authToken: string, url: string, nonce: string): string {
  return sign(authToken, splitUrl(url).address + nonce)
}

/** Signs address, query, form and nonce. */
export function signV3(authToken: string, request: SignedRequest): string {
  return sign(authToken, textToSign(request))
}

/**
 * The text under a V3 signature. The query follows as `name=value` joined by `&`, the form as names and values without
 * anything between; both decoded, in order of the names and then of the values. GET has no form.
 */
export function textToSign({ method, url, form, nonce }: SignedRequest): string {
  const { address, query } = splitUrl(url)
  const fields = method === 'POST' ? inOrder(form).map(([name, value]) => name + value) : []
  const inQuery = inOrder([...new URLSearchParams(query)]).map(([name, value]) => `${name}=${value}`)
  const parts = [inQuery.join('&'), fields.join('')].filter((part) => part !== '')
  const covered = parts.length === 0 ? address : `${address}?${parts.join('.')}`
  return `${covered}.${nonce}`
}

function splitUrl(url: string): { address: string; query: string } {
  const [withoutFragment = ''] = url.split('#', 1)
  const mark = withoutFragment.indexOf('?')
  if (mark === -1) return { address: withoutFragment, query: '' }
  return { address: withoutFragment.slice(0, mark), query: withoutFragment.slice(mark + 1) }
}

function inOrder(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return pairs.toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function sign(authToken: string, text: string): string {
  return createHmac('sha256', authToken).update(text, 'utf8').digest('base64')
}
