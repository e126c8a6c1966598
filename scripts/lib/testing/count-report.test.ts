import { expect, test } from 'vitest'
import { countReport } from './vitest-step.mjs'

const base = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [] as unknown[],
}

test('counts of all suites are passed on', () => {
  expect(countReport({ ...base, numFailedTests: 2 }, 1, { isCi: false, note: () => undefined })).toEqual({
    passed: 3,
    failed: 2,
  })
  expect(countReport(base, 0, { isCi: false, note: () => undefined })).toEqual({ passed: 3, failed: 0 })
})

test('a suite that does not load counts as a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }]
  expect(countReport({ ...base, testResults }, 1, { isCi: false, note: () => undefined })).toEqual({
    passed: 3,
    failed: 1,
  })
})

test('no report, no test and an error outside of every test are failures', () => {
  expect(countReport(undefined, 1, { isCi: false, note: () => undefined }).failed).toBe(1)
  expect(countReport({ ...base, numPassedTests: 0 }, 0, { isCi: false, note: () => undefined }).failed).toBe(
    1,
  )
  expect(countReport(base, 1, { isCi: false, note: () => undefined })).toEqual({ passed: 3, failed: 1 })
})

test('a skipped test fails in CI', () => {
  expect(countReport({ ...base, numPendingTests: 1 }, 0, { isCi: true, note: () => undefined }).failed).toBe(
    1,
  )
  expect(countReport({ ...base, numPendingTests: 1 }, 0, { isCi: false, note: () => undefined }).failed).toBe(
    0,
  )
})
