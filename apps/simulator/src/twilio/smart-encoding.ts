const REPLACEMENTS: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2010': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
  '\u00a0': ' ',
}

/** Rewrites look-alike Unicode to GSM-7. The create answer still shows the original; only the stored body changes. */
export function smartEncode(text: string): string {
  return text.replace(
    /[\u2018\u2019\u201c\u201d\u2010\u2013\u2014\u2026\u00a0]/g,
    (char) => REPLACEMENTS[char] ?? char,
  )
}
