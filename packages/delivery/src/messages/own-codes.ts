import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'

/** Plain words for a code of ours that no provider made; undefined for any other code. */
export function explainOwnCode(code: string): ErrorExplanation | undefined {
  return explanations.get(code)
}

/** Plain words for every code of ours. */
export function listOwnCodes(): ErrorExplanation[] {
  return [...explanations.values()]
}

type Words = readonly [errorClass: ErrorClass, title: string, cause: string, remedy: string]

const words: Record<string, Words> = {
  retries_exhausted: [
    'transient',
    'Gave up after the last try',
    'Every attempt to hand the message to the provider failed, and nothing was sent.',
    'Read the attempts in the history for the reason, mend it, then send the message again.',
  ],
  expired: [
    'expired',
    'Not sent in time',
    'The message could not be handed to the provider before its validity ended.',
    'Read the history for what held it up; send it again if it still matters.',
  ],
  canceled_at_provider: [
    'canceled',
    'Taken back by the provider',
    'The message was canceled after the provider had accepted it, and the provider had not handed it on yet.',
    'Send again if it was a mistake.',
  ],
  beyond_provider: [
    'content',
    'The provider does not take such a message',
    'The message has more media, another kind of media, more text or another country than its provider sends. Nothing was sent.',
    'GET /v1/providers shows what each provider takes; change the message or choose another provider.',
  ],
  opted_out: [
    'opt_out',
    'Recipient opted out',
    'The recipient does not want messages from this sender, so nothing was sent.',
    'Do not send again until the recipient writes START to this sender or agrees in another provable way; GET /v1/suppressions tells how the opt-out came about.',
  ],
  lease_expired: [
    'ambiguous',
    'The sender stopped in the middle',
    'The process that was sending the message stopped before the answer was recorded, so the provider may have it.',
    'Nothing to do: the provider is asked for the truth before anything is sent again.',
  ],
  lost_answer: [
    'ambiguous',
    'The answer was lost',
    'The request went out and no answer came back, so the provider may have the message.',
    'Nothing to do: the provider is asked for the truth before anything is sent again.',
  ],
  poison: [
    'transient',
    'Brought its process down',
    'Three processes in a row stopped while they were sending this message, the last of them with nothing else in hand. It is not tried again, so that others are not hurt.',
    'Look at the worker logs of those moments; send the message again once the cause is mended.',
  ],
  lease_too_old: [
    'network',
    'Too late to send safely',
    'This machine was too slow to begin sending within the time it had claimed. Nothing was sent.',
    'Nothing to do: it is tried again. If it lasts, the worker is short of CPU or its database is slow.',
  ],
  account_not_configured: [
    'account',
    'Account not configured',
    'The message belongs to a provider account that this installation has no credentials for any more.',
    'Configure that account again, or send the message again through the present one.',
  ],
}

const explanations: ReadonlyMap<string, ErrorExplanation> = new Map(
  Object.entries(words).map(([code, [errorClass, title, cause, remedy]]) => [
    code,
    { code, class: errorClass, title, cause, remedy },
  ]),
)
