import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import type { MessageStatus } from '@heliograph/shared/domain/status'
import { findDefinition } from '../providers/registry.ts'

/** What is known about a message, as far as its explanation needs it. Times are null until they happened. */
export type ExplainedMessage = {
  readonly status: MessageStatus
  readonly provider: string
  /** True for a number of the US, Canada or another country of the North American plan. */
  readonly isNorthAmerican: boolean
  readonly kind: string
  readonly policy: string
  readonly error: ErrorExplanation | null
  readonly hold: { readonly scope: 'account' | 'sender'; readonly nextProbeAt: Date } | null
  readonly sendAt: Date | null
  readonly nextAt: Date | null
  readonly expiresAt: Date
  readonly leaseUntil: Date | null
  readonly sentAt: Date | null
  readonly finalAt: Date | null
  /** Its batch is paused. */
  readonly isBatchPaused: boolean
  /** When the last attempt was lost; for `ambiguous`. */
  readonly lostAt: Date | null
  /** How long the installation waits for a receipt of the phone; then the message counts as sent. */
  readonly sentFinalAfterMs: number
  /** When it reports a lost answer that cannot be proven as unknown. */
  readonly unknownAfterMs: number
}

/** Where a message stands, by when news is expected (null: none), and who has to do what (`nothing`: nobody). */
export type StatusExplanation = {
  readonly explanation: string
  readonly expectedBy: Date | null
  readonly nextStep: string
}

/** Who can do something about a class of trouble; null: nobody has to. */
const actors: Record<ErrorClass, 'Operations' | 'Application' | null> = {
  account: 'Operations',
  sender: 'Operations',
  configuration: 'Operations',
  recipient: 'Application',
  content: 'Application',
  opt_out: 'Application',
  filtered: 'Application',
  throttled: 'Operations',
  transient: 'Application',
  network: 'Operations',
  ambiguous: 'Application',
  expired: 'Application',
  canceled: 'Application',
  unknown: 'Operations',
}

/** Explains a message of any status in plain words. Pure: the same facts give the same words. */
export function explainStatus(message: ExplainedMessage): StatusExplanation {
  switch (message.status) {
    case 'scheduled':
    case 'queued':
    case 'retrying':
      return explainWaiting(message)
    case 'sending':
      return {
        explanation: `The message is being handed to ${nameOf(message.provider)} right now.`,
        expectedBy: message.leaseUntil,
        nextStep: 'nothing',
      }
    case 'ambiguous':
      return explainAmbiguous(message)
    case 'submitted':
      return {
        explanation: `${nameOf(message.provider)} accepted the message and has not reported yet what became of it.`,
        expectedBy: message.nextAt,
        nextStep: 'nothing',
      }
    case 'sent':
      return explainSent(message)
    case 'delivered':
      return ended('The carrier confirmed that the message was delivered.', 'nothing')
    case 'undelivered':
      return explainFailure(message, 'The carrier could not deliver the message.')
    case 'failed':
      return explainFailure(message, 'The message was not sent.')
    case 'canceled':
      return ended('The message was canceled before it was handed over; it was not sent.', 'nothing')
    case 'expired':
      return explainFailure(message, 'The time to send the message ran out before it could be handed over.')
    case 'blocked':
      return ended(
        'The recipient had opted out of this sender when the message was due, so it was not sent.',
        'Application: do not send again until the recipient opts in again.',
      )
    case 'unknown':
      return ended(
        `The answer to a hand-over was lost and it could not be proven whether ${nameOf(message.provider)} has the message. It is not sent again; a late receipt still settles it.`,
        `Operations: look for the message in the console of ${nameOf(message.provider)} and settle it with POST /v1/messages/:id/resolve.`,
      )
  }
}

function explainWaiting(message: ExplainedMessage): StatusExplanation {
  const { hold, error, status, nextAt } = message
  if (message.isBatchPaused) {
    return {
      explanation: 'The batch of the message is paused, so it waits; nothing is lost.',
      expectedBy: message.expiresAt,
      nextStep: 'Application: resume the batch with POST /v1/batches/:id/resume before the message expires.',
    }
  }
  if (hold !== null) {
    const why = error === null ? '' : ` (${error.title})`
    return {
      explanation: `The ${hold.scope} is held${why}, so the message waits; nothing is lost, and a probe tries again by itself.`,
      expectedBy: earlier(hold.nextProbeAt, message.expiresAt),
      nextStep:
        error === null
          ? `Operations: find out why the ${hold.scope} is held.`
          : `Operations: ${error.remedy}`,
    }
  }
  if (status === 'scheduled') {
    const explanation = 'The message is stored and waits for the time it was scheduled for.'
    return { explanation, expectedBy: message.sendAt ?? nextAt, nextStep: 'nothing' }
  }
  const expectedBy = earlier(nextAt, message.expiresAt)
  if (status === 'queued') {
    const explanation = 'The message is stored and waits for its turn to be handed over.'
    return { explanation, expectedBy: message.expiresAt, nextStep: 'nothing' }
  }
  return {
    explanation: `${whyRetrying(message)} It is tried again by itself.`,
    expectedBy,
    nextStep: 'nothing',
  }
}

function whyRetrying({ error }: ExplainedMessage): string {
  if (error === null) return 'The last attempt did not get through, and nothing was sent.'
  switch (error.class) {
    case 'throttled':
      return `The carrier asked for a slower pace: ${sentence(error.title)} Nothing was sent.`
    case 'account':
    case 'sender':
      return `The ${error.class} was refused: ${sentence(error.title)} Nothing was sent.`
    case 'ambiguous':
      return wasLost
    default:
      if (lostCodes.has(error.code)) return wasLost
      return `The last attempt did not get through: ${sentence(error.title)} Nothing was sent.`
  }
}

const wasLost = 'The answer to the last attempt was lost, and the carrier was not found to have the message.'
const lostCodes: ReadonlySet<string> = new Set(['lease_expired', 'lost_answer'])

function explainAmbiguous(message: ExplainedMessage): StatusExplanation {
  const { lostAt, nextAt, unknownAfterMs } = message
  return {
    explanation: `The answer to the last attempt was lost, so ${howProven(message)}`,
    expectedBy: lostAt === null ? nextAt : new Date(lostAt.getTime() + unknownAfterMs),
    nextStep: 'nothing',
  }
}

/** Where a provider cannot be asked, only its events tell, and nothing can be proven to be absent. */
function howProven({ provider, policy }: ExplainedMessage): string {
  const cannotAsk = findDefinition(provider)?.capabilities.search === 'none'
  const asked = cannotAsk
    ? `only an event of ${nameOf(provider)} can show that it has the message.`
    : `${nameOf(provider)} is asked whether it has the message.`
  if (policy === 'at_least_once') return `${asked} If that cannot be found out, it is sent again.`
  return policy === 'at_most_once' || cannotAsk
    ? `${asked} It is not sent again in any case.`
    : `${asked} It is sent again only once it is proven that it never arrived.`
}

function explainSent(message: ExplainedMessage): StatusExplanation {
  const { isNorthAmerican, kind, sentAt, finalAt, sentFinalAfterMs } = message
  const usual =
    isNorthAmerican && kind === 'mms'
      ? 'US and Canadian carriers usually give no receipt of the phone for MMS, so this is often the last word.'
      : 'A receipt of the phone may still follow.'
  if (finalAt !== null) {
    return ended(
      'The carrier took the message and sent no receipt of the phone in time; it counts as sent.',
      'nothing',
    )
  }
  return {
    explanation: `The carrier took the message. ${usual}`,
    expectedBy: sentAt === null ? null : new Date(sentAt.getTime() + sentFinalAfterMs),
    nextStep: 'nothing',
  }
}

function explainFailure({ error }: ExplainedMessage, what: string): StatusExplanation {
  if (error === null)
    return ended(`${what} No reason was given.`, 'Application: send it again if it still matters.')
  const who = actors[error.class]
  const nextStep = who === null || /^Nothing needs/.test(error.remedy) ? 'nothing' : `${who}: ${error.remedy}`
  return ended(`${what} ${sentence(error.title)} ${error.cause}`, nextStep)
}

function ended(explanation: string, nextStep: string): StatusExplanation {
  return { explanation, expectedBy: null, nextStep }
}

function earlier(left: Date | null, right: Date): Date {
  return left !== null && left < right ? left : right
}

function sentence(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`
}

function nameOf(provider: string): string {
  return findDefinition(provider)?.title ?? 'the carrier'
}
