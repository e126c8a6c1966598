import { randomUUID } from 'node:crypto'
import { download } from '../core/download.ts'
import type { MediaStore } from '../core/media-store.ts'
import { matchesType, mediaType } from '../core/media-type.ts'
import type { Outbound, OutboundResult } from '../core/outbound.ts'
import type { Timers } from '../core/timers.ts'
import type { Message, StoredMedia } from './message.ts'
import type { Settings } from './settings.ts'

/** What fetching needs. */
export type FetchMediaDeps = {
  outbound: Outbound
  timers: Timers
  media: MediaStore
  settings: () => Settings
}

/** The stored copies, or the code that the message ends with. */
export type FetchMediaResult = { kind: 'fetched'; media: StoredMedia[] } | { kind: 'failed'; code: number }

type FileResult = { kind: 'file'; type: string; bytes: Buffer } | { kind: 'failed'; code: number }

const TOO_LARGE = 120
// Plivo documents no code for media that it cannot get.
const NOT_FETCHED = 10

/** Fetches every file of a message and keeps it. The first file that breaks a rule decides the code. */
export async function fetchMedia(deps: FetchMediaDeps, message: Message): Promise<FetchMediaResult> {
  const { fetch, maxTotalBytes } = deps.settings().media
  if (!fetch) return { kind: 'fetched', media: [] }
  const media: StoredMedia[] = []
  let totalBytes = Buffer.byteLength(message.text)
  for (const url of message.mediaUrls) {
    const file = await fetchFile(deps, url)
    if (file.kind === 'failed') return file
    totalBytes += file.bytes.length
    if (totalBytes >= maxTotalBytes) return { kind: 'failed', code: TOO_LARGE }
    const contentHash = deps.media.add(file.bytes)
    media.push({ id: randomUUID(), contentType: file.type, contentHash, size: file.bytes.length })
  }
  return { kind: 'fetched', media }
}

function fetchFile(deps: FetchMediaDeps, url: string): Promise<FileResult> {
  const { maxFileBytes, ...limits } = deps.settings().media
  return download(deps, { ...limits, url, maxBytes: maxFileBytes, userAgent: 'plivo' }, async (ask) =>
    readFile(await ask('GET')),
  )
}

// Both headers are demanded: an answer in chunks, without a length, is not taken.
function readFile(got: OutboundResult): FileResult {
  if (got.kind === 'too_large') return { kind: 'failed', code: TOO_LARGE }
  if (got.kind === 'failed' || got.status < 200 || got.status >= 300)
    return { kind: 'failed', code: NOT_FETCHED }
  const type = mediaType(got.headers['content-type'])
  const isUsable = type !== '' && 'content-length' in got.headers && matchesType(type, got.body)
  return isUsable ? { kind: 'file', type, bytes: got.body } : { kind: 'failed', code: NOT_FETCHED }
}
