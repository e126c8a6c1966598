import { expect, test } from 'vitest'
import { readWaitSeconds } from './prefer-wait.ts'

test.each([
  ['wait=5', 5],
  ['wait=15', 15],
  ['wait=16', 15],
  ['wait=99999', 15],
  ['respond-async, wait=10', 10],
  ['Wait = 3', 3],
  ['wait="7"', 7],
  ['wait=4; foo=bar, handling=lenient', 4],
  ['wait=2, wait=9', 2],
])('%s asks for %s seconds', (header, seconds) => {
  expect(readWaitSeconds(header)).toBe(seconds)
})

test.each([
  '',
  'wait',
  'wait=',
  'wait=0',
  'wait=-1',
  'wait=1.5',
  'wait=abc',
  'waiting=5',
  'await=5',
  'respond-async',
])('%j asks for nothing', (header) => {
  expect(readWaitSeconds(header)).toBeUndefined()
})

test('no header and several headers', () => {
  expect(readWaitSeconds(undefined)).toBeUndefined()
  expect(readWaitSeconds(['respond-async', 'wait=6'])).toBe(6)
})
