/** What a JSON text holds, read without building it. */
export type JsonShape = {
  /** How deep objects and arrays lie in each other. */
  readonly depth: number
  /** Names of all objects, repeated ones too. */
  readonly names: number
}

const quote = 0x22
const backslash = 0x5c
const openers = new Set([0x5b, 0x7b])
const closers = new Set([0x5d, 0x7d])
const colon = 0x3a

/** Reads the shape in one pass over the text and without recursion. What is not JSON has some shape too. */
export function readJsonShape(text: string): JsonShape {
  let depth = 0
  let deepest = 0
  let names = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === quote) at = endOfString(text, at)
    else if (unit === colon) names += 1
    else if (openers.has(unit)) {
      depth += 1
      deepest = Math.max(deepest, depth)
    } else if (closers.has(unit)) depth -= 1
  }
  return { depth: deepest, names }
}

/** Names of all objects of a parsed value that is not deep. Fewer than in its text: one was given twice. */
export function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value)
  let count = Array.isArray(value) ? 0 : inner.length
  for (const each of inner) count += countNames(each)
  return count
}

/** Index of the closing quote of the string that opens at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === backslash) before -= 1
    if ((end - before) % 2 === 1) return end
  }
  return text.length
}
