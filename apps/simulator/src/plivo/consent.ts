// Who wrote STOP to whom. Plivo blocks the pair, and for a powerpack every number of its pool.
import { createOptOuts, keywordTable, type Understood } from '../core/opt-outs.ts'
import { poolOf, type Settings } from './settings.ts'

/** The opt-outs of an account. Numbers are in E.164 with a plus. */
export type Consent = {
  /** Does what the text of an inbound message asks for, and says what that was. */
  hear(message: { from: string; to: string; text: string }): Understood | null
  /** True when the recipient may not be written to by this sender, or through this powerpack. */
  isOptedOut(message: { to: string; from: string; powerpackId: string | null }): boolean
  clear(): void
}

/** Plivo's keywords (support.plivo.com, "opt-out and opt-in keywords"). */
const KEYWORDS = keywordTable({
  STOP: ['STOP', 'END', 'QUIT', 'CANCEL', 'UNSUBSCRIBE', 'UNSUB', 'STOP ALL'],
  START: ['START', 'YES', 'RESUME', 'UNSTOP', 'GO'],
  HELP: ['HELP', 'INFO'],
})

/** Makes a register in which nobody opted out. */
export function createConsent(settings: () => Settings): Consent {
  const optOuts = createOptOuts(KEYWORDS)
  return {
    hear: ({ from, to, text }) => {
      const meaning = optOuts.understand(text)
      if (meaning === 'STOP') optOuts.stop(from, to)
      if (meaning === 'START') optOuts.start(from, to)
      return meaning
    },
    isOptedOut: ({ to, from, powerpackId }) => {
      const stopped = optOuts.stoppedBy(to)
      const pool = powerpackId === null ? [] : (poolOf(settings(), powerpackId) ?? [])
      return [from, ...pool].some((sender) => stopped.has(sender))
    },
    clear: optOuts.clear,
  }
}
