import { expect, test } from 'vitest'
import { isNorthAmerican, normalizeNumber, withoutPlus } from './phone-number.ts'

test.each([
  ['+14155550101', '+14155550101'],
  ['14155550101', '+14155550101'],
  ['+1 (415) 555-0101', '+14155550101'],
  ['1.415/555.0101', '+14155550101'],
  ['+491711234567', '+491711234567'],
  ['4155550101', '+4155550101'],
  ['141555501', undefined],
  ['123456', undefined],
  ['+123456789012345', undefined],
  ['Heliograph', undefined],
  ['14155550101<14155550102', undefined],
])('%s is read as %s', (text, number) => {
  expect(normalizeNumber(text)).toBe(number)
})

test.each([
  ['+14155550101', true],
  ['+14165550101', true],
  ['+18765550101', false],
  ['+491711234567', false],
])('%s takes MMS: %s', (number, isTaken) => {
  expect(isNorthAmerican(number)).toBe(isTaken)
})

test('a number goes out without its plus', () => {
  expect(withoutPlus('+14155550101')).toBe('14155550101')
})
