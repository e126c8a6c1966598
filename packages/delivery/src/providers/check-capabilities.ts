import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import type { Capabilities } from '@heliograph/shared/domain/capabilities'
import type { SendFault } from '@heliograph/shared/domain/send-outcome'
import { readDestination } from '../limits/read-destination.ts'
import type { SendRequest } from './provider.ts'

/** A message as far as a provider may have to refuse it. */
export type BoundedMessage = {
  readonly to: string
  readonly body?: string | undefined
  readonly mediaUrls: readonly string[]
}

/** Everything about a message that the provider would not take, by field, with the remedy. */
export function checkCapabilities(capabilities: Capabilities, message: BoundedMessage): FieldProblem[] {
  return [
    ...checkMediaCount(capabilities, message),
    ...checkSources(capabilities, message),
    ...checkBody(capabilities, message),
    ...checkCountry(capabilities, message),
  ]
}

/** The same verdict for a message that is about to be sent: the first thing the provider would not take. */
export function refuseBeyond(capabilities: Capabilities, request: SendRequest): SendFault | undefined {
  const [problem] = checkCapabilities(capabilities, request)
  if (problem === undefined) return undefined
  return { code: 'beyond_provider', class: 'content', detail: `${problem.field} ${problem.message}` }
}

function checkMediaCount({ provider, media }: Capabilities, { mediaUrls }: BoundedMessage): FieldProblem[] {
  const count = mediaUrls.length
  if (count > media.max) {
    const files = media.max === 1 ? 'one media file' : `${media.max} media files`
    const message = `has ${count} URLs, but ${provider} sends at most ${files} in a message; send several messages or another provider`
    return [{ field: 'mediaUrls', rule: 'provider_media_count', message }]
  }
  if (count < media.min) {
    const message = `is empty, but ${provider} sends no MMS of text alone; add a media URL or choose another provider`
    return [{ field: 'mediaUrls', rule: 'provider_media_count', message }]
  }
  return []
}

function checkSources({ provider, media }: Capabilities, { mediaUrls }: BoundedMessage): FieldProblem[] {
  return mediaUrls.flatMap((url, index) => {
    const scheme = URL.parse(url)?.protocol.slice(0, -1)
    // What is no address at all, or of no kind that any provider takes, is said by the check of addresses.
    if (scheme === undefined || !isSource(scheme) || media.sources.includes(scheme)) return []
    const message = `is ${scheme} media, but ${provider} takes ${media.sources.join(', ')}`
    return [{ field: `mediaUrls[${index}]`, rule: 'provider_media_source', message }]
  })
}

type Source = Capabilities['media']['sources'][number]

function isSource(scheme: string): scheme is Source {
  return scheme === 'https' || scheme === 'http' || scheme === 's3'
}

function checkBody({ provider, body: limit }: Capabilities, { body = '' }: BoundedMessage): FieldProblem[] {
  if (body.length <= limit.maxChars) return []
  const message = `has ${body.length} characters, but ${provider} takes at most ${limit.maxChars}`
  return [{ field: 'body', rule: 'provider_body_length', message }]
}

function checkCountry({ provider, countries }: Capabilities, { to }: BoundedMessage): FieldProblem[] {
  if (countries === 'any') return []
  const { country } = readDestination(to)
  // A number of no country is judged by the check of numbers, or by the carrier.
  if (country === 'unknown' || countries.includes(country)) return []
  const message = `is a number in ${country}, but ${provider} sends MMS to ${countries.join(', ')} only`
  return [{ field: 'to', rule: 'provider_country', message }]
}
