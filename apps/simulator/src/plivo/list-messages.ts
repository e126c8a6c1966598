import type { Answer } from '../core/ending.ts'
import { jsonAnswer, refusal } from './answer.ts'
import type { Call } from './call.ts'
import { errorCodeOf, type Message, toResource } from './message.ts'
import type { Plivo } from './plivo.ts'
import { readApiTime } from './plivo-time.ts'

const MAX_LIMIT = 20

type Test = (message: Message) => boolean

/**
 * Lists messages, newest first, at most 20 at a time. There is no filter on numbers; parameters that Plivo does not know are
 * ignored, as it does. A page is counted from the newest message, so new messages shift the pages that follow.
 */
export function listMessages(plivo: Plivo, { url }: Call): Answer {
  const query = url.searchParams
  const limit = readCount(query.get('limit'), MAX_LIMIT)
  const offset = readCount(query.get('offset'), 0)
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT)
    return refusal(400, `limit must be from 1 to ${MAX_LIMIT}`)
  if (offset === undefined) return refusal(400, 'offset must be a whole number')
  const tests = readTests(query)
  if (tests.kind === 'refused') return refusal(400, tests.error)
  const now = Date.now()
  const matching = [...plivo.messages.values()]
    .filter((message) => message.listedFrom <= now && tests.tests.every((test) => test(message)))
    .reverse()
  const pageAt = (start: number): string => pageUri(url, limit, start)
  return jsonAnswer(200, {
    meta: {
      limit,
      offset,
      next: offset + limit < matching.length ? pageAt(offset + limit) : null,
      previous: offset > 0 ? pageAt(Math.max(offset - limit, 0)) : null,
      total_count: matching.length,
    },
    objects: matching.slice(offset, offset + limit).map(toResource),
  })
}

const EXACT: readonly [string, (message: Message) => string][] = [
  ['message_direction', () => 'outbound'],
  ['message_state', ({ state }) => state],
  ['message_type', ({ type }) => type],
  ['powerpack_id', ({ powerpackId }) => powerpackId ?? ''],
  ['error_code', (message) => errorCodeOf(message)],
  ['subaccount', () => ''],
]

const TIMES: readonly [string, (createdAt: number, asked: number) => boolean][] = [
  ['message_time', (createdAt, asked) => createdAt === asked],
  ['message_time__gt', (createdAt, asked) => createdAt > asked],
  ['message_time__gte', (createdAt, asked) => createdAt >= asked],
  ['message_time__lt', (createdAt, asked) => createdAt < asked],
  ['message_time__lte', (createdAt, asked) => createdAt <= asked],
]

type Tests = { kind: 'tests'; tests: Test[] } | { kind: 'refused'; error: string }

function readTests(query: URLSearchParams): Tests {
  const tests: Test[] = []
  for (const [name, fieldOf] of EXACT) {
    const asked = query.get(name)
    if (asked) tests.push((message) => fieldOf(message) === asked)
  }
  for (const [name, holds] of TIMES) {
    const text = query.get(name)
    if (!text) continue
    const asked = readApiTime(text)
    if (asked === undefined)
      return { kind: 'refused', error: `${name} must be YYYY-MM-DD HH:MM[:SS[.uuuuuu]]` }
    tests.push(({ createdAt }) => holds(createdAt, asked))
  }
  return { kind: 'tests', tests }
}

function readCount(text: string | null, fallback: number): number | undefined {
  if (text === null) return fallback
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function pageUri(url: URL, limit: number, offset: number): string {
  const query = new URLSearchParams(url.search)
  query.set('limit', String(limit))
  query.set('offset', String(offset))
  return `${url.pathname}?${query}`
}
