import type { EventType } from './message-event.ts'
import { isFinal, type MessageStatus } from './status.ts'

/** One line of history as folding needs it. */
export type FoldedEvent = {
  readonly version: number
  readonly type: EventType
  readonly status: MessageStatus
  readonly rank: number
  readonly attempt: number | null
  readonly providerId: string | null
  readonly errorCode: string | null
  readonly errorClass: string | null
  readonly data: Readonly<Record<string, unknown>>
  readonly at: Date
}

/** What a message's row says that its history must say too. */
export type FoldedMessage = {
  readonly version: number
  readonly status: MessageStatus
  readonly rank: number
  readonly attempts: number
  readonly attemptsUsed: number
  readonly providerId: string | null
  readonly errorCode: string | null
  readonly errorClass: string | null
  readonly segments: number | null
  readonly price: string | null
  readonly priceUnit: string | null
  readonly duplicate: boolean
  readonly submittedAt: Date | null
  readonly sentAt: Date | null
  readonly deliveredAt: Date | null
  readonly finalAt: Date | null
}

const nothing: FoldedMessage = {
  version: 0,
  status: 'queued',
  rank: 0,
  attempts: 0,
  attemptsUsed: 0,
  providerId: null,
  errorCode: null,
  errorClass: null,
  segments: null,
  price: null,
  priceUnit: null,
  duplicate: false,
  submittedAt: null,
  sentAt: null,
  deliveredAt: null,
  finalAt: null,
}

/**
 * Rebuilds what a message's row must say from its history, oldest event first. The row is a cache of
 * this; a difference is a fault of ours.
 */
export function foldEvents(events: readonly FoldedEvent[]): FoldedMessage {
  return events.reduce(fold, nothing)
}

function fold(before: FoldedMessage, event: FoldedEvent): FoldedMessage {
  const { version, status, rank, errorCode, errorClass, at } = event
  const after = { ...before, version, status, rank }
  switch (event.type) {
    case 'message.accepted':
    case 'receipt.ignored':
    case 'receipt.conflicting':
      return after
    case 'attempt.started':
      return { ...after, attempts: event.attempt ?? before.attempts }
    case 'message.priced':
      return { ...after, ...facts(before, event) }
    case 'message.closed':
      return { ...after, finalAt: at }
    case 'attempt.accepted':
      return { ...acceptance(after, event), attemptsUsed: countedBefore(before) + 1 }
    case 'receipt.applied':
      return receipt(after, event)
    case 'message.resolved':
      return resolution(after, event)
    case 'attempt.rejected':
    case 'attempt.not_sent':
    case 'attempt.ambiguous': {
      const attemptsUsed = countedBefore(before) + (event.data['usesAttempt'] === false ? 0 : 1)
      return { ...after, attemptsUsed, errorCode, errorClass, finalAt: isFinal(status) ? at : null }
    }
    case 'message.held':
    case 'message.canceled':
    case 'message.blocked':
    case 'message.expired':
    case 'message.unproven':
    case 'attempt.absent':
      return { ...after, errorCode, errorClass, finalAt: isFinal(status) ? at : null }
  }
}

/** A lost attempt is counted when it is lost; the answer that comes after all is not a second one. */
function countedBefore(before: FoldedMessage): number {
  return before.attemptsUsed - (before.status === 'ambiguous' ? 1 : 0)
}

function acceptance(after: FoldedMessage, event: FoldedEvent): FoldedMessage {
  return {
    ...after,
    ...facts(after, event),
    providerId: event.providerId,
    errorCode: null,
    errorClass: null,
    submittedAt: event.at,
  }
}

function receipt(after: FoldedMessage, event: FoldedEvent): FoldedMessage {
  const duplicate = after.duplicate || event.data['duplicate'] === true
  if (event.data['bound'] === true) {
    return { ...after, duplicate, providerId: after.providerId ?? event.providerId }
  }
  const { status, at } = event
  const isBad = status === 'failed' || status === 'undelivered'
  const isOut = status === 'sent' || status === 'delivered'
  return {
    ...after,
    ...facts(after, event),
    duplicate,
    providerId: event.providerId,
    errorCode: isBad ? (event.errorCode ?? after.errorCode) : null,
    errorClass: isBad ? (event.errorClass ?? after.errorClass) : null,
    submittedAt: after.submittedAt ?? at,
    sentAt: isOut ? (after.sentAt ?? at) : after.sentAt,
    deliveredAt: status === 'delivered' ? at : null,
    finalAt: isFinal(status) ? at : null,
  }
}

function resolution(after: FoldedMessage, event: FoldedEvent): FoldedMessage {
  const { status, at } = event
  const isOut = status === 'sent' || status === 'delivered'
  return {
    ...after,
    providerId: event.providerId,
    sentAt: isOut ? (after.sentAt ?? at) : after.sentAt,
    deliveredAt: status === 'delivered' ? at : after.deliveredAt,
    finalAt: at,
  }
}

/** Side facts that an event may bring; what it does not bring stays. */
function facts(before: FoldedMessage, { data }: FoldedEvent): Partial<FoldedMessage> {
  return {
    segments: typeof data['segments'] === 'number' ? data['segments'] : before.segments,
    price: typeof data['price'] === 'string' ? data['price'] : before.price,
    priceUnit: typeof data['priceUnit'] === 'string' ? data['priceUnit'] : before.priceUnit,
  }
}
