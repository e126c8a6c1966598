import type { Message } from './message.ts'

// A failed message costs a flat fee, except with these codes (Twilio's price list of 2024-09-30).
const FREE_FAILURES: ReadonlySet<number> = new Set([
  12400, 20500, 20504, 30103, 30500, 30036, 30002, 30454, 63038, 90010, 30450, 21408, 30008,
])

/** What a finished message costs, as Twilio writes it: a negative decimal in US dollars, or null when it is free. */
export function priceOf(message: Message): string | null {
  if (message.status === 'failed') {
    return message.errorCode !== null && FREE_FAILURES.has(message.errorCode) ? null : '-0.00100'
  }
  return message.isMms ? '-0.02000' : `-${(0.0083 * message.segments).toFixed(5)}`
}
