// Which files AWS takes as MMS media (docs.aws.amazon.com/sms-voice/latest/userguide/mms-limitations-character.html).
import { mediaType } from '../core/media-type.ts'
import type { EventType } from './event-types.ts'

/** What is wrong with a file, as the send says it and as the later event says it. */
export type MediaProblem = { reason: string; event: EventType }

/** What the rules look at. */
export type MediaFile = { contentType: string; bytes: Buffer }

const LARGE_TYPES: ReadonlySet<string> = new Set(['image/gif', 'image/jpeg', 'image/png'])
const SMALL_TYPES: ReadonlySet<string> = new Set([
  'image/tiff',
  ...['3gpp', '3gpp2', 'mp4', 'quicktime', 'webm'].map((name) => `video/${name}`),
  ...['3gpp', '3gpp2', 'amr', 'mp4', 'mpeg', 'ogg'].map((name) => `audio/${name}`),
  ...['calendar', 'vcard', 'x-vcard'].map((name) => `text/${name}`),
  'application/pdf',
])
const MAX_LARGE_BYTES = 2 * 1024 * 1024
const MAX_SMALL_BYTES = 600 * 1024

/** Finds what keeps a file from being sent; undefined when nothing does. No file is one that cannot be read. */
export function findMediaProblem(file: MediaFile | undefined): MediaProblem | undefined {
  if (!file) return { reason: 'RESOURCE_NOT_ACCESSIBLE', event: 'MEDIA_FILE_INACCESSIBLE' }
  const type = mediaType(file.contentType)
  const isLarge = LARGE_TYPES.has(type)
  if (!isLarge && !SMALL_TYPES.has(type)) {
    return { reason: 'MEDIA_TYPE_NOT_SUPPORTED', event: 'MEDIA_FILE_TYPE_UNSUPPORTED' }
  }
  const maxBytes = isLarge ? MAX_LARGE_BYTES : MAX_SMALL_BYTES
  return file.bytes.length > maxBytes
    ? { reason: 'MAXIMUM_SIZE_EXCEEDED', event: 'MEDIA_FILE_SIZE_EXCEEDED' }
    : undefined
}
