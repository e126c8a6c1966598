import { expect, test } from 'vitest'
import { readApiTime, toApiTime, toCallbackTime } from './plivo-time.ts'

const TIME_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

test('times are shown in UTC with microseconds, in callbacks without an offset', () => {
  expect(toApiTime(TIME_MS)).toBe('2026-01-02 03:04:05.678000+00:00')
  expect(toCallbackTime(TIME_MS)).toBe('2026-01-02 03:04:05.678000')
})

test.each([
  ['2026-01-02 03:04:05.678000', TIME_MS],
  ['2026-01-02 03:04:05.6785', TIME_MS + 0.5],
  ['2026-01-02 03:04:05', TIME_MS - 678],
  ['2026-01-02 03:04', TIME_MS - 5_678],
  ['2026-01-02T03:04:05Z', undefined],
  ['2026-01-02', undefined],
  ['2026-13-02 03:04', undefined],
])('%s is read as %s', (text, timeMs) => {
  expect(readApiTime(text)).toBe(timeMs)
})
