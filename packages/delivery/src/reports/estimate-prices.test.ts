import { expect, test } from 'vitest'
import { estimatePrices, type Sums } from './estimate-prices.ts'

const sums = (...parts: readonly [currency: string, micros: bigint, messages: number][]): Sums =>
  new Map(parts.map(([currency, micros, messages]) => [currency, { micros, messages }]))
const unpriced = (kind: string, count: number) => new Map([[kind, { billed: new Map(), unpriced: count }]])

test('unpriced messages are expected to cost the mean of their kind', () => {
  const known = new Map([
    ['a mms', sums(['USD', 60_000n, 3])],
    ['a sms', sums(['USD', 7_900n, 1])],
  ])
  const kinds = new Map([...unpriced('a mms', 5), ...unpriced('a sms', 2)])
  expect(estimatePrices(kinds, known)).toEqual(sums(['USD', 100_000n + 15_800n, 7]))
})

test('the currency is the one that most were billed in', () => {
  const known = new Map([['a mms', sums(['USD', 1_000n, 1], ['EUR', 6_000n, 3])]])
  expect(estimatePrices(unpriced('a mms', 2), known)).toEqual(sums(['EUR', 4_000n, 2]))
})

test('a kind that was never billed is not guessed', () => {
  const known = new Map([['a sms', sums(['USD', 7_900n, 1])]])
  expect(estimatePrices(unpriced('a mms', 4), known)).toEqual(new Map())
})

test.each([
  [10n, 3, 1, 3n],
  [20n, 3, 1, 7n],
  [1n, 2, 1, 1n],
  [-1n, 2, 1, -1n],
  [-20n, 3, 1, -7n],
])('%s millionths over %i messages make %i come to %s', (micros, messages, count, expected) => {
  const known = new Map([['k', sums(['USD', micros, messages])]])
  expect(estimatePrices(unpriced('k', count), known)).toEqual(sums(['USD', expected, count]))
})

test('what has its price is not estimated', () => {
  const known = new Map([['k', sums(['USD', 10n, 1])]])
  expect(estimatePrices(unpriced('k', 0), known)).toEqual(new Map())
})
