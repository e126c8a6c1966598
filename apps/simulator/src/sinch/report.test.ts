import { expect, test } from 'vitest'
import { policyOf } from './report.ts'
import { defaultSettings } from './settings.ts'

const DEFAULTS = defaultSettings('token', null)

test('unscaled, the retries come 5 s, 10 s, 20 s … 81 920 s after the first try', () => {
  const policy = policyOf({ ...DEFAULTS, callbacks: { ...DEFAULTS.callbacks, retryScale: 1 } })
  let dueMs = 0
  const due = (policy.pausesMs ?? []).map((pauseMs) => {
    dueMs += pauseMs
    return dueMs / 1_000
  })
  expect(due).toEqual(Array.from({ length: 15 }, (_, n) => 5 * 2 ** n))
  expect(due.at(-1)).toBe(81_920)
  expect(policy.totalTimeoutMs).toBeGreaterThan(81_920_000)
})

test('429 and 5xx are repeated, every other 4xx is not', () => {
  const { retryOn } = policyOf(DEFAULTS)
  expect([...retryOn].sort()).toEqual(['429', '5xx', 'ct', 'rt'])
})

test('a plan without retries has no pauses', () => {
  const policy = policyOf({ ...DEFAULTS, callbacks: { ...DEFAULTS.callbacks, retries: 0 } })
  expect(policy).toMatchObject({ retries: 0, pausesMs: [], totalTimeoutMs: 15_000 })
})
