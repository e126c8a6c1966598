/** What an inbound message asks for. */
export type ConsentAction = 'stop' | 'start' | 'help'

/** The keyword that was read, as one word in capitals, and what it asks for. */
export type Keyword = { readonly keyword: string; readonly action: ConsentAction }

/** Twilio's opt-out keywords (docs "Advanced Opt-Out", 2025) and those of 47 CFR 64.1200(a)(10). */
const actions: ReadonlyMap<string, ConsentAction> = new Map([
  ...['STOP', 'STOPALL', 'QUIT', 'END', 'REVOKE', 'OPTOUT', 'CANCEL', 'UNSUBSCRIBE'].map(
    (word) => [word, 'stop'] as const,
  ),
  ...['START', 'YES', 'UNSTOP'].map((word) => [word, 'start'] as const),
  ...['HELP', 'INFO'].map((word) => [word, 'help'] as const),
])

/** US toll-free numbers: their network reopens on START and UNSTOP only, not on YES. */
const tollFree = /^\+18(00|33|44|55|66|77|88)\d{7}$/

/**
 * Reads what a message asks for. `optOutType` is the carrier's own reading and wins. The text counts when all of it is a
 * keyword; case, spaces and punctuation do not matter. Undefined for any other text.
 */
export function readKeyword(message: {
  readonly to: string
  readonly body: string
  readonly optOutType?: string | undefined
}): Keyword | undefined {
  const word = message.body
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  const told = actions.get(message.optOutType ?? '')
  if (told !== undefined)
    return { keyword: actions.has(word) ? word : (message.optOutType ?? ''), action: told }
  const action = actions.get(word)
  if (action === undefined || (word === 'YES' && tollFree.test(message.to))) return undefined
  return { keyword: word, action }
}
