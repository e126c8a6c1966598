import type { MessageStatus } from '@heliograph/shared/domain/status'
import type { Dialect } from './dialects.ts'

/**
 * What became of a request within its wait. `accepted`: the message is durable and stands at `status`. `refused`: it
 * was not taken, `httpStatus` says why.
 */
export type CompatOutcome =
  | {
      readonly kind: 'accepted'
      /** The carrier's id once it is known, ours until then. */
      readonly id: string
      readonly status: MessageStatus
      readonly error: { readonly code: string; readonly text: string } | null
    }
  | { readonly kind: 'refused'; readonly httpStatus: number; readonly text: string }

/** An answer in a guide's shape. */
export type CompatAnswer = { readonly httpStatus: number; readonly body: Readonly<Record<string, unknown>> }

/** The answer a guide's client expects, without claiming more than is known: 202 until a provider took the message. */
export function answerCompat(dialect: Dialect, outcome: CompatOutcome): CompatAnswer {
  if (outcome.kind === 'refused') return fail(dialect, outcome.httpStatus, { text: outcome.text, code: null })
  if (lost.has(outcome.status)) {
    const error = outcome.error ?? { code: null, text: `the message is ${outcome.status}` }
    return fail(dialect, carrierRefusal, error)
  }
  const isTaken = taken.has(outcome.status)
  const message = isTaken ? 'MMS sent successfully' : 'MMS accepted and being sent'
  return { httpStatus: isTaken ? 200 : 202, body: success[dialect](outcome.id, message, outcome.status) }
}

/** The request was well-formed and accepted, and what it asked for cannot be done. */
const carrierRefusal = 422
const failedText = 'Failed to send MMS'
const taken: ReadonlySet<MessageStatus> = new Set(['submitted', 'sent', 'delivered'])
const lost: ReadonlySet<MessageStatus> = new Set(['undelivered', 'failed', 'canceled', 'expired', 'blocked'])

type Success = (id: string, message: string, status: MessageStatus) => CompatAnswer['body']
type Failure = { readonly code: string | null; readonly text: string }

const success: Readonly<Record<Dialect, Success>> = {
  twilio: (sid, message, status) => ({ success: true, message, sid, status }),
  plivo: (id, message, status) => ({ success: true, message, messageUuid: [id], status }),
  sinch: (batchId, message, status) => ({ success: true, message, batchId, status }),
  aws: (messageId, message) => ({ success: true, messageId, message }),
}

const failure: Readonly<Record<Dialect, (error: Failure) => CompatAnswer['body']>> = {
  twilio: ({ text, code }) => ({
    success: false,
    message: failedText,
    error: text,
    twilio_code: numberOf(code),
  }),
  plivo: ({ text }) => ({ success: false, message: failedText, error: text }),
  sinch: ({ text }) => ({ success: false, message: failedText, error: text }),
  aws: ({ text }) => ({ error: failedText, details: text }),
}

function fail(dialect: Dialect, httpStatus: number, error: Failure): CompatAnswer {
  return { httpStatus, body: failure[dialect](error) }
}

/** Twilio's codes are numbers; ours are words, and none of theirs. */
function numberOf(code: string | null): number | null {
  return code !== null && /^\d{4,6}$/.test(code) ? Number(code) : null
}
