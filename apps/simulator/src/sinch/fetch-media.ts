import type { CarrierCore } from '../core/carrier.ts'
import { download } from '../core/download.ts'
import { matchesType, mediaType } from '../core/media-type.ts'
import type { OutboundResult } from '../core/outbound.ts'
import type { Settings } from './settings.ts'

/** What fetching needs. */
export type FetchMediaDeps = Pick<CarrierCore, 'outbound' | 'timers'> & { settings: () => Settings }

const UNREACHABLE_CODE = 414
const NOT_BEST_PRACTICE_CODE = 415

// Sinch's list of best practices (developers.sinch.com/docs/mms/bestpractices).
const STRICT_TYPES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'video/mp4',
  'video/quicktime',
  'text/vcard',
  'text/x-vcard',
  'application/pdf',
])

/**
 * Fetches the one file of an MMS and gives the code that ends the message, or undefined when it is good. Sinch asks for a GET
 * with a valid Content-Type and with Content-Length: a chunked answer is refused.
 */
export async function fetchMedia(
  deps: FetchMediaDeps,
  url: string,
  isStrict: boolean,
): Promise<number | undefined> {
  const { fetch, maxStrictBytes, ...limits } = deps.settings().media
  if (!fetch) return undefined
  const request = { ...limits, url, userAgent: 'Sinch MMS' }
  const got = await download(deps, request, (ask) => ask('GET'))
  if (got.kind !== 'answered' || !isUsable(got)) return UNREACHABLE_CODE
  const isBestPractice =
    STRICT_TYPES.has(mediaType(got.headers['content-type'])) && got.body.length <= maxStrictBytes
  return isStrict && !isBestPractice ? NOT_BEST_PRACTICE_CODE : undefined
}

function isUsable({ status, headers, body }: OutboundResult & { kind: 'answered' }): boolean {
  if (status < 200 || status > 299 || headers['content-length'] === undefined) return false
  const type = mediaType(headers['content-type'])
  const isMedia = /^(image|video|audio)\//.test(type) || STRICT_TYPES.has(type)
  return isMedia && matchesType(type, body)
}
