// Before the send request, and so never ambiguous: whatever fails here, nothing was sent.
import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { z } from 'zod'
import { type FetchedMedia, fetchMedia } from '../../fetch/fetch-media.ts'
import { reactionTo } from '../reaction.ts'
import { awsCapabilities } from './capabilities.ts'
import { classifyCode, explainCode } from './error-catalogue.ts'
import { mediaKey, mediaUrl } from './media-key.ts'
import type { MediaStore } from './media-store.ts'
import type { AwsSettings } from './settings.ts'

/** Media that is in the bucket, or how the attempt ended without it. */
export type Staging =
  | { readonly kind: 'staged'; readonly url: string }
  | { readonly kind: 'ended'; readonly outcome: SendOutcome }

/** What staging needs. The store is opened when there is something to write. */
export type StagingDeps = {
  readonly settings: AwsSettings
  readonly openStore: () => Promise<MediaStore>
}

/** Fetches media of a user and writes it into the bucket, below the tenant's prefix. Ends when the signal aborts. */
export async function stageMedia(
  { settings, openStore }: StagingDeps,
  media: { readonly url: string; readonly tenantId: string; readonly totalMs: number },
  signal: AbortSignal,
): Promise<Staging> {
  const fetched = await fetchMedia(media.url, fetchOptions(settings, media.totalMs), signal)
  if (fetched.kind !== 'media') return ended(failedFetch(fetched))
  const limit = limitOf(fetched.contentType)
  if (fetched.bytes.length > limit) return ended(tooLarge(fetched.contentType, limit))
  const key = mediaKey(settings, media.tenantId, fetched)
  const store = await openStore()
  const [written] = await Promise.allSettled([store.put({ key, ...fetched }, signal)])
  if (written.status === 'rejected') return ended(classifyPut(written.reason))
  return { kind: 'staged', url: mediaUrl(settings, key) }
}

const { types: limits, maxTotalBytes } = awsCapabilities.media
const acceptTypes = limits.flatMap(({ types }) => types)

function fetchOptions({ requireHttpsMedia, simulatorUrl }: AwsSettings, totalMs: number) {
  const isSimulated = simulatorUrl !== undefined
  const rules = {
    requireHttps: requireHttpsMedia,
    allowPrivateHosts: isSimulated,
    ...(isSimulated ? { ports: 'any' as const } : {}),
  }
  return { rules, maxBytes: maxTotalBytes, totalMs, acceptTypes }
}

function limitOf(contentType: string): number {
  return limits.find(({ types }) => types.includes(contentType))?.maxBytes ?? 0
}

function failedFetch(failure: Exclude<FetchedMedia, { kind: 'media' }>): SendOutcome {
  const { kind, code, detail } = failure
  const words = `mediaUrls[0]: ${detail} (${code})`
  if (kind === 'refused') return { kind: 'rejected', fault: fault('media_refused', 'content', words) }
  return { kind: 'not_sent', usesAttempt: true, fault: fault('media_unavailable', 'transient', words) }
}

function tooLarge(contentType: string, limit: number): SendOutcome {
  const words = `mediaUrls[0] is ${contentType} of more than the ${limit} bytes that AWS takes of it`
  return { kind: 'rejected', fault: fault('media_too_large', 'content', words) }
}

const sdkFault = z.object({
  name: z.string().regex(/^[A-Za-z]{1,60}$/),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
})

/** What a failed write means. A fault that every file would meet holds the account; all others may pass. */
export function classifyPut(error: unknown): SendOutcome {
  const known = sdkFault.safeParse(error).data
  const code = `S3.${known?.name}`
  const errorClass = classifyCode(code)
  if (errorClass === undefined) {
    const status = known?.$metadata?.httpStatusCode
    return notStaged('media_staging_failed', 'transient', status)
  }
  return notStaged(code, errorClass, known?.$metadata?.httpStatusCode)
}

function notStaged(code: string, errorClass: ErrorClass, httpStatus: number | undefined): SendOutcome {
  const reported = {
    ...fault(code, errorClass, explainCode(code)?.title ?? code),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  }
  const reaction = reactionTo(errorClass)
  if (reaction.kind !== 'retry') return { kind: 'rejected', fault: reported }
  const hold = reaction.hold === undefined ? {} : { hold: reaction.hold }
  return { kind: 'not_sent', fault: reported, usesAttempt: reaction.usesAttempt, ...hold }
}

function fault(code: string, errorClass: ErrorClass, detail: string) {
  return { code, class: errorClass, detail }
}

function ended(outcome: SendOutcome): Staging {
  return { kind: 'ended', outcome }
}
