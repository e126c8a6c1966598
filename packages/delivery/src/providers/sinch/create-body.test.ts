import { describe, expect, test } from 'vitest'
import type { SendRequest } from '../provider.ts'
import { createBody } from './create-body.ts'

const nowMs = Date.parse('2026-01-01T03:04:00Z')
const request: SendRequest = {
  messageId: '01990000-0000-7000-8000-000000000000',
  attempt: 2,
  tenantId: '01990000-0000-7000-8000-00000000000a',
  to: '+14155550101',
  from: '+14155550100',
  body: 'hello',
  mediaUrls: ['https://media.example/a.jpg?x=1&y=ü'],
  requireMms: true,
}
const callbackUrl = 'https://gw.example.com/webhooks/sinch/status/x'

test('a batch of one media message that names its attempt and asks for every report', () => {
  const body = createBody({ ...request, statusCallbackUrl: callbackUrl, validitySeconds: 86_400 }, nowMs)
  expect(body).toEqual({
    type: 'mt_media',
    to: ['+14155550101'],
    from: '+14155550100',
    body: { url: 'https://media.example/a.jpg?x=1&y=ü', message: 'hello' },
    delivery_report: 'per_recipient',
    callback_url: callbackUrl,
    client_reference: '01990000-0000-7000-8000-000000000000.2',
    expire_at: '2026-01-02T03:04:00.000Z',
  })
})

test('absent facts are left out, and without an address of ours no report is asked for', () => {
  const { from: _from, body: _body, ...bare } = request
  expect(createBody(bare, nowMs)).toEqual({
    type: 'mt_media',
    to: ['+14155550101'],
    body: { url: request.mediaUrls[0] },
    delivery_report: 'none',
    client_reference: '01990000-0000-7000-8000-000000000000.2',
  })
})

describe('the validity stays within what Sinch takes', () => {
  test.for([
    [1, '2026-01-01T03:05:00.000Z'],
    [3_600, '2026-01-01T04:04:00.000Z'],
    [999_999, '2026-01-04T03:04:00.000Z'],
  ] as const)('%i seconds', ([validitySeconds, expireAt]) => {
    expect(createBody({ ...request, validitySeconds }, nowMs).expire_at).toBe(expireAt)
  })
})
