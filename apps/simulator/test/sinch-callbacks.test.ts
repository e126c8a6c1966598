import './sinch-sdk-version.ts'
import { SmsCallbackWebhooks } from '@sinch/sms'
import { expect, test } from 'vitest'
import { eventually } from './harness.ts'
import {
  type Called,
  FROM,
  type RunningSinch,
  SECRET,
  send,
  startHook,
  startSinch,
  TO,
  untilCode,
} from './sinch-harness.ts'

type Hook = Awaited<ReturnType<typeof startHook>>

const perRecipient = (hook: Hook, more: object = {}): object => ({
  delivery_report: 'per_recipient',
  callback_url: hook.url,
  ...more,
})

async function callbacksOf(simulator: RunningSinch, n = 0) {
  return (await simulator.ledger())[n]?.callbacks ?? []
}

test('per_recipient reports every move, signed so that the SDK accepts it', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  const id = await send(simulator, perRecipient(hook, { client_reference: 'msg_1.a1' }))
  await expect.poll(hook.codes).toEqual([400, 401, 0])
  expect(hook.called.map(({ isSigned }) => isSigned)).toEqual([true, true, true])
  expect(hook.called.map(({ json }) => json['status'])).toEqual(['Queued', 'Dispatched', 'Delivered'])
  const last = hook.called[2]
  expect(last?.json).toEqual({
    type: 'recipient_delivery_report_mms',
    batch_id: id,
    recipient: '15558675310',
    code: 0,
    status: 'Delivered',
    at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    operator_status_at: expect.any(String),
    client_reference: 'msg_1.a1',
  })
  expect(last?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
    'x-sinch-webhook-signature-timestamp': expect.stringMatching(/^\d{10}$/),
  })
  expect(SmsCallbackWebhooks.parseEvent(last?.text)).toMatchObject({ batch_id: id, at: expect.any(Date) })
  const nonces = hook.called.map(({ headers }) => headers['x-sinch-webhook-signature-nonce'])
  expect(new Set(nonces).size).toBe(3)
})

test('a callback body that was changed on the way is not accepted', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  await send(simulator, perRecipient(hook))
  await expect.poll(hook.codes).toEqual([400, 401, 0])
  const { headers, text } = hook.called[2] as Called
  const isAccepted = (secret: string, body: string): boolean =>
    new SmsCallbackWebhooks(secret).validateAuthenticationHeader(headers, body, '', '')
  expect(isAccepted(SECRET, text)).toBe(true)
  expect(isAccepted(SECRET, text.replace('"code":0', '"code":415'))).toBe(false)
  expect(isAccepted(`${SECRET}x`, text)).toBe(false)
})

test('per_recipient_final reports the end alone, none nothing', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  const silent = await send(simulator, { delivery_report: 'none', callback_url: hook.url })
  await untilCode(simulator, silent, 0)
  await send(simulator, { delivery_report: 'per_recipient_final', callback_url: hook.url })
  await expect.poll(() => hook.called.length).toBe(1)
  expect(hook.called[0]?.json).toMatchObject({ code: 0, status: 'Delivered' })
  expect(await callbacksOf(simulator, 0)).toEqual([])
})

test.each([
  ['full', { recipients: ['15558675310'] }, { recipients: ['15005500417'] }],
  ['summary', {}, {}],
])('%s reports the whole batch once, when its last message is over', async (kind, first, second) => {
  const simulator = await startSinch()
  const hook = await startHook()
  const to = [TO, '+15005500417']
  const id = await send(simulator, { to, delivery_report: kind, callback_url: hook.url })
  await expect.poll(() => hook.called.length).toBe(1)
  expect(hook.called[0]?.json).toEqual({
    type: 'delivery_report_mms',
    batch_id: id,
    statuses: [
      { code: 0, status: 'Delivered', count: 1, ...first },
      { code: 417, status: 'Failed', count: 1, ...second },
    ],
    total_message_count: 2,
  })
  expect(hook.called[0]?.isSigned).toBe(true)
})

test('reports go to the callback URL of the plan when the batch names none', async () => {
  const hook = await startHook()
  const simulator = await startSinch({ settings: { callbackUrl: hook.url } })
  await send(simulator, { delivery_report: 'per_recipient' })
  await expect.poll(hook.codes).toEqual([400, 401, 0])
})

test('a plan with basic authentication sends it at once, one without HMAC signs nothing', async () => {
  const basicAuth = { username: 'heliograph', password: 'pass word' }
  const simulator = await startSinch({ settings: { hmacSecret: null, basicAuth } })
  const hook = await startHook()
  await send(simulator, perRecipient(hook))
  await expect.poll(hook.codes).toEqual([400, 401, 0])
  for (const { headers } of hook.called) {
    expect(headers.authorization).toBe(`Basic ${Buffer.from('heliograph:pass word').toString('base64')}`)
    expect(headers).not.toHaveProperty('x-sinch-webhook-signature')
  }
})

test.each([
  [503, 3],
  [500, 3],
  [429, 3],
])(
  'a callback answered %i is tried again until it is taken, the same bytes each time',
  async (status, tries) => {
    const simulator = await startSinch()
    const hook = await startHook((_called, count) => (count < tries ? status : 200))
    await send(simulator, { delivery_report: 'per_recipient_final', callback_url: hook.url })
    await eventually(async () =>
      expect(await callbacksOf(simulator)).toMatchObject([{ answers: [status, status, 200] }]),
    )
    const seen = hook.called.map(({ headers, text }) => [headers['x-sinch-webhook-signature'], text])
    expect(new Set(seen.map(String)).size).toBe(1)
  },
)

test.each([400, 401, 403, 404, 410])('a callback answered %i is lost', async (status) => {
  const simulator = await startSinch()
  const hook = await startHook(() => status)
  await send(simulator, perRecipient(hook))
  await eventually(async () =>
    expect((await callbacksOf(simulator)).map(({ answers }) => answers)).toEqual([
      [status],
      [status],
      [status],
    ]),
  )
})

test('a refused connection and a silent hook are tried again', async () => {
  const simulator = await startSinch({
    settings: { callbacks: { retryScale: 0, retries: 2, connectTimeoutMs: 100, readTimeoutMs: 100 } },
  })
  const silent = await startHook(() => new Promise<number>(() => undefined))
  await send(simulator, { delivery_report: 'per_recipient_final', callback_url: silent.url })
  await send(simulator, { delivery_report: 'per_recipient_final', callback_url: 'http://127.0.0.1:1/' })
  await eventually(async () => {
    expect(await callbacksOf(simulator, 0)).toMatchObject([{ answers: ['timeout', 'timeout', 'timeout'] }])
    expect(await callbacksOf(simulator, 1)).toMatchObject([{ answers: ['connect', 'connect', 'connect'] }])
  })
})

test('lost callbacks are in the ledger and nowhere else', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  await send(simulator, perRecipient(hook, { to: ['+15005553000'] }))
  await eventually(async () =>
    expect(await callbacksOf(simulator)).toMatchObject([
      { status: 'Queued', faults: ['lost'], answers: [] },
      { status: 'Dispatched', faults: ['lost'], answers: [] },
      { status: 'Delivered', faults: ['lost'], answers: [] },
    ]),
  )
  expect(hook.called).toEqual([])
})

test('doubled callbacks carry the same event under two signatures', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  await send(simulator, perRecipient(hook, { to: ['+15005553002'] }))
  await expect.poll(hook.codes).toEqual([400, 400, 401, 401, 0, 0])
  expect(hook.called.every(({ isSigned }) => isSigned)).toBe(true)
  expect(hook.called[1]?.text).toBe(hook.called[0]?.text)
  const nonces = hook.called.map(({ headers }) => headers['x-sinch-webhook-signature-nonce'])
  expect(new Set(nonces).size).toBe(6)
})

test('reordered callbacks come in reverse, each with the state and the time it had', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  await send(simulator, perRecipient(hook, { to: ['+15005553003'] }))
  await expect.poll(hook.codes).toEqual([0, 401, 400])
  const times = hook.called.map(({ json }) => Date.parse(String(json['at'])))
  expect(times).toEqual([...times].sort((a, b) => b - a))
})

test('late callbacks may be overtaken', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'callbacks_late', delayMs: 300, times: 1 }] })
  await send(simulator, perRecipient(hook))
  await expect.poll(hook.codes).toEqual([401, 0, 400])
})

test('a forged callback says Rejected under a signature that does not hold, beside the true one', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  await send(simulator, perRecipient(hook, { to: ['+15005553004'] }))
  await expect.poll(hook.codes).toEqual([415, 400, 415, 401, 415, 0])
  expect(hook.called.map(({ isSigned }) => isSigned)).toEqual([false, true, false, true, false, true])
})

test('a forged report of a whole batch lies too, and its basic password is wrong', async () => {
  const simulator = await startSinch({ settings: { basicAuth: { username: 'u', password: 'p' } } })
  const hook = await startHook()
  await send(simulator, { to: ['+15005553004'], delivery_report: 'full', callback_url: hook.url })
  await expect.poll(() => hook.called.length).toBe(2)
  const [forged, real] = hook.called
  expect(forged?.json).toMatchObject({ statuses: [{ code: 415, status: 'Rejected', count: 1 }] })
  expect(real?.json).toMatchObject({ statuses: [{ code: 0, status: 'Delivered', count: 1 }] })
  expect([forged?.isSigned, real?.isSigned]).toEqual([false, true])
  expect(forged?.headers.authorization).not.toBe(real?.headers.authorization)
})

test('an early callback is there before the create is answered', async () => {
  const simulator = await startSinch({
    settings: { delays: { acceptedMs: 60_000, queuedMs: 10, dispatchedMs: 10 } },
  })
  const { promise: isAnswered, resolve: release } = Promise.withResolvers<number>()
  const hook = await startHook((_called, count) => (count === 1 ? isAnswered : 200))
  let hasAnswer = false
  const created = send(simulator, perRecipient(hook, { to: ['+15005553005'] })).then((id) => {
    hasAnswer = true
    return id
  })
  await expect.poll(hook.codes).toEqual([400])
  expect(hasAnswer).toBe(false)
  release(200)
  const id = await created
  expect(hook.called[0]?.json).toMatchObject({ batch_id: id })
  expect((await callbacksOf(simulator))[0]).toMatchObject({ faults: ['early'] })
})

test('the default originator is told where it was used', async () => {
  const simulator = await startSinch({ settings: { defaultOriginator: FROM } })
  const hook = await startHook()
  await send(simulator, perRecipient(hook, { from: undefined }))
  await expect.poll(hook.codes).toEqual([400, 401, 0])
  expect(hook.called[2]?.json).toMatchObject({ applied_originator: FROM })
})
