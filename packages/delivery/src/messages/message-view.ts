import {
  type EventView,
  eventView,
  type MessageView,
  messageError,
  messageView,
} from '@heliograph/shared/contracts/messages'
import { type ErrorExplanation, errorClasses } from '@heliograph/shared/domain/error-class'
import { priorityOfRank } from '@heliograph/shared/domain/priority'
import { dueStatuses } from '@heliograph/shared/domain/status'
import type { z } from 'zod'
import { maskContent } from '../history/mask-content.ts'
import type { EventRow, HoldRow, MessageRow } from './message-queries.ts'
import { explainOwnCode } from './own-codes.ts'

/** Plain words of a provider for one of its codes; undefined when it has none. */
export type Explain = (providerAccountId: string, code: string) => ErrorExplanation | undefined

const waiting: ReadonlySet<string> = new Set(dueStatuses)

/** One stored message as the API shows it, masked without `content:read`. Throws when the row breaks the contract. */
export function viewMessage(row: MessageRow, explain: Explain, canReadContent: boolean): MessageView {
  const isWaiting = waiting.has(row.status)
  return messageView.parse({
    ...maskContent({ ...row, mediaUrls: row.mediaUrls ?? [] }, canReadContent),
    metadata: row.metadata ?? {},
    tags: row.tags ?? [],
    error: viewError(row, explain),
    hold: isWaiting ? (viewHold('account', row.accountHold) ?? viewHold('sender', row.senderHold)) : null,
    nextAttemptAt: isWaiting ? toInstant(row.nextAt) : null,
    priority: priorityOfRank(row.priority),
    sendAt: toInstant(row.sendAt),
    createdAt: toInstant(row.createdAt),
    submittedAt: toInstant(row.submittedAt),
    sentAt: toInstant(row.sentAt),
    deliveredAt: toInstant(row.deliveredAt),
    finalAt: toInstant(row.finalAt),
    expiresAt: toInstant(row.expiresAt),
  })
}

/** One stored line of history as the API shows it. Throws when the row breaks the contract. */
export function viewEvent(row: EventRow, explain: Explain): EventView {
  return eventView.parse({
    version: row.version,
    type: row.type,
    status: row.status,
    at: toInstant(row.at),
    attempt: row.attempt,
    providerId: row.providerId,
    error: viewError(row, explain),
    data: row.data ?? {},
  })
}

type Failing = Pick<MessageRow, 'errorCode' | 'errorClass' | 'providerAccountId'>

/** The class stored with the row decided what happened, so it is shown even if the tables changed since. */
export function viewError(row: Failing, explain: Explain): z.infer<typeof messageError> | null {
  const { errorCode: code } = row
  if (code === null) return null
  const explanation = explain(row.providerAccountId, code) ?? explainOwnCode(code) ?? undocumented(code)
  const stored = errorClasses.find((name) => name === row.errorClass)
  return messageError.parse({ ...explanation, class: stored ?? explanation.class })
}

function undocumented(code: string): ErrorExplanation {
  return {
    code,
    class: 'unknown',
    title: 'Undocumented code',
    cause: `The provider reported code ${code}, which its documentation does not name.`,
    remedy: "Search the code in the provider's console or ask its support.",
  }
}

function viewHold(scope: 'account' | 'sender', hold: HoldRow | null): MessageView['hold'] {
  if (hold === null) return null
  const since = new Date(hold.since).toISOString()
  const nextProbeAt = hold.nextProbeAt === null ? since : new Date(hold.nextProbeAt).toISOString()
  return { scope, code: hold.code ?? 'held', since, nextProbeAt }
}

function toInstant(time: Date | null): string | null {
  return time === null ? null : time.toISOString()
}
