import { type Ask, download } from '../core/download.ts'
import type { MediaStore } from '../core/media-store.ts'
import { matchesType, mediaType } from '../core/media-type.ts'
import type { Outbound, OutboundPhase, OutboundResult } from '../core/outbound.ts'
import type { Timers } from '../core/timers.ts'
import { isAcceptedType, isAdaptedType } from './media-rules.ts'
import type { Message, StoredMedia } from './message.ts'
import type { Settings } from './settings.ts'
import { newSid } from './sid.ts'

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

const CODE_OF_PHASE: Readonly<Record<OutboundPhase, number>> = {
  dns: 11210,
  connect: 11205,
  tls: 11220,
  timeout: 11200,
  protocol: 11206,
  redirect: 11215,
  closed: 11200,
}

/** Fetches every file of a message, HEAD then GET, and keeps them. The first file that breaks a rule decides the code. */
export async function fetchMedia(deps: FetchMediaDeps, message: Message): Promise<FetchMediaResult> {
  const limits = deps.settings().media
  if (!limits.fetch) return { kind: 'fetched', media: [] }
  const media: StoredMedia[] = []
  let remainingBytes = limits.maxTotalBytes - Buffer.byteLength(message.body)
  let isTooLargeForCarrier = false
  for (const url of message.mediaUrls) {
    const file = await fetchFile(deps, url, remainingBytes)
    if (file.kind === 'failed') return file
    remainingBytes -= file.bytes.length
    isTooLargeForCarrier ||= !isAdaptedType(file.type) && file.bytes.length > limits.maxOtherBytes
    const contentHash = deps.media.add(file.bytes)
    media.push({ sid: newSid('ME'), contentType: file.type, contentHash, createdAt: Date.now() })
  }
  return isTooLargeForCarrier ? { kind: 'failed', code: 30019 } : { kind: 'fetched', media }
}

function fetchFile(deps: FetchMediaDeps, url: string, maxBytes: number): Promise<FileResult> {
  const limits = deps.settings().media
  return download(deps, { ...limits, url, maxBytes, userAgent: 'TwilioProxy/1.1' }, async (ask) => {
    const refused = await checkHead(ask, maxBytes, limits.headRequired)
    if (refused !== undefined) return { kind: 'failed', code: refused }
    return readFile(await ask('GET'))
  })
}

async function checkHead(ask: Ask, maxBytes: number, isRequired: boolean): Promise<number | undefined> {
  const head = await ask('HEAD')
  const code = httpProblem(head)
  if (code !== undefined) return isRequired ? code : undefined
  const length = head.kind === 'answered' ? Number(head.headers['content-length'] ?? 0) : 0
  return length > maxBytes ? 11751 : undefined
}

function readFile(got: OutboundResult): FileResult {
  const code = httpProblem(got)
  if (code !== undefined || got.kind !== 'answered') return { kind: 'failed', code: code ?? 11200 }
  const type = mediaType(got.headers['content-type'])
  const isUsable = isAcceptedType(type) && matchesType(type, got.body)
  return isUsable ? { kind: 'file', type, bytes: got.body } : { kind: 'failed', code: 12300 }
}

function httpProblem(result: OutboundResult): number | undefined {
  if (result.kind === 'too_large') return 11751
  if (result.kind === 'failed') return CODE_OF_PHASE[result.phase]
  return result.status >= 200 && result.status < 300 ? undefined : 11200
}
