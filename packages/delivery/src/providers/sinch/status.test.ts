import { describe, expect, test } from 'vitest'
import { readStatus } from './status.ts'

test.for([
  ['Queued', 400, { status: 'submitted' }],
  ['Dispatched', 401, { status: 'sent' }],
  ['Delivered', 0, { status: 'delivered' }],
  ['Aborted', 402, { status: 'failed', errorCode: '402', errorClass: 'recipient' }],
  ['Aborted', 403, { status: 'failed', errorCode: '403', errorClass: 'transient' }],
  ['Aborted', 404, { status: 'failed', errorCode: '404', errorClass: 'transient' }],
  ['Aborted', 405, { status: 'failed', errorCode: '405', errorClass: 'configuration' }],
  ['Expired', 406, { status: 'failed', errorCode: '406', errorClass: 'expired' }],
  ['Cancelled', 407, { status: 'failed', errorCode: '407', errorClass: 'canceled' }],
  ['Aborted', 408, { status: 'failed', errorCode: '408', errorClass: 'filtered' }],
  ['Aborted', 410, { status: 'failed', errorCode: '410', errorClass: 'configuration' }],
  ['Aborted', 411, { status: 'failed', errorCode: '411', errorClass: 'content' }],
  ['Aborted', 412, { status: 'failed', errorCode: '412', errorClass: 'configuration' }],
  ['Aborted', 413, { status: 'failed', errorCode: '413', errorClass: 'account' }],
  ['Aborted', 414, { status: 'failed', errorCode: '414', errorClass: 'content' }],
  ['Rejected', 415, { status: 'failed', errorCode: '415', errorClass: 'filtered' }],
  ['Rejected', 416, { status: 'failed', errorCode: '416', errorClass: 'recipient' }],
  ['Failed', 417, { status: 'undelivered', errorCode: '417', errorClass: 'transient' }],
  ['Rejected', 418, { status: 'failed', errorCode: '418', errorClass: 'content' }],
  ['Failed', 418, { status: 'undelivered', errorCode: '418', errorClass: 'content' }],
  ['Rejected', 2004, { status: 'failed', errorCode: '2004', errorClass: 'filtered' }],
  ['Failed', 4006, { status: 'undelivered', errorCode: '4006', errorClass: 'transient' }],
] as const)('%s with code %i', ([word, code, reading]) => {
  expect(readStatus(word, code)).toEqual(reading)
})

describe('the state goes by the status, whatever the code', () => {
  test.for([
    ['Failed', 999, { status: 'undelivered', errorCode: '999', errorClass: 'unknown' }],
    ['Aborted', 69, { status: 'failed', errorCode: '69', errorClass: 'unknown' }],
    ['Expired', 69, { status: 'failed', errorCode: '69', errorClass: 'expired' }],
    ['Deleted', 69, { status: 'undelivered', errorCode: '69', errorClass: 'filtered' }],
    ['Unknown', 401, { status: 'undelivered', errorCode: 'outcome_unknown', errorClass: 'unknown' }],
    ['Cancelled', undefined, { status: 'failed', errorCode: 'canceled', errorClass: 'canceled' }],
    ['Delivered', 415, { status: 'delivered' }],
  ] as const)('%s with code %i', ([word, code, reading]) => {
    expect(readStatus(word, code)).toEqual(reading)
  })
})

test('words that Sinch does not document have no status', () => {
  for (const word of ['', 'delivered', 'Canceled', 'toString', 'Delivered ']) {
    expect(readStatus(word, 0)).toBeUndefined()
  }
})
