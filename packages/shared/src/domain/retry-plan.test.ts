import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultRetryPolicy, planRetry, retryDelayMs } from './retry-plan.ts'

test('the ceiling doubles from 2 s to 15 minutes', () => {
  const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((tries) =>
    retryDelayMs(defaultRetryPolicy, tries, 1),
  )
  expect(ceilings).toEqual([
    2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 900_000, 900_000,
  ])
})

test('jitter spreads over the whole range below the ceiling', () => {
  expect(retryDelayMs(defaultRetryPolicy, 3, 0)).toBe(0)
  expect(retryDelayMs(defaultRetryPolicy, 3, 0.5)).toBe(4_000)
})

test('a retry never comes before the provider asked for it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 0, max: 3_600_000 }),
      (tries, jitter, retryAfterMs) => {
        expect(retryDelayMs(defaultRetryPolicy, tries, jitter, retryAfterMs)).toBeGreaterThanOrEqual(
          retryAfterMs,
        )
      },
    ),
  )
})

test('the eighth attempt that counts is the last, a 429 is not counted', () => {
  const plan = (attemptsUsed: number, tries: number) =>
    planRetry(defaultRetryPolicy, { attemptsUsed, tries, jitter: 0.5 }).kind
  expect(plan(7, 7)).toBe('retry')
  expect(plan(7, 50)).toBe('retry')
  expect(plan(8, 8)).toBe('give_up')
})
