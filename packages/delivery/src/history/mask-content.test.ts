import { expect, test } from 'vitest'
import { maskContent, maskNumber } from './mask-content.ts'

const view = {
  id: '1',
  to: '+15558675310',
  from: '+15005550006',
  body: 'secret',
  mediaUrls: ['https://media.example.com/a.jpg'],
}

test('without content:read numbers keep their last four digits, text and media are gone', () => {
  expect(maskContent(view, false)).toEqual({
    id: '1',
    to: '+*******5310',
    from: '+*******0006',
    body: null,
    mediaUrls: [],
    contentMasked: true,
  })
})

test('with content:read nothing is changed', () => {
  expect(maskContent(view, true)).toEqual({ ...view, contentMasked: false })
})

test.each([
  ['+15558675310', '+*******5310'],
  ['+4917112345', '+******2345'],
  ['12345', '*****'],
  ['', ''],
])('%s is shown as %s', (number, masked) => {
  expect(maskNumber(number)).toBe(masked)
})

test('a sender that is not known yet stays so', () => {
  expect(maskContent({ ...view, from: null }, false).from).toBeNull()
})
