/** A seeded source of chance. The same seed and label give the same draws. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number, `min` to `max`, both possible. */
  readonly between: (min: number, max: number) => number
  readonly pick: <T>(items: readonly T[]) => T
  /** A source of its own, so that concurrent users do not disturb each other's draws. */
  readonly fork: (label: string) => Random
}

/** Builds a source from a seed. */
export function buildRandom(seed: number): Random {
  const next = mulberry32(seed)
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    between,
    pick: (items) => {
      const item = items[between(0, items.length - 1)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    fork: (label) => buildRandom(hash(`${seed}:${label}`)),
  }
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough to choose victims. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return value >>> 0
}
