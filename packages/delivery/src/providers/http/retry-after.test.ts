import { expect, test } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const nowMs = Date.parse('2026-11-14T09:30:00Z')

test.for([
  ['0', 0],
  [' 3 ', 3_000],
  ['900', 900_000],
  ['901', 900_000],
  ['9999999999', 900_000],
  ['Sat, 14 Nov 2026 09:31:00 GMT', 60_000],
  ['Sat, 14 Nov 2026 09:29:00 GMT', 0],
  ['Saturday, 14-Nov-26 09:31:00 GMT', 60_000],
  ['Sun, 15 Nov 2026 09:30:00 GMT', 900_000],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['', undefined],
  ['soon', undefined],
  ['Xyz, nonsense', undefined],
  [undefined, undefined],
] as [string | undefined, number | undefined][])('Retry-After %j means %j ms', ([header, expected]) => {
  expect(readRetryAfter(header, nowMs)).toBe(expected)
})
