import { isPossiblePhoneNumber } from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import { isPossibleNumber } from './is-possible-number.ts'

test.each(['+15558675310', '+442071838750', '+4915112345678', '+80012345678', '+59995123456', '+2908007'])(
  '%s is possible',
  (number) => {
    expect(isPossibleNumber(number)).toBe(true)
  },
)

test.each(['+1555867531', '+155586753101', '+9991234567', '+3712345678901'])('%s is not', (number) => {
  expect(isPossibleNumber(number)).toBe(false)
})

test('says what the library says, whatever the number', () => {
  // A generator of our own, so that a difference shows up again.
  let state = 42
  const draw = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  const differing = Array.from({ length: 20_000 }, () => {
    const rest = Array.from({ length: 6 + draw(9) }, () => draw(10)).join('')
    return `+${1 + draw(9)}${rest}`
  }).filter((number) => isPossibleNumber(number) !== isPossiblePhoneNumber(number))
  expect(differing).toEqual([])
})
