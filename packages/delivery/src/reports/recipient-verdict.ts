import type { MessageStatus } from '@heliograph/shared/domain/status'

/** What a verdict is made of. Lists are newest first. */
export type RecipientFacts = {
  readonly now: Date
  readonly suppressions: readonly { readonly sender: string | null; readonly since: Date }[]
  readonly lastMessage: LastMessage | undefined
  readonly refused: readonly { readonly at: Date; readonly code: string }[]
}

/** The newest message to a recipient. `finalAt` is the time of its end, or null. */
export type LastMessage = {
  readonly status: MessageStatus
  readonly createdAt: Date
  readonly submittedAt: Date | null
  readonly sentAt: Date | null
  readonly deliveredAt: Date | null
  readonly finalAt: Date | null
  readonly sendAt: Date | null
  /** Title of its error, when it has one. */
  readonly reason: string | null
  readonly isHeld: boolean
}

/** One sentence that answers "did they get it": what stops messages, else what became of the last one. */
export function giveVerdict(facts: RecipientFacts): string {
  const [suppression] = facts.suppressions
  if (suppression !== undefined) {
    const whose = suppression.sender === null ? '' : ` of ${suppression.sender}`
    return `Blocked: the recipient opted out${whose} on ${dayOf(suppression.since)}.`
  }
  const { lastMessage, now } = facts
  const [refused] = facts.refused
  if (lastMessage === undefined) return verdictWithoutMessage(facts)
  const fate = `The last message ${fateOf(lastMessage, now)}.`
  if (refused === undefined || refused.at <= lastMessage.createdAt) return fate
  const sincePart = `A newer request was refused ${ageOf(refused.at, now)} (${refused.code})`
  return `${sincePart}; the last message ${fateOf(lastMessage, now)}.`
}

function verdictWithoutMessage({ refused, now }: RecipientFacts): string {
  const [last] = refused
  if (last === undefined) return 'Nothing was ever sent to this number.'
  const what = refused.length === 1 ? 'the request that named it' : 'the last request that named it'
  return `Nothing was ever sent to this number: ${what} was refused ${ageOf(last.at, now)} (${last.code}).`
}

function fateOf(message: LastMessage, now: Date): string {
  const ended = ageOf(message.finalAt ?? message.createdAt, now)
  const because = message.reason === null ? '' : `: ${message.reason}`
  switch (message.status) {
    case 'scheduled':
      return message.sendAt === null
        ? 'is scheduled and was not sent yet'
        : `is scheduled for ${message.sendAt.toISOString()}`
    case 'queued':
    case 'retrying':
      return message.isHeld
        ? `has waited for ${ageOf(message.createdAt, now, 'bare')} because its account or sender is held${because}`
        : `was accepted ${ageOf(message.createdAt, now)} and waits to be handed to the carrier${because}`
    case 'sending':
      return 'is being handed to the carrier right now'
    case 'ambiguous':
      return `was handed over ${ageOf(message.createdAt, now)}, but the carrier's answer was lost and is being proven`
    case 'submitted':
      return `was taken by the provider ${ageOf(message.submittedAt ?? message.createdAt, now)}; no receipt came yet`
    case 'sent':
      return `was taken by the carrier ${ageOf(message.sentAt ?? message.createdAt, now)}; a receipt of the handset is not usual`
    case 'delivered':
      return `was delivered ${ageOf(message.deliveredAt ?? message.createdAt, now)}`
    case 'undelivered':
      return `could not be delivered ${ended}${because}`
    case 'failed':
      return `failed ${ended}${because}`
    case 'canceled':
      return `was canceled ${ended} before it was sent`
    case 'expired':
      return `expired ${ended} before it could be sent`
    case 'blocked':
      return `was blocked ${ended} and not sent${because}`
    case 'unknown':
      return `has been of unknown fate for ${ageOf(message.finalAt ?? message.createdAt, now, 'bare')}: it may or may not have been sent`
  }
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** "2 minutes ago", or bare: "2 minutes". */
function ageOf(at: Date, now: Date, form: 'ago' | 'bare' = 'ago'): string {
  const elapsedMs = Math.max(0, now.getTime() - at.getTime())
  const suffix = form === 'ago' ? ' ago' : ''
  for (const [unit, unitMs] of units) {
    const count = Math.floor(elapsedMs / unitMs)
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'}${suffix}`
  }
  return form === 'ago' ? 'less than a minute ago' : 'less than a minute'
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
