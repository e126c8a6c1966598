import { createHash } from 'node:crypto'
import { fetchGuarded } from './guarded-fetch.ts'
import { readDeclaredType, sniffTypes } from './media-kinds.ts'
import type { HostResolver } from './resolve-host.ts'
import type { FetchRules } from './vet-url.ts'

/** What media may be. */
export type FetchMediaOptions = {
  readonly rules: FetchRules
  /** Bytes of the media; one more is `too_large`. */
  readonly maxBytes: number
  /** Milliseconds for everything, redirects included. */
  readonly totalMs: number
  /** Media types in lower case, such as `image/jpeg`. */
  readonly acceptTypes: readonly string[]
  /** By default the DNS servers of this machine. */
  readonly resolve?: HostResolver
}

/**
 * Media whole and of a type that was asked for, with the SHA-256 of its bytes in hex; or why not. `refused`
 * will be so next time as well, `unavailable` may pass. `detail` is fit for the user who gave the URL.
 */
export type FetchedMedia =
  | {
      readonly kind: 'media'
      readonly bytes: Buffer
      readonly contentType: string
      readonly sha256: string
    }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly code: string; readonly detail: string }

/**
 * Fetches media of a user through the guarded door and proves its type by its first bytes: a server's word
 * alone would let a page or a script through under the name of a picture.
 */
export async function fetchMedia(
  url: string,
  options: FetchMediaOptions,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  const { rules, maxBytes, totalMs, resolve } = options
  const limits = { totalMs, maxBytes }
  const fetched = await fetchGuarded(url, {
    rules,
    limits,
    signal,
    ...(resolve === undefined ? {} : { resolve }),
  })
  if (fetched.kind !== 'ok') {
    const { kind, code, detail } = fetched
    return { kind: kind === 'failed' ? 'unavailable' : kind, code, detail }
  }
  const verdict = judgeType(fetched.body, fetched.contentType, options.acceptTypes)
  if (verdict.kind === 'refused') return verdict
  const sha256 = createHash('sha256').update(fetched.body).digest('hex')
  return { kind: 'media', bytes: fetched.body, contentType: verdict.contentType, sha256 }
}

type TypeVerdict =
  | { readonly kind: 'type'; readonly contentType: string }
  | Extract<FetchedMedia, { kind: 'refused' }>

function judgeType(bytes: Buffer, header: string | undefined, acceptTypes: readonly string[]): TypeVerdict {
  if (bytes.length === 0) return refuse('media_empty', 'the host answered without any bytes')
  const possible = sniffTypes(bytes)
  const declared = readDeclaredType(header)
  const accepted = `accepted are ${acceptTypes.join(', ')}`
  const [likeliest] = possible
  if (likeliest === undefined) {
    return refuse('type_unknown', `the bytes are of no known kind of media; ${accepted}`)
  }
  if (declared !== undefined && !possible.includes(declared)) {
    return refuse(
      'type_mismatch',
      `the host declares another type than the bytes have (${likeliest}); correct its Content-Type`,
    )
  }
  const contentType = declared ?? possible.find((type) => acceptTypes.includes(type)) ?? likeliest
  if (acceptTypes.includes(contentType)) return { kind: 'type', contentType }
  return refuse('type_refused', `media of type ${contentType} is not taken; ${accepted}`)
}

function refuse(code: string, detail: string): Extract<FetchedMedia, { kind: 'refused' }> {
  return { kind: 'refused', code, detail }
}
