import type { CallbackRequest } from '../provider.ts'
import { readForm } from '../read-form.ts'
import type { PlivoSettings } from './settings.ts'
import { isSignedByPlivo, writeV2Text, writeV3Text } from './verify-signature.ts'

/** What signs the requests of an account. */
export type SigningCredentials = Pick<PlivoSettings, 'authToken' | 'previousAuthToken'>

/**
 * A request of Plivo, or why it is not believed. `covers` says what the signature is worth: all of it, or the address
 * alone, and then anybody who has seen one such request can send it again with other fields.
 */
export type SignedReading =
  | { readonly kind: 'signed'; readonly covers: 'everything' | 'address'; readonly form: URLSearchParams }
  | { readonly kind: 'forged'; readonly reason: string }

/**
 * Verifies the signature of a request with a form. A request that carries anything of version 3 is judged by version 3
 * alone: otherwise whoever alters the form would leave the stronger signature out of the reckoning. Plivo's documents and
 * users disagree which token signs for a subaccount, so both headers are tried with every token. Never throws.
 */
export function readSigned(credentials: SigningCredentials, request: CallbackRequest): SignedReading {
  const form = readForm(request)
  if (!form) return forged('not a form')
  const { authToken, previousAuthToken } = credentials
  const tokens = previousAuthToken === undefined ? [authToken] : [authToken, previousAuthToken]
  for (const version of ['v3', 'v2'] as const) {
    const header = readHeaders(request, version)
    if (header === undefined) continue
    const { nonce, signatures } = header
    if (!nonce) return forged(`no single nonce of signature ${version}`)
    const signed = { url: request.signedUrl, nonce }
    const text = version === 'v3' ? writeV3Text(signed, form) : writeV2Text(signed)
    if (!isSignedByPlivo(tokens, text, signatures)) return forged(`signature ${version} does not fit`)
    return { kind: 'signed', covers: version === 'v3' ? 'everything' : 'address', form }
  }
  return forged('no signature header')
}

/** The value of a field that stands in the form once. Plivo repeats nothing, so of repeated values none is believed. */
export function readField(form: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = form.getAll(name)
  return more.length > 0 ? undefined : value
}

type SignatureHeaders = { readonly nonce: string | undefined; readonly signatures: readonly string[] }

/** What the headers of one version say; undefined when none of them is there. */
function readHeaders({ headers }: CallbackRequest, version: 'v2' | 'v3'): SignatureHeaders | undefined {
  const nonce = headers[`x-plivo-signature-${version}-nonce`]
  const lists = [headers[`x-plivo-signature-${version}`], headers[`x-plivo-signature-ma-${version}`]]
  if (nonce === undefined && lists.every((list) => list === undefined)) return undefined
  return {
    nonce: typeof nonce === 'string' ? nonce : undefined,
    // While a token is changed one header holds a signature for each that is valid.
    signatures: lists
      .flatMap((list) => list ?? [])
      .flatMap((list) => list.split(','))
      .map((signature) => signature.trim()),
  }
}

function forged(reason: string): SignedReading {
  return { kind: 'forged', reason }
}
