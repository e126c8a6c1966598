// What the three lists have in common: pages that count from 0, and a span of time that begins 24 hours ago.
import type { Answer } from '../core/ending.ts'
import { jsonAnswer } from './answer.ts'
import type { Refused } from './draft.ts'

/** What a list request asks for. Times are epoch milliseconds; `untilMs` is exclusive. */
export type ListQuery = { kind: 'query'; page: number; pageSize: number; sinceMs: number; untilMs: number }

const DEFAULT_PAGE_SIZE = 30
const MAX_PAGE_SIZE = 100
const DEFAULT_SPAN_MS = 86_400_000

/** Reads `page`, `page_size`, `start_date` and `end_date`. */
export function readListQuery(query: URLSearchParams, nowMs: number): ListQuery | Refused {
  const page = readInteger(query.get('page'), 0)
  const pageSize = readInteger(query.get('page_size'), DEFAULT_PAGE_SIZE)
  if (page === undefined) return refuse('syntax_invalid_parameter_format', 'page: is not a number')
  if (pageSize === undefined) return refuse('syntax_invalid_parameter_format', 'page_size: is not a number')
  if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
    return refuse('syntax_constraint_violation', `page_size: is 1 to ${MAX_PAGE_SIZE}`)
  }
  const sinceMs = readTime(query.get('start_date'), nowMs - DEFAULT_SPAN_MS)
  const untilMs = readTime(query.get('end_date'), Number.POSITIVE_INFINITY)
  if (Number.isNaN(sinceMs)) return refuse('syntax_invalid_parameter_format', 'start_date: is not ISO 8601')
  if (Number.isNaN(untilMs)) return refuse('syntax_invalid_parameter_format', 'end_date: is not ISO 8601')
  return { kind: 'query', page, pageSize, sinceMs, untilMs }
}

/** Answers with one page. `page_size` says how many it holds, `count` how many there are in all. */
export function pageAnswer<T>(name: string, items: T[], query: ListQuery, show: (item: T) => object): Answer {
  const start = query.page * query.pageSize
  const shown = items.slice(start, start + query.pageSize)
  return jsonAnswer(200, {
    count: items.length,
    page: query.page,
    page_size: shown.length,
    [name]: shown.map(show),
  })
}

/** True when the time lies in the span that a list request asks for. */
export function isWithin(timeMs: number, { sinceMs, untilMs }: ListQuery): boolean {
  return timeMs >= sinceMs && timeMs < untilMs
}

/** The values of a parameter, which may be repeated and may be separated by commas; undefined when it is absent. */
export function readValues(query: URLSearchParams, name: string): ReadonlySet<string> | undefined {
  const values = query.getAll(name).flatMap((text) => text.split(','))
  const given = values.map((value) => value.trim()).filter((value) => value !== '')
  return given.length === 0 ? undefined : new Set(given)
}

function readInteger(text: string | null, fallback: number): number | undefined {
  if (text === null || text === '') return fallback
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function readTime(text: string | null, fallback: number): number {
  if (text === null || text === '') return fallback
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
}

function refuse(code: Refused['code'], text: string): Refused {
  return { kind: 'refused', code, text }
}
