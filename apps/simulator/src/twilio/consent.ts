// Who wrote STOP to whom. Twilio blocks the pair, or for a messaging service every number of its pool.
import type { Settings } from './settings.ts'

/** The opt-outs of an account. */
export type Consent = {
  /** Does what the text of an inbound message asks for, and says what that was. */
  hear(message: { from: string; to: string; body: string; optOutType: string | null }): OptOutType | null
  /** True when the recipient may not be written to by this sender, or by this messaging service. */
  isOptedOut(message: { to: string; sender: string; messagingServiceSid: string | null }): boolean
  clear(): void
}

/** What a keyword means to Twilio. */
export type OptOutType = 'STOP' | 'START' | 'HELP'

/** Twilio's default keywords (twilio.com/docs/messaging/tutorials/advanced-opt-out). */
const KEYWORDS: ReadonlyMap<string, OptOutType> = new Map([
  ['STOP', 'STOP'],
  ['STOPALL', 'STOP'],
  ['UNSUBSCRIBE', 'STOP'],
  ['CANCEL', 'STOP'],
  ['END', 'STOP'],
  ['QUIT', 'STOP'],
  ['REVOKE', 'STOP'],
  ['OPTOUT', 'STOP'],
  ['START', 'START'],
  ['YES', 'START'],
  ['UNSTOP', 'START'],
  ['HELP', 'HELP'],
  ['INFO', 'HELP'],
])

const TOLL_FREE = /^\+18(00|33|44|55|66|77|88)\d{7}$/

/** Makes a register in which nobody opted out. */
export function createConsent(settings: () => Settings): Consent {
  const stopped = new Map<string, Set<string>>()
  const hear: Consent['hear'] = ({ from, to, body, optOutType }) => {
    const word = body.trim().toUpperCase()
    const said = KEYWORDS.get(optOutType ?? word) ?? null
    // The toll-free network keeps its own block, and lifts it on START and UNSTOP only.
    const meaning = said === 'START' && word === 'YES' && TOLL_FREE.test(to) ? null : said
    if (meaning === 'STOP') stopped.set(from, new Set([...(stopped.get(from) ?? []), to]))
    if (meaning === 'START') stopped.get(from)?.delete(to)
    return meaning
  }
  const isOptedOut: Consent['isOptedOut'] = ({ to, sender, messagingServiceSid }) => {
    const numbers = stopped.get(to)
    if (numbers === undefined || numbers.size === 0) return false
    if (numbers.has(sender)) return true
    return (
      messagingServiceSid !== null && poolOf(settings(), messagingServiceSid).some((one) => numbers.has(one))
    )
  }
  return { hear, isOptedOut, clear: () => stopped.clear() }
}

function poolOf({ messagingServices, senders }: Settings, service: string): string[] {
  return messagingServices === null ? senders : (messagingServices[service] ?? [])
}
