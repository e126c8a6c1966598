import { describe, expect, test } from 'vitest'
import { RECIPIENT_NUMBERS } from '../src/sinch/numbers.ts'
import { eventually } from './harness.ts'
import { aBatch, rawSinch, send, startHook, startSinch, TO, untilCode } from './sinch-harness.ts'

const later = (ms: number): string => new Date(Date.now() + ms).toISOString()
const MINUTE_MS = 60_000

// number, the codes of its reports in order, the status that it ends with
const ENDINGS: [string, number[], string][] = [
  [TO, [400, 401, 0], 'Delivered'],
  ['+15005500402', [400, 402], 'Aborted'],
  ['+15005500403', [400, 403], 'Aborted'],
  ['+15005500404', [400, 404], 'Aborted'],
  ['+15005500405', [400, 405], 'Aborted'],
  ['+15005500406', [400, 406], 'Expired'],
  ['+15005500407', [400, 407], 'Cancelled'],
  ['+15005500408', [400, 408], 'Aborted'],
  ['+15005500410', [400, 410], 'Aborted'],
  ['+15005500411', [400, 411], 'Aborted'],
  ['+15005500412', [400, 412], 'Aborted'],
  ['+15005500413', [400, 413], 'Aborted'],
  ['+15005500414', [400, 414], 'Aborted'],
  ['+15005500415', [400, 401, 415], 'Rejected'],
  ['+15005500416', [400, 401, 416], 'Rejected'],
  ['+15005500417', [400, 401, 417], 'Failed'],
  ['+15005500418', [400, 401, 418], 'Failed'],
  ['+15005500001', [400, 401, 1], 'Deleted'],
  ['+15005500255', [400, 401, 255], 'Unknown'],
  ['+15005502004', [400, 401, 2004], 'Rejected'],
  ['+15005503000', [400, 401, 3000], 'Failed'],
  ['+15005504000', [400, 401, 4000], 'Failed'],
  ['+15005502007', [400, 401, 2007], 'Rejected'],
  ['+15005509999', [400, 401, 9999], 'Failed'],
  ['+15005551000', [400, 401, 0], 'Delivered'],
  ['+15005551005', [400, 401, 0, 417], 'Failed'],
]

test.each(ENDINGS)('%s is reported %j and ends %s', async (to, codes, status) => {
  const simulator = await startSinch()
  const hook = await startHook()
  const id = await send(simulator, { to: [to], delivery_report: 'per_recipient', callback_url: hook.url })
  await expect.poll(hook.codes).toEqual(codes)
  expect((await untilCode(simulator, id, codes.at(-1) ?? -1, to)).status).toBe(status)
})

test.each([
  ['+15005540001', 400, 'syntax_invalid_json'],
  ['+15005540002', 400, 'syntax_invalid_parameter_format'],
  ['+15005540003', 400, 'syntax_constraint_violation'],
  ['+15005540301', 403, 'blocked_account'],
  ['+15005540302', 403, 'illegal_number_type'],
  ['+15005540303', 403, 'missing_callback_url'],
  ['+15005540304', 403, 'unknown_group'],
  ['+15005540305', 403, 'unknown_campaign'],
])('%s is refused with %i %s', async (to, status, code) => {
  const simulator = await startSinch()
  const answer = await rawSinch(simulator, { body: aBatch(simulator, { to: [to] }) })
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([status, code])
  expect(await simulator.ledger()).toMatchObject([{ to, accepted: false, errorCode: code }])
})

test('the table of numbers is shown, each number once', async () => {
  const simulator = await startSinch()
  const { body } = await simulator.control('GET', 'sinch/numbers')
  const { recipients } = body as { recipients: { number: string; see: string }[] }
  expect(recipients).toContainEqual({
    number: '+15005500414',
    see: 'Aborted: media could not be fetched (414)',
  })
  expect(new Set(recipients.map(({ number }) => number)).size).toBe(RECIPIENT_NUMBERS.length)
})

test('a number may stay dispatched, and so may a whole country', async () => {
  const simulator = await startSinch({ settings: { sentOnlyPrefixes: ['+49'] } })
  const hook = await startHook()
  for (const to of ['+15005551001', '+491711234567']) {
    await send(simulator, { to: [to], delivery_report: 'per_recipient', callback_url: hook.url })
  }
  await expect.poll(() => hook.codes().filter((code) => code === 401).length).toBe(2)
  // A later message comes to its end; these two do not.
  await send(simulator, { delivery_report: 'per_recipient_final', callback_url: hook.url })
  await expect.poll(() => hook.called.length).toBe(5)
  expect(hook.called.filter(({ json }) => json['code'] === 0)).toMatchObject([
    { json: { recipient: TO.slice(1) } },
  ])
})

describe('expiry', () => {
  test('a message that stays queued expires at its time with 406', async () => {
    const simulator = await startSinch()
    const hook = await startHook()
    await send(simulator, {
      to: ['+15005551002'],
      expire_at: later(300),
      delivery_report: 'per_recipient',
      callback_url: hook.url,
    })
    await expect.poll(hook.codes).toEqual([400, 406])
    expect(hook.called[1]?.json).toMatchObject({ status: 'Expired' })
    expect(hook.called[1]?.json).not.toHaveProperty('operator_status_at')
  })

  test('a message behind a long queue expires before its turn, one before it is delivered', async () => {
    const simulator = await startSinch({ settings: { messagesPerSecond: 0.1 } })
    const first = await send(simulator, { expire_at: later(2_000) })
    await untilCode(simulator, first, 0)
    const second = await send(simulator, { expire_at: later(300) })
    expect((await untilCode(simulator, second, 406)).status).toBe('Expired')
  })
})

describe('cancel', () => {
  test('reports what was still queued as Cancelled, 407, once', async () => {
    const simulator = await startSinch()
    const hook = await startHook()
    const report = { delivery_report: 'per_recipient', callback_url: hook.url }
    const id = await send(simulator, { to: ['+15005551002'], ...report })
    await expect.poll(hook.codes).toEqual([400])
    for (let i = 0; i < 2; i += 1) {
      expect(await simulator.sms.batches.cancel({ batch_id: id })).toMatchObject({ id, canceled: true })
    }
    await expect.poll(hook.codes).toEqual([400, 407])
    // The next message's reports come; a second 407 would be among them.
    await send(simulator, report)
    await expect.poll(hook.codes).toEqual([400, 407, 400, 401, 0])
    expect(await simulator.sms.batches.get({ batch_id: id })).toMatchObject({ canceled: true })
  })

  test('leaves alone what was dispatched', async () => {
    const simulator = await startSinch({ settings: { delays: { dispatchedMs: 300 } } })
    const to = [TO, '+15005551002']
    const id = await send(simulator, { to })
    await untilCode(simulator, id, 401)
    await simulator.sms.batches.cancel({ batch_id: id })
    await untilCode(simulator, id, 407, '+15005551002')
    await untilCode(simulator, id, 0)
  })

  test('of a scheduled batch keeps it from ever leaving', async () => {
    const simulator = await startSinch()
    const id = await send(simulator, { send_at: later(400) })
    await simulator.sms.batches.cancel({ batch_id: id })
    const other = await send(simulator, { send_at: later(600) })
    await untilCode(simulator, other, 0)
    expect((await untilCode(simulator, id, 407)).status).toBe('Cancelled')
  })
})

test('a scheduled batch leaves at its time', async () => {
  const simulator = await startSinch()
  const sendAt = Date.now() + 400
  const id = await send(simulator, { send_at: new Date(sendAt).toISOString() })
  expect((await untilCode(simulator, id, 400)).status).toBe('Queued')
  expect((await untilCode(simulator, id, 0)).at.getTime()).toBeGreaterThanOrEqual(sendAt)
})

test('a batch without a sender is aborted with 410 unless the plan has a default originator', async () => {
  const simulator = await startSinch()
  const id = await send(simulator, { from: undefined })
  expect((await untilCode(simulator, id, 410)).status).toBe('Aborted')
  await simulator.control('PUT', 'sinch/settings', { defaultOriginator: '+15005550006' })
  const second = await send(simulator, { from: undefined })
  expect(await untilCode(simulator, second, 0)).toMatchObject({ applied_originator: '+15005550006' })
})

test('a template without a value for a recipient ends with 405 for that recipient alone', async () => {
  const simulator = await startSinch()
  const other = '+15558675311'
  const id = await send(simulator, {
    type: 'mt_text',
    to: [TO, other],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is XMS's own placeholder
    body: 'Hi ${name}',
    parameters: { name: { [TO]: 'Ann' } },
  })
  await untilCode(simulator, id, 0)
  expect((await untilCode(simulator, id, 405, other)).status).toBe('Aborted')
})

test('a reset forgets batches, opt-outs and settings, and stops what was on its way', async () => {
  const hook = await startHook()
  const simulator = await startSinch({ settings: { callbackUrl: hook.url } })
  const id = await send(simulator, { send_at: later(MINUTE_MS) })
  await simulator.control('POST', 'sinch/inbound', { from: TO, body: 'STOP' })
  await simulator.control('PUT', 'sinch/settings', { apiToken: 'other' })
  await simulator.control('POST', 'reset')
  expect((await rawSinch(simulator, { method: 'GET', path: `/batches/${id}` })).status).toBe(404)
  expect((await simulator.sms.inbounds.list()).data).toEqual([])
  await untilCode(simulator, await send(simulator), 0)
})

test('the oldest batches are forgotten when there are too many', async () => {
  const simulator = await startSinch({ maxEntries: 2 })
  const ids = [await send(simulator), await send(simulator, { client_reference: 'b' }), await send(simulator)]
  await eventually(async () => {
    const { data } = await simulator.sms.batches.list()
    expect(data.map((batch) => batch.id)).toEqual([ids[2], ids[1]])
  })
  expect((await rawSinch(simulator, { method: 'GET', path: `/batches/${ids[0]}` })).status).toBe(404)
})
