import { expect, test } from 'vitest'
import { newId } from './id.ts'

test('an id is 26 characters of base 32 that begin with its time', () => {
  // 2026-01-02T03:04:05.678Z in Crockford's base 32.
  expect(newId(1_767_323_045_678)).toMatch(/^01KDYAK3SE[0-9A-HJKMNP-TV-Z]{16}$/)
})

test('ids sort by their time and never repeat', () => {
  const ids = Array.from({ length: 1_000 }, () => newId(1_767_323_045_678))
  expect(new Set(ids).size).toBe(1_000)
  expect(newId(1_767_323_045_679) > newId(1_767_323_045_678)).toBe(true)
})
