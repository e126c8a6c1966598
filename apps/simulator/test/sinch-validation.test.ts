import { describe, expect, test } from 'vitest'
import { aBatch, rawSinch, startSinch, TO } from './sinch-harness.ts'

const CALLBACK = 'http://127.0.0.1:1/hook'
const at = (aheadMs: number): string => new Date(Date.now() + aheadMs).toISOString()
const HOUR_MS = 3_600_000

// what is wrong, the overrides that break a good batch, HTTP status, code, the field that is named
const REFUSED: [string, object, number, string, string][] = [
  ['no recipients', { to: [] }, 400, 'syntax_constraint_violation', 'to'],
  ['no `to`', { to: undefined }, 400, 'syntax_constraint_violation', 'to'],
  ['`to` as a text', { to: TO }, 400, 'syntax_invalid_json', 'to'],
  ['more than 1000 recipients', { to: Array(1_001).fill(TO) }, 400, 'syntax_constraint_violation', 'to'],
  ['a recipient that is no number', { to: ['bob'] }, 400, 'syntax_invalid_parameter_format', 'to[0]'],
  ['a group that does not exist', { to: [TO, 'dxCJTlfb1UsF'] }, 403, 'unknown_group', 'to[1]'],
  ['a sender that is none', { from: '+1 (500)' }, 400, 'syntax_invalid_parameter_format', 'from'],
  ['a sender of somebody else', { from: '+15005550099' }, 403, 'illegal_number_type', 'from'],
  ['an unknown type', { type: 'mt_binary' }, 400, 'syntax_constraint_violation', 'type'],
  ['the body of an MMS as a text', { body: 'Hi' }, 400, 'syntax_invalid_json', 'body'],
  ['an MMS without media', { body: { message: 'Hi' } }, 400, 'syntax_constraint_violation', 'body.url'],
  ['media under parameters', { body: undefined, parameters: {} }, 400, 'syntax_constraint_violation', 'body'],
  [
    'a media address that is none',
    { body: { url: 'a.png' } },
    400,
    'syntax_invalid_parameter_format',
    'body.url',
  ],
  [
    'media by FTP',
    { body: { url: 'ftp://a.example/a.png' } },
    400,
    'syntax_invalid_parameter_format',
    'body.url',
  ],
  ['a text batch with a body object', { type: undefined }, 400, 'syntax_invalid_json', 'body'],
  ['an empty text', { type: 'mt_text', body: '' }, 400, 'syntax_constraint_violation', 'body'],
  [
    'a report kind that is none',
    { delivery_report: 'all' },
    400,
    'syntax_constraint_violation',
    'delivery_report',
  ],
  [
    'a report without a callback URL',
    { delivery_report: 'full' },
    403,
    'missing_callback_url',
    'delivery_report',
  ],
  [
    'a callback URL that is none',
    { callback_url: 'x' },
    400,
    'syntax_invalid_parameter_format',
    'callback_url',
  ],
  [
    'a callback URL beyond 2048 characters',
    { callback_url: `${CALLBACK}/${'x'.repeat(2_048)}` },
    400,
    'syntax_constraint_violation',
    'callback_url',
  ],
  [
    'a reference beyond 128 characters',
    { client_reference: 'x'.repeat(129) },
    400,
    'syntax_constraint_violation',
    'client_reference',
  ],
  ['a time that is none', { send_at: 'tomorrow' }, 400, 'syntax_invalid_parameter_format', 'send_at'],
  ['an expiry in the past', { expire_at: at(-HOUR_MS) }, 400, 'syntax_constraint_violation', 'expire_at'],
  [
    'an expiry before send_at',
    { send_at: at(2 * HOUR_MS), expire_at: at(HOUR_MS) },
    400,
    'syntax_constraint_violation',
    'expire_at',
  ],
  [
    'an expiry beyond 3 days',
    { expire_at: at(73 * HOUR_MS) },
    400,
    'syntax_constraint_violation',
    'expire_at',
  ],
  ['a flag that is none', { strict_validation: 'yes' }, 400, 'syntax_invalid_json', 'strict_validation'],
]

describe('a batch is refused and sends nothing with', () => {
  test.each(REFUSED)('%s', async (_what, overrides, status, code, field) => {
    const simulator = await startSinch()
    const answer = await rawSinch(simulator, { body: aBatch(simulator, overrides) })
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      status,
      { code, text: expect.stringContaining(`${field}: `) },
    ])
    expect(await simulator.ledger()).toMatchObject([{ accepted: false, answer: status, errorCode: code }])
    expect((await simulator.sms.batches.list()).data).toEqual([])
  })
})

test.each([
  ['what is not JSON', '{"to":['],
  ['a list', '[]'],
  ['nothing', ''],
])('a body of %s is refused as JSON', async (_what, body) => {
  const simulator = await startSinch()
  const answer = await rawSinch(simulator, { body })
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([400, 'syntax_invalid_json'])
  expect(await simulator.ledger()).toMatchObject([{ to: null, accepted: false }])
})

test.each([
  ['numbers without plus', { to: ['15558675310'], from: '15005550006' }],
  ['the longest life', { expire_at: at(71 * HOUR_MS) }],
  ['a send time in the past', { send_at: at(-HOUR_MS) }],
  ['a reference of 128 characters', { client_reference: 'x'.repeat(128) }],
  ['fields that XMS does not know', { some: 'thing' }],
  ['a text without a type', { type: undefined, body: 'Hi' }],
])('a batch with %s is taken', async (_what, overrides) => {
  const simulator = await startSinch()
  const { status } = await rawSinch(simulator, { body: aBatch(simulator, overrides) })
  expect(status).toBe(201)
  expect(await simulator.ledger()).toMatchObject([{ to: TO, from: '+15005550006', accepted: true }])
})

test('a recipient that is named twice gets one message', async () => {
  const simulator = await startSinch()
  const { text } = await rawSinch(simulator, { body: aBatch(simulator, { to: [TO, TO.slice(1)] }) })
  expect(JSON.parse(text).to).toEqual(['15558675310'])
})

test('401 has an empty body for a missing and for a wrong token alike', async () => {
  const simulator = await startSinch()
  for (const authorization of ['', 'Bearer wrong', 'Basic cGxhbjp0b2tlbg==']) {
    const answer = await rawSinch(simulator, { body: aBatch(simulator), headers: { authorization } })
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([401, '', '0'])
  }
  expect(await simulator.ledger()).toMatchObject([{ answer: 401 }, { answer: 401 }, { answer: 401 }])
})

test('a blocked account refuses every batch', async () => {
  const simulator = await startSinch({ settings: { accountStatus: 'blocked' } })
  const answer = await rawSinch(simulator, { body: aBatch(simulator) })
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'blocked_account'])
})

test.each([
  ['GET', '/nothing', 404],
  ['PUT', '/batches', 405],
  ['DELETE', '/batches/nope', 404],
  ['GET', '/batches/nope/delivery_report', 404],
  ['GET', '/inbounds/nope', 404],
])('%s %s is answered %i', async (method, path, status) => {
  const simulator = await startSinch()
  expect(await rawSinch(simulator, { method, path })).toMatchObject({ status, text: '' })
})

test.each([
  ['page=x', 'syntax_invalid_parameter_format'],
  ['page_size=0', 'syntax_constraint_violation'],
  ['page_size=101', 'syntax_constraint_violation'],
  ['start_date=yesterday', 'syntax_invalid_parameter_format'],
  ['end_date=1', 'syntax_invalid_parameter_format'],
])('lists refuse %s', async (query, code) => {
  const simulator = await startSinch()
  for (const list of ['batches', 'delivery_reports', 'inbounds']) {
    const { status, text } = await rawSinch(simulator, { method: 'GET', path: `/${list}?${query}` })
    expect([status, JSON.parse(text).code]).toEqual([400, code])
  }
})

test('a report of an unknown type is not found', async () => {
  const simulator = await startSinch()
  const { text } = await rawSinch(simulator, { body: aBatch(simulator) })
  const path = `/batches/${JSON.parse(text).id}/delivery_report`
  expect((await rawSinch(simulator, { method: 'GET', path: `${path}?type=half` })).status).toBe(404)
  expect((await rawSinch(simulator, { method: 'GET', path })).status).toBe(200)
  expect((await rawSinch(simulator, { method: 'GET', path: `${path}/15550000000` })).status).toBe(404)
})
