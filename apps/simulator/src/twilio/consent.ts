// Who wrote STOP to whom. Twilio blocks the pair, or for a messaging service every number of its pool.
import { createOptOuts, keywordTable, type Understood } from '../core/opt-outs.ts'
import type { Settings } from './settings.ts'

/** The opt-outs of an account. */
export type Consent = {
  /** Does what the text of an inbound message asks for, and says what that was. */
  hear(message: { from: string; to: string; body: string; optOutType: string | null }): Understood | null
  /** True when the recipient may not be written to by this sender, or by this messaging service. */
  isOptedOut(message: { to: string; sender: string; messagingServiceSid: string | null }): boolean
  clear(): void
}

/** Twilio's default keywords (twilio.com/docs/messaging/tutorials/advanced-opt-out). */
const KEYWORDS = keywordTable({
  STOP: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
  START: ['START', 'YES', 'UNSTOP'],
  HELP: ['HELP', 'INFO'],
})

const TOLL_FREE = /^\+18(00|33|44|55|66|77|88)\d{7}$/

/** Makes a register in which nobody opted out. */
export function createConsent(settings: () => Settings): Consent {
  const optOuts = createOptOuts(KEYWORDS)
  const hear: Consent['hear'] = ({ from, to, body, optOutType }) => {
    const said = optOuts.understand(optOutType ?? body)
    // The toll-free network keeps its own block, and lifts it on START and UNSTOP only.
    const isYes = body.trim().toUpperCase() === 'YES'
    const meaning = said === 'START' && isYes && TOLL_FREE.test(to) ? null : said
    if (meaning === 'STOP') optOuts.stop(from, to)
    if (meaning === 'START') optOuts.start(from, to)
    return meaning
  }
  const isOptedOut: Consent['isOptedOut'] = ({ to, sender, messagingServiceSid }) => {
    const numbers = optOuts.stoppedBy(to)
    if (numbers.has(sender)) return true
    return (
      messagingServiceSid !== null && poolOf(settings(), messagingServiceSid).some((one) => numbers.has(one))
    )
  }
  return { hear, isOptedOut, clear: optOuts.clear }
}

function poolOf({ messagingServices, senders }: Settings, service: string): string[] {
  return messagingServices === null ? senders : (messagingServices[service] ?? [])
}
