import { expect, test } from 'vitest'
import { readStatus } from './status.ts'

test.for([
  ['queued', 'submitted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  ['rejected', 'failed'],
] as const)('%s of Plivo is %s', ([theirs, ours]) => {
  expect(readStatus(theirs)).toBe(ours)
})

test('inbound and unknown words have none', () => {
  for (const word of ['received', 'read', 'DELIVERED', '', 'toString', 'delivered ']) {
    expect(readStatus(word)).toBeUndefined()
  }
})
