import { expect, test } from 'vitest'
import { readNumber, toPlivoNumber } from './phone-number.ts'

test.for([
  ['14155550101', '+14155550101'],
  ['+14155550101', '+14155550101'],
  [' 14155550101', '+14155550101'],
  ['+1 (415) 555-0101', '+14155550101'],
  ['1.415.555/0101', '+14155550101'],
  ['40404', undefined],
  ['04155550101', undefined],
  ['ACME', undefined],
  ['1415555010x', undefined],
  ['1234567890123456', undefined],
  ['', undefined],
  [undefined, undefined],
  [null, undefined],
] as [string | null | undefined, string | undefined][])('%j is the number %s', ([text, number]) => {
  expect(readNumber(text)).toBe(number)
})

test('a number goes out as digits and comes back as it was', () => {
  expect(toPlivoNumber('+14155550101')).toBe('14155550101')
  expect(readNumber(toPlivoNumber('+14155550101'))).toBe('+14155550101')
})
