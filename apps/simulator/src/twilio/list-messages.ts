import type { Answer } from '../core/ending.ts'
import { normalizeNumber } from './address.ts'
import { jsonAnswer, refusal } from './answer.ts'
import type { Call } from './call.ts'
import { readDateFilter } from './date-filter.ts'
import { type Message, toResource } from './message.ts'
import type { Twilio } from './twilio.ts'

const DEFAULT_PAGE_SIZE = 50
const MAX_PAGE_SIZE = 1_000

type Cursor = { page: number; direction: 'after' | 'before'; seq: number } | undefined

/** Lists messages, newest first. Filters on DateSent never show a message that was not sent yet. */
export function listMessages(twilio: Twilio, { url }: Call): Answer {
  const query = url.searchParams
  const dates = readDateFilter(query)
  if (!dates) return refusal(20001, 'DateSent')
  const cursor = readCursor(query)
  const pageSize = readPageSize(query)
  const to = canonical(query.get('To'))
  const from = canonical(query.get('From'))
  const now = Date.now()
  const matching = twilio.messages
    .newestFirst(to)
    .filter(
      (message) =>
        message.listedFrom <= now && (from === undefined || message.from === from) && dates(message),
    )
  const { shown, hasNext, hasPrevious } = cut(matching, cursor, pageSize)
  const page = cursor?.page ?? 0
  return jsonAnswer(200, {
    messages: shown.map(toResource),
    page,
    page_size: pageSize,
    start: page * pageSize,
    end: Math.max(page * pageSize + shown.length - 1, 0),
    uri: url.pathname + url.search,
    first_page_uri: pageUri(url, pageSize, 0),
    next_page_uri: hasNext ? pageUri(url, pageSize, page + 1, `PA${shown.at(-1)?.seq}`) : null,
    previous_page_uri: hasPrevious
      ? pageUri(url, pageSize, Math.max(page - 1, 0), `PB${shown.at(0)?.seq}`)
      : null,
  })
}

function cut(
  matching: Message[],
  cursor: Cursor,
  pageSize: number,
): { shown: Message[]; hasNext: boolean; hasPrevious: boolean } {
  const start = startOf(matching, cursor, pageSize)
  const shown = matching.slice(start, start + pageSize)
  return { shown, hasNext: start + pageSize < matching.length, hasPrevious: start > 0 && shown.length > 0 }
}

// A token names the message next to the page, so that new messages do not shift the pages that follow.
function startOf(matching: Message[], cursor: Cursor, pageSize: number): number {
  if (!cursor) return 0
  if (cursor.direction === 'after') {
    const start = matching.findIndex(({ seq }) => seq < cursor.seq)
    return start === -1 ? matching.length : start
  }
  const end = matching.findIndex(({ seq }) => seq <= cursor.seq)
  return Math.max((end === -1 ? matching.length : end) - pageSize, 0)
}

function readCursor(query: URLSearchParams): Cursor {
  const token = /^P([AB])(\d+)$/.exec(query.get('PageToken') ?? '')
  if (!token) return undefined
  const page = Number(/^\d+$/.exec(query.get('Page') ?? '')?.[0] ?? 0)
  return { page, direction: token[1] === 'A' ? 'after' : 'before', seq: Number(token[2]) }
}

function readPageSize(query: URLSearchParams): number {
  const size = Number(/^\d+$/.exec(query.get('PageSize') ?? '')?.[0] ?? DEFAULT_PAGE_SIZE)
  return Math.min(Math.max(size, 1), MAX_PAGE_SIZE)
}

function pageUri(url: URL, pageSize: number, page: number, token?: string): string {
  const query = new URLSearchParams(url.search)
  query.set('PageSize', String(pageSize))
  query.set('Page', String(page))
  query.delete('PageToken')
  if (token !== undefined) query.set('PageToken', token)
  return `${url.pathname}?${query}`
}

function canonical(text: string | null): string | undefined {
  return text ? (normalizeNumber(text) ?? text) : undefined
}
