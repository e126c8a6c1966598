import type { Message } from './message.ts'

/** Tells whether a message falls within the dates asked for. */
export type DateFilter = (message: Message) => boolean

type Span = { from: number; until: number }

const DAY_MS = 86_400_000

/**
 * Reads DateSent, `DateSent<` and `DateSent>` (each inclusive; a date means the whole day in UTC, a time its second).
 * Undefined when one of them is not a date.
 */
export function readDateFilter(query: URLSearchParams): DateFilter | undefined {
  const spans: Span[] = []
  for (const [name, read] of READERS) {
    const text = query.get(name)
    if (!text) continue
    const span = readSpan(text)
    if (!span) return undefined
    spans.push(read(span))
  }
  if (spans.length === 0) return () => true
  return ({ sentAt }) => sentAt !== null && spans.every(({ from, until }) => sentAt >= from && sentAt < until)
}

const READERS: [string, (span: Span) => Span][] = [
  ['DateSent', (span) => span],
  ['DateSent<', ({ until }) => ({ from: Number.NEGATIVE_INFINITY, until })],
  ['DateSent>', ({ from }) => ({ from, until: Number.POSITIVE_INFINITY })],
]

function readSpan(text: string): Span | undefined {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const from = Date.parse(text)
  if (Number.isNaN(from)) return undefined
  return { from, until: from + (isDate ? DAY_MS : 1_000) }
}
