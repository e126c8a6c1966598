import type { ErrorEntry } from '@heliograph/shared/contracts/errors'
import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import { explainOwnCode, listOwnCodes } from '../messages/own-codes.ts'
import type { ProviderDefinition } from '../providers/definition.ts'
import { explainConnectionFault, listConnectionFaults } from '../providers/http/connection-faults.ts'
import { explainHttpStatus } from '../providers/http/http-status.ts'
import { type Reaction as ProviderReaction, reactionTo } from '../providers/reaction.ts'
import { definitions } from '../providers/registry.ts'

/** Which codes to list. */
export type ErrorFilter = {
  readonly class?: ErrorClass | undefined
  readonly provider?: ErrorEntry['provider'] | undefined
}

/** Every code a message can show, in order: each carrier's first, by number, then our own. */
export function listErrorEntries(filter: ErrorFilter = {}): ErrorEntry[] {
  return all.filter(
    (entry) =>
      (filter.class === undefined || entry.class === filter.class) &&
      (filter.provider === undefined || entry.provider === filter.provider),
  )
}

/**
 * One code, also such as `http_503` that stand for many; undefined when nobody documents it. Of a code that several
 * providers use the one of `provider` is meant, else the one that is first in the list.
 */
export function findErrorEntry(code: string, provider?: ErrorEntry['provider']): ErrorEntry | undefined {
  const isMeant = (entry: ErrorEntry) =>
    entry.code === code && (provider === undefined || entry.provider === provider)
  const listed = all.find(isMeant)
  if (listed !== undefined) return listed
  const own = explainOwnCode(code) ?? explainConnectionFault(code) ?? explainHttpStatus(code)
  return own === undefined || (provider !== undefined && provider !== 'heliograph')
    ? undefined
    : ownEntry(own)
}

type Handling = Pick<ErrorEntry, 'handling' | 'holds' | 'usesAttempt'>

const final: Handling = { handling: 'final', holds: null, usesAttempt: true }

/** Codes of ours that do not end the message at once. */
const ownHandlings: ReadonlyMap<string, Handling> = new Map([
  ['lease_expired', { ...final, handling: 'proven' }],
  ['lost_answer', { ...final, handling: 'proven' }],
  ['lease_too_old', { ...final, handling: 'tried_again' }],
  ['account_not_configured', { handling: 'tried_again', holds: 'account', usesAttempt: false }],
])

const handlings = { retry: 'tried_again', reject: 'final', prove: 'proven' } as const

const all: readonly ErrorEntry[] = [
  ...definitions.flatMap((definition) =>
    definition
      .listCodes()
      .toSorted((left, right) => (Number(left.code) || Infinity) - (Number(right.code) || Infinity) || 0)
      .map((words) => carrierEntry(definition, words)),
  ),
  ...listConnectionFaults().map((words) => entryOf(words, handlingOf(reactionTo(words.class)))),
  ...listOwnCodes().map(ownEntry),
]

function carrierEntry(definition: ProviderDefinition, words: ErrorExplanation): ErrorEntry {
  return {
    ...words,
    provider: definition.name,
    ...handlingOf(definition.reactionTo(words)),
    documentationUrl: definition.documentationUrl(words.code),
  }
}

function ownEntry(words: ErrorExplanation): ErrorEntry {
  const isHttp = words.code.startsWith('http_')
  return entryOf(
    words,
    ownHandlings.get(words.code) ?? (isHttp ? handlingOf(reactionTo(words.class)) : final),
  )
}

/** Faults of the connection are ours to name, though a carrier's host was at the other end. */
function entryOf(words: ErrorExplanation, handling: Handling): ErrorEntry {
  return { ...words, provider: 'heliograph', ...handling, documentationUrl: null }
}

function handlingOf(reaction: ProviderReaction): Handling {
  return {
    handling: handlings[reaction.kind],
    holds: reaction.kind === 'retry' ? (reaction.hold ?? null) : null,
    usesAttempt: reaction.kind === 'retry' ? reaction.usesAttempt : true,
  }
}
