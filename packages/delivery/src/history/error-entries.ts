import type { ErrorEntry } from '@heliograph/shared/contracts/errors'
import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import { explainOwnCode, listOwnCodes } from '../messages/own-codes.ts'
import { explainCode, listCodes } from '../providers/twilio/error-catalogue.ts'
import { reactionTo } from '../providers/twilio/reaction.ts'

/** Which codes to list. */
export type ErrorFilter = {
  readonly class?: ErrorClass | undefined
  readonly provider?: ErrorEntry['provider'] | undefined
}

/** Every code a message can show, in order: the carrier's first, by number, then our own. */
export function listErrorEntries(filter: ErrorFilter = {}): ErrorEntry[] {
  return all.filter(
    (entry) =>
      (filter.class === undefined || entry.class === filter.class) &&
      (filter.provider === undefined || entry.provider === filter.provider),
  )
}

/** One code, also such as `http_503` that stand for many; undefined when nobody documents it. */
export function findErrorEntry(code: string): ErrorEntry | undefined {
  const own = explainOwnCode(code)
  if (own !== undefined) return ownEntry(own)
  const known = explainCode(code)
  return known === undefined ? undefined : carrierEntry(known)
}

type Reaction = Pick<ErrorEntry, 'handling' | 'holds' | 'usesAttempt'>

const final: Reaction = { handling: 'final', holds: null, usesAttempt: true }

/** Codes of ours that do not end the message at once. */
const ownReactions: ReadonlyMap<string, Reaction> = new Map([
  ['lease_expired', { ...final, handling: 'proven' }],
  ['lost_answer', { ...final, handling: 'proven' }],
  ['lease_too_old', { ...final, handling: 'tried_again' }],
  ['account_not_configured', { handling: 'tried_again', holds: 'account', usesAttempt: false }],
])

const handlings = { retry: 'tried_again', reject: 'final', prove: 'proven' } as const

const all: readonly ErrorEntry[] = [
  ...listCodes()
    .toSorted((left, right) => (Number(left.code) || Infinity) - (Number(right.code) || Infinity) || 0)
    .map(carrierEntry),
  ...listOwnCodes().map(ownEntry),
]

function carrierEntry(words: ErrorExplanation): ErrorEntry {
  const reaction = reactionTo(words.class, words.code)
  const isNumbered = /^\d+$/.test(words.code)
  return {
    ...words,
    // Faults of the connection are ours to name, though a carrier's host was at the other end.
    provider: isNumbered ? 'twilio' : 'heliograph',
    handling: handlings[reaction.kind],
    holds: reaction.kind === 'retry' ? (reaction.hold ?? null) : null,
    usesAttempt: reaction.kind === 'retry' ? reaction.usesAttempt : true,
    documentationUrl: isNumbered ? `https://www.twilio.com/docs/errors/${words.code}` : null,
  }
}

function ownEntry(words: ErrorExplanation): ErrorEntry {
  return {
    ...words,
    ...(ownReactions.get(words.code) ?? final),
    provider: 'heliograph',
    documentationUrl: null,
  }
}
