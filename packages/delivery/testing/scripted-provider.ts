import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import type { Listing, LookUp, Provider, SendRequest } from '../src/providers/provider.ts'
import { twilioCapabilities } from '../src/providers/twilio/capabilities.ts'

/** A provider that answers from a script and records what it was asked. For tests of the engine. */
export type ScriptedProvider = Provider & {
  readonly sent: readonly SendRequest[]
  /** The next answers, in order; a function may wait or look around first. */
  answerWith(...answers: readonly (SendOutcome | (() => Promise<SendOutcome>))[]): void
  /** What a look-up says from now on. */
  knows(answer: LookUp): void
  /** What its list shows from now on. */
  lists(answer: Listing): void
}

/** Builds a provider that accepts with a fresh id once its script is used up. */
export function buildScriptedProvider(newId: () => string): ScriptedProvider {
  const sent: SendRequest[] = []
  const script: (SendOutcome | (() => Promise<SendOutcome>))[] = []
  let known: LookUp = { kind: 'absent' }
  let listing: Listing = { kind: 'unavailable', detail: 'scripted' }
  return {
    name: 'twilio',
    capabilities: twilioCapabilities,
    sent,
    answerWith: (...answers) => script.push(...answers),
    knows: (answer) => {
      known = answer
    },
    lists: (answer) => {
      listing = answer
    },
    send: (request) => {
      sent.push(request)
      const answer = script.shift() ?? accepted(`MM${newId().replaceAll('-', '')}`)
      return typeof answer === 'function' ? answer() : Promise.resolve(answer)
    },
    lookUp: () => Promise.resolve(known),
    list: () => Promise.resolve(listing),
    cancel: () => Promise.resolve({ kind: 'unsupported' }),
    readCallback: () => ({ kind: 'malformed', reason: 'scripted' }),
    readInbound: () => ({ kind: 'malformed', reason: 'scripted' }),
    explain: () => undefined,
    close: () => Promise.resolve(),
  }
}

/** An acceptance with this provider id. */
export function accepted(providerId: string): SendOutcome {
  return { kind: 'accepted', providerId, status: 'submitted', segments: 1, httpStatus: 201 }
}

/** An outcome of the given kind with a code and class. */
export const outcomes = {
  rejected: (code: string): SendOutcome => ({
    kind: 'rejected',
    fault: { code, class: 'recipient', detail: 'refused', httpStatus: 400 },
  }),
  notSent: (code = 'connect_refused'): SendOutcome => ({
    kind: 'not_sent',
    fault: { code, class: 'network', detail: 'no connection' },
    usesAttempt: true,
  }),
  throttled: (retryAfterMs: number): SendOutcome => ({
    kind: 'not_sent',
    fault: { code: '20429', class: 'throttled', detail: 'slow down', httpStatus: 429 },
    usesAttempt: false,
    retryAfterMs,
  }),
  held: (scope: 'account' | 'sender', code: string): SendOutcome => ({
    kind: 'not_sent',
    fault: { code, class: scope, detail: 'refused', httpStatus: 401 },
    usesAttempt: false,
    hold: scope,
  }),
  ambiguous: (): SendOutcome => ({
    kind: 'ambiguous',
    fault: { code: 'connection_lost', class: 'ambiguous', detail: 'the answer was lost' },
  }),
} as const
