import type { LifeStep } from '../core/lives.ts'
import type { Aws } from './account.ts'
import type { EventType } from './event-types.ts'
import { findMedia } from './find-media.ts'
import { findMediaProblem } from './media-rules.ts'
import type { Message } from './message.ts'
import { behaviourOf } from './numbers.ts'

type Report = (type: EventType, mark?: { isLast?: boolean; isFinal?: boolean }) => LifeStep['enter']

const CONTRADICTION_DELAY_MS = 300

/** What becomes of an accepted message, step by step; each step is decided on when it is due. */
export function* lifeOf(aws: Aws, message: Message): Generator<LifeStep> {
  const behaviour = behaviourOf(message.input.to)
  const { delays } = aws.settings()
  const report: Report =
    (type, { isLast = false, isFinal } = {}) =>
    () =>
      aws.events.emit(message, { type, ...(isFinal === undefined ? {} : { isFinal }) }, { isLast })
  yield { afterMs: delays.acceptedMs, enter: report('MEDIA_QUEUED') }
  if (behaviour.kind === 'stays' && behaviour.status === 'queued') return yield expiry(message, report)
  yield { afterMs: delays.queuedMs, enter: report('MEDIA_PENDING') }
  if (behaviour.kind === 'stays' && behaviour.status === 'sending') return yield expiry(message, report)
  const failure = behaviour.kind === 'fails' ? behaviour.event : mediaFailure(aws, message)
  if (failure) return yield { afterMs: delays.pendingMs, enter: report(failure, { isLast: true }) }
  if (behaviour.kind === 'recovers')
    yield { afterMs: delays.pendingMs, enter: report(behaviour.event, { isFinal: false }) }
  yield* arrival(aws, message, report)
}

function* arrival(aws: Aws, message: Message, report: Report): Generator<LifeStep> {
  const behaviour = behaviourOf(message.input.to)
  const { delays, successfulIsFinal, successfulOnlyPrefixes } = aws.settings()
  const staysSuccessful =
    behaviour.kind === 'stays' || successfulOnlyPrefixes.some((prefix) => message.input.to.startsWith(prefix))
  const mark = { isLast: staysSuccessful, isFinal: staysSuccessful || successfulIsFinal }
  yield { afterMs: delays.pendingMs, enter: report('MEDIA_SUCCESSFUL', mark) }
  if (staysSuccessful) return
  const isContradicted = behaviour.kind === 'contradicts'
  const afterMs = behaviour.kind === 'slow' ? behaviour.sentMs : delays.successfulMs
  yield { afterMs, enter: report('MEDIA_DELIVERED', { isLast: !isContradicted }) }
  if (!isContradicted) return
  yield { afterMs: CONTRADICTION_DELAY_MS, enter: report('MEDIA_CARRIER_UNREACHABLE', { isLast: true }) }
}

function expiry(message: Message, report: Report): LifeStep {
  const expiresAt = message.requestedAt + message.input.ttlSeconds * 1_000
  return { afterMs: expiresAt - Date.now(), enter: report('MEDIA_TTL_EXPIRED', { isLast: true }) }
}

// The file is read when the message is sent on: it may have gone or changed since the request.
function mediaFailure(aws: Aws, { input: { media } }: Message): EventType | undefined {
  return media === null ? undefined : findMediaProblem(findMedia(aws, media))?.event
}
