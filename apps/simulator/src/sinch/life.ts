// The life of one message: Queued (400), Dispatched (401) and an end. What Sinch itself refuses never becomes Dispatched.
import type { LifeStep } from '../core/lives.ts'
import { withPlus } from './address.ts'
import type { Message } from './batch.ts'
import { DELIVERED, DISPATCHED, isFromOperator, QUEUED, type ReportState, stateOf } from './codes.ts'
import { fetchMedia } from './fetch-media.ts'
import { type Behaviour, behaviourOf, CONTRADICTION_CODE } from './numbers.ts'
import { textFor } from './parameters.ts'
import { reportState } from './report.ts'
import type { Sinch } from './sinch.ts'

const CONTRADICTION_DELAY_MS = 300
const EXPIRED_CODE = 406
const UNMATCHED_PARAMETER_CODE = 405
const NO_ORIGINATOR_CODE = 410
const OPTED_OUT_CODE = 415

/** The steps of a message, each decided when the one before it is over. */
export async function* lifeOf(sinch: Sinch, message: Message): AsyncGenerator<LifeStep> {
  const { batch } = message
  const behaviour = behaviourOf(withPlus(message.recipient))
  const staysQueued = behaviour.kind === 'stays' && behaviour.status === 'queued'
  const { acceptedMs } = sinch.settings().delays
  yield step(sinch, message, {
    afterMs: batch.sendAt - Date.now() + acceptedMs,
    state: QUEUED,
    isLast: staysQueued,
  })

  const now = Date.now()
  const turnMs = staysQueued ? Number.POSITIVE_INFINITY : now + queueMs(sinch, now)
  const code = await codeOf(sinch, message, behaviour)
  const dueMs = Math.max(turnMs, Date.now())
  if (dueMs >= batch.expireAt) {
    yield end(sinch, message, { afterMs: batch.expireAt - Date.now(), state: stateOf(EXPIRED_CODE) })
    return
  }
  const ending = code === undefined ? DELIVERED : stateOf(code)
  const afterMs = dueMs - Date.now()
  if (!isFromOperator(ending.status)) {
    yield end(sinch, message, { afterMs, state: ending })
    return
  }
  const staysDispatched = code === undefined && isSentOnly(sinch, message, behaviour)
  yield step(sinch, message, { afterMs, state: DISPATCHED, isLast: staysDispatched })
  if (!staysDispatched) yield* finish(sinch, message, { behaviour, ending })
}

function* finish(
  sinch: Sinch,
  message: Message,
  { behaviour, ending }: { behaviour: Behaviour; ending: ReportState },
): Generator<LifeStep> {
  const afterMs = behaviour.kind === 'slow' ? behaviour.sentMs : sinch.settings().delays.dispatchedMs
  if (behaviour.kind !== 'contradicts') {
    yield end(sinch, message, { afterMs, state: ending })
    return
  }
  yield step(sinch, message, { afterMs, state: ending, isLast: false })
  yield end(sinch, message, { afterMs: CONTRADICTION_DELAY_MS, state: stateOf(CONTRADICTION_CODE) })
}

function queueMs(sinch: Sinch, now: number): number {
  return Math.max(sinch.settings().delays.queuedMs, sinch.queue.take(now))
}

// What keeps the message from its recipient, if anything: no sender, consent, the recipient's number, its media.
function codeOf(
  sinch: Sinch,
  message: Message,
  behaviour: Behaviour,
): number | undefined | Promise<number | undefined> {
  const { batch } = message
  const sender = batch.from ?? message.appliedOriginator
  if (sender === null) return NO_ORIGINATOR_CODE
  const isBlocked = sinch.optOuts.stoppedBy(withPlus(message.recipient)).has(withPlus(sender))
  if (isBlocked && sinch.settings().blockOptedOut) return OPTED_OUT_CODE
  if (behaviour.kind === 'fails') return behaviour.code
  if (!textFor(batch, message.recipient).isMatched) return UNMATCHED_PARAMETER_CODE
  if (batch.type === 'mt_text') return undefined
  return fetchMedia(sinch, batch.body.url, batch.strictValidation)
}

function isSentOnly(sinch: Sinch, message: Message, behaviour: Behaviour): boolean {
  if (behaviour.kind === 'stays') return behaviour.status === 'sent'
  return sinch.settings().sentOnlyPrefixes.some((prefix) => withPlus(message.recipient).startsWith(prefix))
}

type Move = { afterMs: number; state: ReportState; isLast: boolean }

function end(sinch: Sinch, message: Message, move: Omit<Move, 'isLast'>): LifeStep {
  return step(sinch, message, { ...move, isLast: true })
}

function step(sinch: Sinch, message: Message, { afterMs, state, isLast }: Move): LifeStep {
  return { afterMs: Math.max(afterMs, 0), enter: () => enterState(sinch, message, { state, isLast }) }
}

/** Moves a message and reports the move. Undefined when it is not called back. */
export function enterState(
  sinch: Sinch,
  message: Message,
  { state, isLast }: { state: ReportState; isLast: boolean },
): Promise<void> | undefined {
  message.status = state.status
  message.code = state.code
  message.at = Date.now()
  message.operatorStatusAt = isFromOperator(state.status) ? message.at : null
  return reportState(sinch, message, isLast)
}
