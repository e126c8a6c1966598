import type { TimelineEntry } from '@heliograph/shared/contracts/timeline'
import { type EventType, eventTypes } from '@heliograph/shared/domain/message-event'
import { type Explain, viewError } from '../messages/message-view.ts'
import type { TimelineAttempt, TimelineEvent, TimelineRow } from './find-timeline.ts'

/** What is told of one event. */
type Telling = { readonly kind: TimelineEntry['kind']; readonly title: string }

/** The story of a message as entries, oldest first. Events that change nothing for the reader are left out. */
export function listTimelineEntries(
  row: Pick<TimelineRow, 'events' | 'attemptRows' | 'providerAccountId' | 'sendAt'>,
  explain: Explain,
): Record<string, unknown>[] {
  return row.events.flatMap((event) => {
    const telling = isEventType(event.type) ? tell(event.type, event) : undefined
    if (telling === undefined) return []
    const attempt = row.attemptRows.find(({ n }) => n === event.attempt)
    return [
      {
        at: new Date(event.at).toISOString(),
        kind: telling.kind,
        status: event.status,
        title: telling.title,
        until: untilOf(event, row.sendAt),
        error: viewError({ ...event, providerAccountId: row.providerAccountId }, explain),
        attempt: telling.kind === 'attempt' && attempt !== undefined ? viewAttempt(event, attempt) : null,
        price: priceOf(event),
      },
    ]
  })
}

function tell(type: EventType, event: TimelineEvent): Telling {
  switch (type) {
    case 'message.accepted':
      return event.status === 'scheduled'
        ? { kind: 'accepted', title: 'Stored; it waits for the time it was scheduled for.' }
        : { kind: 'accepted', title: 'Stored; it waits for its turn.' }
    case 'message.held':
      return { kind: 'waiting', title: 'Not handed over: its account or sender is held.' }
    case 'message.canceled':
      return { kind: 'ended', title: 'Canceled before it was handed over.' }
    case 'message.blocked':
      return { kind: 'ended', title: 'Not sent: the recipient has opted out of this sender.' }
    case 'message.expired':
      return { kind: 'ended', title: 'Its time was over before it could be handed over.' }
    case 'message.closed':
      return { kind: 'ended', title: 'No receipt came in time after `sent`; that is the last word.' }
    case 'message.unproven':
      return { kind: 'ended', title: 'It could not be proven whether the carrier has the message.' }
    case 'message.resolved':
      return { kind: 'ended', title: `A person settled it as \`${event.status}\`.` }
    case 'message.priced':
      return { kind: 'price', title: 'The carrier told the price.' }
    case 'attempt.started':
      return { kind: 'attempt', title: `Attempt ${event.attempt ?? ''} began to hand it over.` }
    case 'attempt.accepted':
      return { kind: 'attempt', title: 'The carrier accepted it.' }
    case 'attempt.rejected':
      return { kind: 'attempt', title: 'The carrier refused it for good.' }
    case 'attempt.not_sent':
      return event.status === 'retrying'
        ? { kind: 'attempt', title: 'It certainly was not sent; it is tried again.' }
        : { kind: 'attempt', title: 'It certainly was not sent; that was the last try.' }
    case 'attempt.ambiguous':
      return {
        kind: 'attempt',
        title: 'The answer was lost; the carrier is asked whether it has the message.',
      }
    case 'attempt.absent':
      return event.data['isRisky'] === true
        ? { kind: 'attempt', title: 'The carrier could not be asked; it is sent again as its policy says.' }
        : { kind: 'attempt', title: 'The carrier does not have it: the attempt never arrived.' }
    case 'receipt.applied':
      return { kind: 'receipt', title: tellReceipt(event) }
    case 'receipt.ignored':
      return { kind: 'receipt', title: `${reportOf(event)} came late and changed nothing.` }
    case 'receipt.conflicting':
      return {
        kind: 'receipt',
        title: `${reportOf(event)} contradicts the one before; the carrier is asked.`,
      }
  }
}

function tellReceipt(event: TimelineEvent): string {
  if (event.data['bound'] === true) return 'The carrier confirmed the id of an attempt.'
  return `${reportOf(event)} arrived.`
}

const sources: Readonly<Record<string, string>> = {
  callback: 'A callback',
  lookup: 'A look-up',
  list: "The carrier's list",
  answer: 'The answer',
}

function reportOf({ data }: TimelineEvent): string {
  const source = sources[String(data['source'])] ?? 'A report'
  return typeof data['receipt'] === 'string' ? `${source} that says \`${data['receipt']}\`` : source
}

/** When the wait that began with this event is over, as far as the event says. */
function untilOf(event: TimelineEvent, sendAt: Date | null): string | null {
  if (event.type === 'message.accepted' && event.status === 'scheduled') return sendAt?.toISOString() ?? null
  const nextInMs = event.data['nextInMs']
  if (typeof nextInMs !== 'number') return null
  return new Date(new Date(event.at).getTime() + nextInMs).toISOString()
}

/** The attempt as far as it had come with this event: its beginning knows no answer. */
function viewAttempt(event: TimelineEvent, attempt: TimelineAttempt): object {
  const { n: number, state, startedAt, finishedAt, httpStatus, requestId, providerId } = attempt
  if (event.type === 'attempt.started') {
    return { number, state: 'open', latencyMs: null, httpStatus: null, requestId: null, providerId: null }
  }
  const latencyMs =
    finishedAt === null ? null : Math.max(0, new Date(finishedAt).getTime() - new Date(startedAt).getTime())
  return { number, state, latencyMs, httpStatus, requestId, providerId }
}

function priceOf({ data }: TimelineEvent): TimelineEntry['price'] {
  const { price, priceUnit } = data
  return typeof price === 'string'
    ? { amount: price, unit: typeof priceUnit === 'string' ? priceUnit : null }
    : null
}

function isEventType(text: string): text is EventType {
  return eventTypes.some((type) => type === text)
}
