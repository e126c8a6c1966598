// Plivo's error codes of a message that was accepted (plivo.com/docs/messaging/troubleshooting/error-codes). A refused
// request has no code: only an HTTP status and a text.

/** How a message ends that was accepted: stopped by Plivo itself and not billed, or given back by a carrier. */
export type FinalFailure = { status: 'failed' | 'undelivered'; meaning: string }

/** Every code that a message can end with. */
export const FAILURES: Readonly<Record<number, FinalFailure>> = {
  10: { status: 'failed', meaning: 'invalid message' },
  20: { status: 'undelivered', meaning: 'network error' },
  30: { status: 'undelivered', meaning: 'flagged as spam' },
  40: { status: 'failed', meaning: 'invalid source number' },
  50: { status: 'undelivered', meaning: 'invalid destination number' },
  60: { status: 'failed', meaning: 'loop detected' },
  70: { status: 'undelivered', meaning: 'destination permanently unavailable' },
  80: { status: 'undelivered', meaning: 'destination temporarily unavailable' },
  90: { status: 'failed', meaning: 'no route' },
  100: { status: 'undelivered', meaning: 'prohibited by the carrier' },
  110: { status: 'failed', meaning: 'message too long' },
  120: { status: 'failed', meaning: 'attachment or message too large' },
  200: { status: 'failed', meaning: 'recipient has opted out' },
  201: { status: 'failed', meaning: 'US toll-free to Canada not allowed' },
  300: { status: 'failed', meaning: 'dispatch failed' },
  420: { status: 'failed', meaning: 'message expired' },
  450: { status: 'failed', meaning: 'destination country barred' },
  451: { status: 'failed', meaning: 'number blocked' },
  452: { status: 'failed', meaning: 'number blocked' },
  890: { status: 'failed', meaning: 'velocity of sends suspicious' },
  900: { status: 'failed', meaning: 'insufficient credit' },
  910: { status: 'failed', meaning: 'account disabled' },
  950: { status: 'failed', meaning: 'not allowed' },
  1000: { status: 'undelivered', meaning: 'unknown error' },
}

/** How a message with this code ends. Codes that Plivo does not list are taken for its own refusals. */
export function failureOf(code: number): FinalFailure {
  return FAILURES[code] ?? { status: 'failed', meaning: `error ${code}` }
}
