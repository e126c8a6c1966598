// Who wrote STOP to which sender. What follows from it is each carrier's own.

/** What a keyword asks for. */
export type Understood = 'STOP' | 'START' | 'HELP'

/** A keyword in capitals, and what it asks for. */
export type Keywords = ReadonlyMap<string, Understood>

/** The opt-outs of one account. Numbers are compared as given. */
export type OptOuts = {
  /** What a text asks for when it is nothing but a keyword, in any case. Changes nothing. */
  understand(text: string): Understood | null
  stop(phone: string, sender: string): void
  start(phone: string, sender: string): void
  /** The senders that this phone has stopped. */
  stoppedBy(phone: string): ReadonlySet<string>
  clear(): void
}

const NOBODY: ReadonlySet<string> = new Set()

/** Makes a register in which nobody opted out. */
export function createOptOuts(keywords: Keywords): OptOuts {
  const stopped = new Map<string, Set<string>>()
  return {
    understand: (text) => keywords.get(text.trim().replace(/\s+/g, ' ').toUpperCase()) ?? null,
    stop: (phone, sender) => {
      stopped.set(phone, new Set([...(stopped.get(phone) ?? []), sender]))
    },
    start: (phone, sender) => {
      stopped.get(phone)?.delete(sender)
    },
    stoppedBy: (phone) => stopped.get(phone) ?? NOBODY,
    clear: () => stopped.clear(),
  }
}

/** Makes a table of keywords from one list for each meaning. */
export function keywordTable(lists: Readonly<Record<Understood, readonly string[]>>): Keywords {
  return new Map([
    ...lists.STOP.map((word) => [word, 'STOP'] as const),
    ...lists.START.map((word) => [word, 'START'] as const),
    ...lists.HELP.map((word) => [word, 'HELP'] as const),
  ])
}
