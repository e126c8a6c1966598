import { createHmac, timingSafeEqual } from 'node:crypto'

/** A request as far as Plivo's signatures cover it. */
export type SignedText = {
  /** The address that Plivo was given, query included. */
  readonly url: string
  readonly nonce: string
}

/**
 * What signature version 3 covers: address, query and every field of the form, decoded and sorted, then the nonce (docs:
 * Signature Validation V3). Names and values of the form stand without any separator. A GET request has an empty form.
 */
export function writeV3Text({ url, nonce }: SignedText, form: URLSearchParams): string {
  const [address, query] = splitUrl(url)
  const asked = sorted(new URLSearchParams(query))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const fields = sorted(form)
    .map(([name, value]) => name + value)
    .join('')
  const start = asked || form.size > 0 ? '?' : ''
  return `${address}${start}${asked}${asked && form.size > 0 ? '.' : ''}${fields}.${nonce}`
}

/** What signature version 2 covers: the address without its query, then the nonce. Neither form nor query. */
export function writeV2Text({ url, nonce }: SignedText): string {
  return splitUrl(url)[0] + nonce
}

/** True when one of the signatures belongs to the text under one of the tokens. Never throws. */
export function isSignedByPlivo(
  tokens: readonly string[],
  text: string,
  signatures: readonly string[],
): boolean {
  const given = signatures.map((signature) => Buffer.from(signature))
  return tokens.some((token) => {
    // An empty token would let anybody sign.
    if (token === '') return false
    const expected = Buffer.from(createHmac('sha256', token).update(text).digest('base64'))
    return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected))
  })
}

function splitUrl(url: string): [address: string, query: string] {
  const start = url.indexOf('?')
  return start < 0 ? [url, ''] : [url.slice(0, start), url.slice(start + 1)]
}

/** By name, then by value. Compared by code units, not by the rules of a language. */
function sorted(pairs: URLSearchParams): [name: string, value: string][] {
  return [...pairs].toSorted(([a, left], [b, right]) => compare(a, b) || compare(left, right))
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
