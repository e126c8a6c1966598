/**
 * What a text does to Plivo's own list of opt-outs (docs: Opt-out Handling): Plivo sends no flag along, so its words are
 * kept here, with those that 47 CFR 64.1200(a)(10) adds. STOP counts with punctuation as well, START only as Plivo takes
 * it: the whole text, in any case. YES is left to the reader of keywords, because it does not reopen every kind of
 * number; HELP and INFO change nothing.
 */
export function readOptOutType(text: string): 'STOP' | 'START' | undefined {
  const letters = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  if (stopWords.has(letters)) return 'STOP'
  return startWords.has(text.trim().toUpperCase()) ? 'START' : undefined
}

const stopWords: ReadonlySet<string> = new Set([
  'STOP',
  'END',
  'QUIT',
  'CANCEL',
  'UNSUBSCRIBE',
  'UNSUB',
  'STOPALL',
  'REVOKE',
  'OPTOUT',
])
const startWords: ReadonlySet<string> = new Set(['START', 'RESUME', 'UNSTOP', 'GO'])
