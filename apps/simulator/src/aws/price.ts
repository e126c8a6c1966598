/** What a message costs, apart from what its carrier takes. */
export type Price = { messageUsd: number; carrierFeeUsd: number }

const MICROS_PER_USD = 1_000_000

/** Both parts together in millionths of a dollar: sums of these do not drift. */
export function costMicros({ messageUsd, carrierFeeUsd }: Price): number {
  return toMicros(messageUsd) + toMicros(carrierFeeUsd)
}

/** Dollars in millionths. */
export function toMicros(usd: number): number {
  return Math.round(usd * MICROS_PER_USD)
}
