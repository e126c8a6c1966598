import { z } from 'zod'
import { readJson } from '../http/read-json.ts'
import { unavailable } from '../http/unavailable.ts'
import type { ListedMessage, Listing, ListQuery } from '../provider.ts'
import { readNumber } from './phone-number.ts'
import type { PlivoApi } from './plivo-api.ts'
import { readMessage } from './read-message.ts'

const maxPages = 25
/** Plivo gives no more in one page. */
const pageSize = 20
const maxResponseBytes = 256 * 1024
/** A message is in the list under the time of its call, so what is searched for stands near the start. */
const windowMs = 5 * 60_000

/**
 * Outbound messages to one recipient within five minutes from `since`. Plivo filters by time, direction and type, neither
 * by number nor by a reference of ours: the list of the whole account is read, at most 25 pages of 20. Not filtered by
 * type: an attempt without media is an SMS. Texts and counts of attachments are not shown.
 */
export async function listMessages(api: PlivoApi, query: ListQuery, signal: AbortSignal): Promise<Listing> {
  const found = new Map<string, ListedMessage>()
  let isReadable = true
  for (let number = 0; number < maxPages; number += 1) {
    const page = await readPage(api, query, number, signal)
    if (page.kind === 'unavailable') return page
    // New messages push older ones to the next page, so that one may come twice.
    for (const message of page.messages) found.set(message.providerId, message)
    isReadable &&= page.isReadable
    if (page.isLast) return { kind: 'listed', messages: newestFirst(found), isComplete: isReadable }
  }
  return { kind: 'listed', messages: newestFirst(found), isComplete: false }
}

type Page = {
  readonly kind: 'page'
  readonly messages: readonly ListedMessage[]
  readonly isReadable: boolean
  readonly isLast: boolean
}

async function readPage(
  api: PlivoApi,
  query: ListQuery,
  number: number,
  signal: AbortSignal,
): Promise<Page | Extract<Listing, { kind: 'unavailable' }>> {
  const result = await api.list(filtersOf(query, number), { signal, maxResponseBytes })
  if (result.kind !== 'response' || result.status !== 200) return unavailable(result)
  const parsed = pageSchema.safeParse(readJson(result.body))
  if (!parsed.success) return { kind: 'unavailable', detail: 'invalid_response' }
  const readings = parsed.data.objects.map((resource) => readListed(resource, query))
  return {
    kind: 'page',
    messages: readings.filter((reading) => typeof reading === 'object'),
    isReadable: !readings.includes('unreadable'),
    isLast: parsed.data.meta.next === null,
  }
}

function filtersOf({ since }: ListQuery, page: number): URLSearchParams {
  return new URLSearchParams({
    message_direction: 'outbound',
    message_time__gte: writeTime(since),
    message_time__lte: writeTime(new Date(since.getTime() + windowMs)),
    limit: String(pageSize),
    offset: String(page * pageSize),
  })
}

/** "2026-01-02 03:04:05" in UTC. */
function writeTime(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ')
}

const pageSchema = z.object({
  meta: z.object({
    next: z
      .string()
      .nullish()
      .transform((path) => path ?? null),
  }),
  objects: z.array(z.unknown()).max(100),
})

const address = z.object({ to_number: z.string(), message_direction: z.string() })

/** What cannot be read may be the message that is searched for: then the list proves nothing. */
function readListed(resource: unknown, query: ListQuery): ListedMessage | 'another' | 'unreadable' {
  const parsed = address.safeParse(resource)
  if (!parsed.success) return 'unreadable'
  const to = readNumber(parsed.data.to_number)
  if (to !== query.to || parsed.data.message_direction === 'inbound') return 'another'
  const message = readMessage(resource)
  if (message?.createdAt === undefined) return 'unreadable'
  const { known, createdAt } = message
  if (query.from !== undefined && known.from !== undefined && known.from !== query.from) return 'another'
  return createdAt < query.since ? 'another' : { ...known, to, createdAt }
}

function newestFirst(found: ReadonlyMap<string, ListedMessage>): ListedMessage[] {
  return [...found.values()].toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime())
}
