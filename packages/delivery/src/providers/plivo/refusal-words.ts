// Plivo's errors of the send call have a text and no code. The words decide only where they are plain; everything else
// goes by the HTTP status. The text may repeat what a caller wrote, so addresses and longer quotations are taken out
// first: nobody shall hold an account with a media URL that says "insufficient credit".
import { readJson } from '../http/read-json.ts'

/** Our words for a refusal whose text says more than its HTTP status. */
export type RefusalWord =
  | 'insufficient_credit'
  | 'destination_barred'
  | 'src_refused'
  | 'dst_refused'
  | 'media_refused'

/** Reads the text of a refusal. Undefined where it says nothing beyond the status, and for HTML pages. */
export function readRefusal(body: string): RefusalWord | undefined {
  const text = readText(body).slice(0, maxChars).replace(addresses, ' ').replace(quotations, ' ')
  if (credit.test(text)) return 'insufficient_credit'
  if (geography.test(text)) return 'destination_barred'
  const isSource = source.test(text)
  const isDestination = destination.test(text)
  // "src and dst are the same" is the fault of neither.
  if (isSource && isDestination) return undefined
  if (isSource) return 'src_refused'
  if (isDestination) return 'dst_refused'
  return media.test(text) ? 'media_refused' : undefined
}

const maxChars = 500
const addresses = /\S*:\/\/\S*/g
const quotations = /(["'`])(?:(?!\1).){13,}\1/g
const credit = /\b(insufficient|not enough|no) (account )?(credits?|balance|funds)\b/i
const geography = /\bgeo\b|\bgeo[- ]?permission|\bcountr(y|ies)\b|\bregion\b/i
const source = /\bsrc\b|\bsource (number|address)\b|\bpowerpack/i
const destination = /\bdst\b|\bdestination\b/i
const media = /\bmedia\b|\bmedia_(urls?|ids?)\b|\battachments?\b/i

/** The words themselves. A page of HTML comes from something in front of the API. */
function readText(body: string): string {
  const json = readJson(body)
  if (typeof json !== 'object' || json === null) return body.trimStart().startsWith('<') ? '' : body
  const error = 'error' in json ? json.error : 'message' in json ? json.message : ''
  return typeof error === 'string' ? error : ''
}
