import type { AttemptTarget, ListedMessage } from '../providers/provider.ts'

/** What we asked a provider to send, as far as its list can show it. */
export type SoughtAttempt = AttemptTarget & {
  readonly body: string | null
  readonly mediaCount: number
  readonly startedAt: Date
  /** When we stopped waiting for the answer. */
  readonly lostAt: Date
}

const earlyMs = 5_000
const lateMs = 60_000

/**
 * Messages of a provider's list that may be this attempt, oldest first: same text and media count as far as the list
 * shows them, created between 5 s before the request and 60 s after its answer was lost. Text is compared the way
 * carriers rewrite it (Twilio Smart Encoding). Where the list shows which attempt a message was sent for, that alone counts.
 */
export function matchListed(attempt: SoughtAttempt, listed: readonly ListedMessage[]): ListedMessage[] {
  const text = plain(attempt.body ?? '')
  const from = attempt.startedAt.getTime() - earlyMs
  const to = attempt.lostAt.getTime() + lateMs
  return listed
    .filter((message) => {
      if (message.target !== undefined) return isSame(message.target, attempt)
      const at = message.createdAt.getTime()
      return (
        at >= from &&
        at <= to &&
        (message.mediaCount === undefined || message.mediaCount === attempt.mediaCount) &&
        (message.body === undefined || plain(message.body) === text)
      )
    })
    .toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime())
}

function isSame(left: AttemptTarget, right: AttemptTarget): boolean {
  return left.messageId === right.messageId && left.attempt === right.attempt
}

const rewritten: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u201b\u02bc\u2032`]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' '],
  [/[\u200b-\u200d\ufeff]/g, ''],
]

function plain(text: string): string {
  return rewritten.reduce((result, [from, to]) => result.replace(from, to), text.normalize('NFC')).trim()
}
