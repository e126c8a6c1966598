/** An amount in whole millionths of a currency unit, and how many messages it covers. */
export type Sum = { micros: bigint; messages: number }

/** Sums by currency. */
export type Sums = Map<string, Sum>

/** What is known of some messages that should cost alike: what was billed, and how many have no price yet. */
export type PricedKind = { readonly billed: Sums; unpriced: number }

/** Adds to the sum of a currency. */
export function addSum(sums: Sums, currency: string, { micros, messages }: Readonly<Sum>): void {
  const sum = sums.get(currency) ?? { micros: 0n, messages: 0 }
  sums.set(currency, { micros: sum.micros + micros, messages: sum.messages + messages })
}

/**
 * Expected prices of the unpriced messages of `kinds`: for each kind the mean of what `known` says that messages of this kind
 * were billed, in the currency that most of them were billed in, rounded to a millionth. Kinds that were never billed
 * are left out.
 */
export function estimatePrices(
  kinds: ReadonlyMap<string, PricedKind>,
  known: ReadonlyMap<string, Sums>,
): Sums {
  const estimated: Sums = new Map()
  for (const [kind, { unpriced }] of kinds) {
    const usual = [...(known.get(kind) ?? [])].toSorted(
      ([, left], [, right]) => right.messages - left.messages,
    )[0]
    if (usual === undefined || unpriced === 0) continue
    const [currency, { micros, messages }] = usual
    addSum(estimated, currency, {
      micros: divide(micros * BigInt(unpriced), BigInt(messages)),
      messages: unpriced,
    })
  }
  return estimated
}

/** Rounds half away from zero. */
function divide(amount: bigint, by: bigint): bigint {
  const half = amount < 0n ? -by / 2n : by / 2n
  return (amount + half) / by
}
