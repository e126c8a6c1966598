import { expect, test } from 'vitest'
import { readStatus } from './status.ts'

test('every outbound status of Twilio has one word of ours', () => {
  const words: Record<string, string> = {
    accepted: 'submitted',
    scheduled: 'submitted',
    queued: 'submitted',
    sending: 'sending',
    sent: 'sent',
    delivered: 'delivered',
    read: 'delivered',
    partially_delivered: 'delivered',
    undelivered: 'undelivered',
    failed: 'failed',
    canceled: 'failed',
  }
  for (const [theirs, ours] of Object.entries(words)) {
    expect(readStatus(theirs)?.status).toBe(ours)
  }
  expect(readStatus('canceled')?.impliedCode).toBe('canceled')
})

test('inbound and unknown words have none', () => {
  for (const word of ['receiving', 'received', 'DELIVERED', '', 'toString', 'delivered ']) {
    expect(readStatus(word)).toBeUndefined()
  }
})
