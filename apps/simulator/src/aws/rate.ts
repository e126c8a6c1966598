/** Counts what happens within one second. */
export type Rate = {
  /** True when one more fits in; 0 is no limit. */
  take(perSecond: number, nowMs: number): boolean
}

/** Makes a count of nothing. */
export function createRate(): Rate {
  let taken: number[] = []
  return {
    take: (perSecond, nowMs) => {
      taken = taken.filter((atMs) => atMs > nowMs - 1_000)
      if (perSecond > 0 && taken.length >= perSecond) return false
      if (perSecond > 0) taken.push(nowMs)
      return true
    },
  }
}
