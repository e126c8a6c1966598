import { expect, test } from 'vitest'
import { readRecipient } from './read-recipient.ts'

const home = '+15005550006'

test.each([
  '+15558675310',
  '15558675310',
  '5558675310',
  '+1 (555) 867-5310',
  ' 1 (555) 867-5310',
  '1-555-867-5310',
  '555.867.5310',
  'tel:+1-555-867-5310',
  '0015558675310',
  '011 1 555 867 5310',
])('%s is a spelling of +15558675310', (text) => {
  expect(readRecipient(text, home)).toBe('+15558675310')
})

test.each([
  ['0171 1234567', '+491711234567', '+4930123456'],
  ['491711234567', '+491711234567', '+15005550006'],
  ['07911 123456', '+447911123456', '+442071838750'],
])('%s is %s at home of %s', (text, number, of) => {
  expect(readRecipient(text, of)).toBe(number)
})

test('without a home only numbers with a country code are read', () => {
  expect(readRecipient('15558675310', undefined)).toBe('+15558675310')
  expect(readRecipient('0171 1234567', undefined)).toBeUndefined()
})

test.each([
  '',
  'call me',
  '+',
  '12',
  '+0',
  '1'.repeat(21),
  '9'.repeat(65),
  "1' or 1=1",
  '+1555867531٣',
  '+1 555 867 5310 x7',
])('%j is no number', (text) => {
  expect(readRecipient(text, home)).toBeUndefined()
})
