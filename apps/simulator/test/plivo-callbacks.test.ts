import plivo from 'plivo'
import { expect, test } from 'vitest'
import { eventually } from './harness.ts'
import { AUTH_TOKEN, create, isTrueV3, startHook, startPlivo, untilState, uuidOf } from './plivo-harness.ts'

test('a callback carries the documented fields, numbers without a plus, and both signatures', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  const url = `${hook.url}?mid=msg_42&a=b%20c`
  const uuid = uuidOf(await create(simulator, { url }))
  await expect.poll(hook.states).toEqual(['queued', 'sent', 'delivered'])
  const [queued, sent, delivered] = hook.received
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
  expect(delivered?.form).toEqual({
    MessageUUID: uuid,
    From: '15005550006',
    To: '14155550101',
    Type: 'mms',
    Status: 'delivered',
    ErrorCode: '000',
    Units: '1',
    TotalRate: '0.01800',
    TotalAmount: '0.01800',
    MCC: '310',
    MNC: '260',
    Sequence: '2',
    MessageTime: time,
    QueuedTime: time,
    SentTime: time,
    DeliveryReportTime: time,
    PowerpackUUID: '',
    requester_ip: '127.0.0.1',
  })
  expect(queued?.form).toMatchObject({ ErrorCode: '', Sequence: '0', SentTime: '', DeliveryReportTime: '' })
  expect(sent?.form).toMatchObject({ ErrorCode: '', Sequence: '1', SentTime: time, DeliveryReportTime: '' })
  for (const received of hook.received) {
    expect(received.method).toBe('POST')
    expect(received.url).toBe('/hook?mid=msg_42&a=b%20c')
    expect(received.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(isTrueV3(received, url)).toBe(true)
    expect(isTrueV3(received, url, 'x-plivo-signature-ma-v3')).toBe(true)
    const { headers } = received
    const nonce = String(headers['x-plivo-signature-v2-nonce'])
    expect(nonce).toMatch(/^\d{20}$/)
    for (const name of ['x-plivo-signature-v2', 'x-plivo-signature-ma-v2'])
      expect(plivo.validateSignature(url, nonce, String(headers[name]), AUTH_TOKEN)).toBe(true)
  }
})

test('a GET callback has its fields in the query, and both signatures hold', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  const url = `${hook.url}?mid=1`
  uuidOf(await create(simulator, { url, method: 'GET', dst: '+15005551001' }))
  await expect.poll(() => hook.received.length).toBe(2)
  const [received] = hook.received
  if (received === undefined) throw new Error('nothing came')
  expect(received.method).toBe('GET')
  const called = `http://127.0.0.1:${hook.port}${received.url}`
  expect(new URL(called).searchParams.get('Status')).toBe('queued')
  expect(new URL(called).searchParams.get('mid')).toBe('1')
  expect(isTrueV3(received, called)).toBe(true)
})

test('a subaccount signs with its own token, the Ma headers with the main account’s', async () => {
  const simulator = await startPlivo({ settings: { mainAuthToken: 'main' } })
  const hook = await startHook()
  await create(simulator, { url: hook.url })
  const received = await eventually(() => {
    const [first] = hook.received
    if (first === undefined) throw new Error('nothing came')
    return first
  })
  expect(isTrueV3(received, hook.url, 'x-plivo-signature-v3')).toBe(true)
  expect(isTrueV3(received, hook.url, 'x-plivo-signature-v3', 'main')).toBe(false)
  expect(isTrueV3(received, hook.url, 'x-plivo-signature-ma-v3', 'main')).toBe(true)
})

test('during a rotation every header lists a signature of each token', async () => {
  const simulator = await startPlivo({ settings: { secondaryAuthToken: 'fresh' } })
  const hook = await startHook()
  await create(simulator, { url: hook.url })
  await expect.poll(() => hook.received.length).toBeGreaterThan(0)
  const [received] = hook.received
  if (received === undefined) throw new Error('nothing came')
  expect(String(received.headers['x-plivo-signature-v2']).split(',')).toHaveLength(2)
  for (const token of [AUTH_TOKEN, 'fresh'])
    expect(isTrueV3(received, hook.url, 'x-plivo-signature-v3', token)).toBe(true)
})

test.each([
  ['v2', { v2: true, v3: false }, ['ma-v2', 'v2', 'v2-nonce']],
  ['v3', { v2: false, v3: true }, ['ma-v3', 'v3', 'v3-nonce']],
])(
  'with only %s switched on, the headers of the other are not there',
  async (_name, signatures, expected) => {
    const simulator = await startPlivo({ settings: { signatures } })
    const hook = await startHook()
    await create(simulator, { url: hook.url })
    await expect.poll(() => hook.received.length).toBeGreaterThan(0)
    const prefix = 'x-plivo-signature-'
    const names = Object.keys(hook.received[0]?.headers ?? {}).filter((name) => name.startsWith(prefix))
    expect(names.map((name) => name.slice(prefix.length)).toSorted()).toEqual(expected)
  },
)

test('a callback is tried four times, or until it is answered 200', async () => {
  const simulator = await startPlivo({ settings: { timeScale: 0.001 } })
  const failing = await startHook(() => 503)
  await create(simulator, { url: failing.url, dst: '+15005551001' })
  await eventually(async () =>
    expect((await simulator.ledger())[0]?.callbacks).toMatchObject([
      { status: 'queued', answers: [503, 503, 503, 503] },
      { status: 'sent', answers: [503, 503, 503, 503] },
    ]),
  )
  const slowToLearn = await startHook((_received, count) => (count < 3 ? 204 : 200))
  await create(simulator, { url: slowToLearn.url, dst: '+15005551002' })
  await eventually(async () =>
    expect((await simulator.ledger())[1]?.callbacks[0]?.answers).toEqual([204, 204, 200]),
  )
  const signatures = slowToLearn.received.map(({ headers }) => headers['x-plivo-signature-v3'])
  expect(new Set(signatures).size).toBe(1)
})

test('a callback that fails does not hold up the next one', async () => {
  const simulator = await startPlivo()
  const hook = await startHook(({ form }) => (form['Status'] === 'queued' ? 500 : 200))
  await create(simulator, { url: hook.url })
  await expect.poll(hook.states).toEqual(['queued', 'sent', 'delivered'])
  expect((await simulator.ledger())[0]?.callbacks.map(({ answers }) => answers)).toEqual([
    [500],
    [200],
    [200],
  ])
})

test('after a reset a callback is not tried again', async () => {
  const simulator = await startPlivo({ settings: { timeScale: 0.003 } })
  const hook = await startHook(() => 500)
  await create(simulator, { url: hook.url, dst: '+15005551002' })
  await expect.poll(() => hook.received.length).toBe(1)
  await simulator.control('POST', 'reset')
  const later = await startHook(() => 500)
  await create(simulator, { url: later.url, dst: '+15005551002' })
  await expect.poll(() => later.received.length).toBe(2)
  expect(hook.received.length).toBe(1)
})

test('lost callbacks are in the ledger and nowhere else', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  const uuid = uuidOf(await create(simulator, { url: hook.url, dst: '+15005553000' }))
  await untilState(simulator, uuid, 'delivered')
  expect((await simulator.ledger())[0]?.callbacks).toMatchObject([
    { status: 'queued', faults: ['lost'], answers: [] },
    { status: 'sent', faults: ['lost'], answers: [] },
    { status: 'delivered', faults: ['lost'], answers: [] },
  ])
  expect(hook.received).toEqual([])
})

test.each([
  ['twice', '+15005553002', ['queued', 'queued', 'sent', 'sent', 'delivered', 'delivered']],
  ['in reverse order', '+15005553003', ['delivered', 'sent', 'queued']],
])('callbacks come %s, all of them true', async (_how, dst, expected) => {
  const simulator = await startPlivo()
  const hook = await startHook()
  await create(simulator, { url: hook.url, dst })
  await expect.poll(hook.states).toEqual(expected)
  expect(hook.received.every((received) => isTrueV3(received, hook.url))).toBe(true)
})

test('late callbacks come after their delay and may be overtaken', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'callbacks_late', delayMs: 300, times: 1 }] })
  await create(simulator, { url: hook.url })
  await expect.poll(hook.states).toEqual(['sent', 'delivered', 'queued'])
})

test('a forged callback says failed under signatures that do not hold, beside the true one', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  await create(simulator, { url: hook.url, dst: '+15005553004' })
  await expect.poll(hook.states).toEqual(['failed', 'queued', 'failed', 'sent', 'failed', 'delivered'])
  const isTrue = hook.received.map((received) => isTrueV3(received, hook.url))
  expect(isTrue).toEqual([false, true, false, true, false, true])
  const [forged] = hook.received
  const [nonce, signature] = [
    forged?.headers['x-plivo-signature-v2-nonce'],
    forged?.headers['x-plivo-signature-v2'],
  ]
  expect(plivo.validateSignature(hook.url, String(nonce), String(signature), AUTH_TOKEN)).toBe(false)
})

test('an early callback is answered before the create is', async () => {
  const simulator = await startPlivo()
  let isCreated = false
  const early: boolean[] = []
  const hook = await startHook(() => {
    early.push(!isCreated)
    return 200
  })
  await create(simulator, { url: hook.url, dst: '+15005553005' })
  isCreated = true
  await expect.poll(hook.states).toEqual(['queued', 'sent', 'delivered'])
  expect(early).toEqual([true, false, false])
  expect((await simulator.ledger())[0]?.callbacks.map(({ faults }) => faults)).toEqual([['early'], [], []])
})
