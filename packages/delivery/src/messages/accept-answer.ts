import type { AcceptedMessage } from '@heliograph/shared/contracts/messages'
import { priorityOfRank } from '@heliograph/shared/domain/priority'
import type { AcceptItem } from './accept-item.ts'

/** What the database decided about a message that may be stored. Times in milliseconds since 1970. */
export type Placement = {
  readonly isScheduled: boolean
  readonly createdAtMs: number
  readonly dueAtMs: number
  readonly possibleDuplicateOf: string | null
}

type Decided = 'status' | 'createdAt' | 'sendAt' | 'expiresAt' | 'possibleDuplicateOf'

/** The part of a message's answer that is known before the database is asked. */
export function draftAnswer({ id, draft }: AcceptItem): Omit<AcceptedMessage, Decided> {
  return {
    id,
    kind: draft.kind,
    to: draft.body.to,
    provider: draft.account.provider,
    from: draft.sender.address,
    reference: draft.body.reference ?? null,
    priority: priorityOfRank(draft.priority),
    error: null,
    warnings: [...draft.warnings],
    links: { self: `/v1/messages/${id}`, events: `/v1/messages/${id}/events` },
  }
}

/** The answer to a message that is stored, or would be. A replay of its key answers the same. */
export function buildAnswer(item: AcceptItem, placement: Placement): AcceptedMessage {
  const { isScheduled, createdAtMs, dueAtMs, possibleDuplicateOf } = placement
  return {
    ...draftAnswer(item),
    status: isScheduled ? 'scheduled' : 'queued',
    createdAt: writeCreation(createdAtMs),
    sendAt: isScheduled ? instant(dueAtMs) : null,
    expiresAt: writeExpiry(dueAtMs + item.draft.validitySeconds * 1_000),
    possibleDuplicateOf,
  }
}

// Messages of one statement share these times, so that most need not be written again.
const writeCreation = rememberLast(instant)
const writeExpiry = rememberLast(instant)

function instant(ms: number): string {
  return new Date(Math.round(ms)).toISOString()
}

function rememberLast(write: (ms: number) => string): (ms: number) => string {
  let last = { ms: Number.NaN, text: '' }
  return (ms) => {
    if (ms !== last.ms) last = { ms, text: write(ms) }
    return last.text
  }
}
