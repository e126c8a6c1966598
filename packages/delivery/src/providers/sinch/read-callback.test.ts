import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CallbackRequest } from '../provider.ts'
import { readCallback } from './read-callback.ts'

const secret = 'sinch_test_secret_0001'
const proof = { kind: 'hmac', secrets: [secret] } as const
const nowMs = 1_767_323_045_000
const batchId = '01HZZZZZZZZZZZZZZZZZZZZZZZ'

const single = {
  type: 'recipient_delivery_report_mms',
  batch_id: batchId,
  recipient: '14155550101',
  code: 0,
  status: 'Delivered',
  at: '2026-01-02T03:04:05.678Z',
  operator_status_at: '2026-01-02T03:04:04Z',
  client_reference: '01990000-0000-7000-8000-000000000000.1',
  applied_originator: '14155550100',
  operator: '310260',
}
const counted = {
  type: 'delivery_report_mms',
  batch_id: batchId,
  statuses: [{ code: 0, status: 'Delivered', count: 1, recipients: ['14155550101'] }],
  total_message_count: 1,
  client_reference: '01990000-0000-7000-8000-000000000000.1',
}

const read = (body: unknown) => readCallback(proof, signed(body), nowMs)
const delivered = { source: 'callback', providerId: batchId, status: 'delivered' }

describe('a genuine delivery report becomes a receipt', () => {
  test.for(['recipient_delivery_report_mms', 'recipient_delivery_report_sms'])('%s', (type) => {
    const receipt = { ...delivered, from: '+14155550100' }
    expect(read({ ...single, type })).toEqual({ kind: 'receipt', receipt })
  })

  test.for(['delivery_report_mms', 'delivery_report_sms'])('%s, full and as a summary', (type) => {
    expect(read({ ...counted, type })).toEqual({ kind: 'receipt', receipt: delivered })
    const summary = { ...counted, type, statuses: [{ code: 0, status: 'Delivered', count: 1 }] }
    expect(read(summary)).toEqual({ kind: 'receipt', receipt: delivered })
  })

  test('with the code that ended it and its class', () => {
    expect(read({ ...single, status: 'Aborted', code: 414 })).toMatchObject({
      receipt: { status: 'failed', errorCode: '414', errorClass: 'content' },
    })
    const statuses = [
      { code: 0, status: 'Delivered', count: 0 },
      { code: 407, status: 'Cancelled', count: 1 },
    ]
    expect(read({ ...counted, statuses })).toMatchObject({
      receipt: { status: 'failed', errorCode: '407', errorClass: 'canceled' },
    })
  })

  test('without what it does not say, and with what nobody knows yet', () => {
    const { applied_originator: _from, code: _code, ...bare } = single
    expect(read({ ...bare, novelty: { deep: [1] } })).toEqual({ kind: 'receipt', receipt: delivered })
    expect(read({ ...single, code: '0', applied_originator: 7 })).toEqual({
      kind: 'receipt',
      receipt: delivered,
    })
  })
})

test.for([
  ['another batch id', { ...single, batch_id: 'B' }],
  ['a batch id with a path', { ...single, batch_id: `${batchId}/../x` }],
  ['no batch id', { ...single, batch_id: undefined }],
  ['no status', { ...single, status: undefined }],
  ['another type', { ...single, type: 'batch_created' }],
  ['two recipients', { ...counted, statuses: [{ code: 0, status: 'Delivered', count: 2 }] }],
  [
    'recipients with different ends',
    { ...counted, statuses: [...counted.statuses, { code: 415, status: 'Rejected', count: 1 }] },
  ],
  ['an array', [single]],
  ['null', null],
] as const)('a signed report with %s is malformed', ([, body]) => {
  expect(read(body).kind).toBe('malformed')
})

test('a signed body that is no JSON is malformed', () => {
  expect(readCallback(proof, signedBytes(Buffer.from('hello')), nowMs).kind).toBe('malformed')
})

test('what says nothing of the message is taken and changes nothing', () => {
  expect(read({ ...single, status: 'Pondering' }).kind).toBe('nothing')
  expect(read({ ...counted, statuses: [] }).kind).toBe('nothing')
  expect(read({ type: 'mo_text', id: batchId, from: '1', to: '2', body: 'STOP' }).kind).toBe('nothing')
})

test('a forged report is not even read', () => {
  const genuine = signed(single)
  const tampered = { ...genuine, rawBody: Buffer.from(JSON.stringify({ ...single, status: 'Failed' })) }
  expect(readCallback(proof, tampered, nowMs)).toEqual({ kind: 'forged', reason: 'signature does not fit' })
  expect(readCallback(proof, { ...genuine, headers: {} }, nowMs).kind).toBe('forged')
})

describe('where nothing can prove a report', () => {
  const unproven = (body: unknown) => readCallback({ kind: 'none' }, { ...signed(body), headers: {} }, nowMs)

  test('it is a hint to ask about its batch, whatever it claims', () => {
    expect(unproven(single)).toEqual({ kind: 'hint', providerId: batchId })
    expect(unproven({ ...single, status: 'Pondering' })).toEqual({ kind: 'hint', providerId: batchId })
    expect(unproven({ ...counted, statuses: [] })).toEqual({ kind: 'hint', providerId: batchId })
  })

  test('one that names no batch is malformed', () => {
    expect(unproven({ ...single, batch_id: '../x' }).kind).toBe('malformed')
    expect(unproven({}).kind).toBe('malformed')
  })
})

function signed(body: unknown): CallbackRequest {
  return signedBytes(Buffer.from(JSON.stringify(body)))
}

function signedBytes(rawBody: Buffer): CallbackRequest {
  const [nonce, timestamp] = ['01HZZZNONCE0000000000000001', String(nowMs / 1_000)]
  const signature = createHmac('sha256', secret)
    .update(rawBody)
    .update(`.${nonce}.${timestamp}`)
    .digest('base64')
  return {
    method: 'POST',
    signedUrl: 'https://gw.example.com/webhooks/sinch/status/x',
    headers: {
      'x-sinch-webhook-signature': signature,
      'x-sinch-webhook-signature-nonce': nonce,
      'x-sinch-webhook-signature-timestamp': timestamp,
      'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
    },
    rawBody,
  }
}
