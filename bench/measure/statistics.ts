/** Figures of a list of times in milliseconds, rounded to a hundredth. */
export type Spread = { readonly n: number; readonly p50: number; readonly p95: number; readonly max: number }

/** Answers the spread of a list; all zero for an empty one. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right)
  const at = (part: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0)
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

/** Middle of a list, the mean of the two middle ones when its length is even; 0 for an empty one. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
  return (upper + lower) / 2
}

/** Two decimals are all that these measurements carry. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}
