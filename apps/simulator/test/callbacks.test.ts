import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import twilio from 'twilio'
import { expect, test } from 'vitest'
import {
  eventually,
  FROM,
  type RunningSimulator,
  rawCreate,
  SERVICE,
  startReceiver,
  startSimulator,
} from './harness.ts'
import { startRedirector } from './redirector.ts'

const { validateRequest } = twilio

const TO = '+15558675310'

async function send(simulator: RunningSimulator, statusCallback: string, to = TO): Promise<string> {
  const { sid } = await simulator.client.messages.create({ to, from: FROM, body: 'x', statusCallback })
  return sid
}

test('a callback carries the documented parameters and headers', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  const { sid } = await simulator.client.messages.create({
    to: TO,
    messagingServiceSid: SERVICE,
    body: 'x',
    statusCallback: receiver.url,
  })
  await expect.poll(() => receiver.received.length).toBe(3)
  const delivered = receiver.received[2]
  expect(delivered?.form).toEqual({
    ApiVersion: '2010-04-01',
    AccountSid: simulator.accountSid,
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: 'delivered',
    SmsStatus: 'delivered',
    To: TO,
    From: FROM,
    MessagingServiceSid: SERVICE,
    RawDlrDoneDate: expect.stringMatching(/^\d{10}$/),
  })
  expect(delivered).toMatchObject({
    method: 'POST',
    headers: {
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'content-type': expect.stringMatching(/^application\/x-www-form-urlencoded/),
      'i-twilio-idempotency-token': expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  })
  expect(receiver.received[0]?.form).not.toHaveProperty('RawDlrDoneDate')
})

test('sending is reported only when asked for, and the error text too', async () => {
  const simulator = await startSimulator({
    settings: { callbackOnSending: true, callbackErrorMessage: true },
  })
  const receiver = await startReceiver()
  await send(simulator, receiver.url, '+15005530007')
  await expect.poll(() => receiver.statuses()).toEqual(['sending', 'sent', 'undelivered'])
  expect(receiver.received[2]?.form).toMatchObject({ ErrorCode: '30007', ErrorMessage: 'Message filtered' })
})

test('by default an error answer is not repeated; with rc and rp it is, under one idempotency token', async () => {
  const simulator = await startSimulator()
  const failing = await startReceiver(() => 503)
  await send(simulator, failing.url, '+15005551001')
  await eventually(async () => expect((await simulator.ledger())[0]?.callbacks[0]?.answers).toEqual([503]))
  await send(simulator, `${failing.url}#rc=3&rp=4xx,5xx`, '+15005551001')
  await eventually(async () =>
    expect((await simulator.ledger())[1]?.callbacks[0]?.answers).toEqual([503, 503, 503, 503]),
  )
  expect(failing.received[1]?.url).toBe('/hook')
  expect(
    new Set(failing.received.slice(1).map(({ headers }) => headers['i-twilio-idempotency-token'])).size,
  ).toBe(1)
})

test('a refused connection is tried once more by default', async () => {
  const simulator = await startSimulator()
  const { port } = await new Promise<AddressInfo>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address() as AddressInfo
      server.close(() => resolve(address))
    })
  })
  await send(simulator, `http://127.0.0.1:${port}/`, '+15005551001')
  await eventually(async () =>
    expect((await simulator.ledger())[0]?.callbacks[0]?.answers).toEqual(['connect', 'connect']),
  )
})

test('read timeout and total time from the fragment are kept', async () => {
  const simulator = await startSimulator()
  const silent = await startReceiver(() => new Promise<number>(() => undefined))
  await send(simulator, `${silent.url}#rt=100&rc=5&rp=rt&tt=450`, '+15005551001')
  await eventually(async () => {
    const callback = (await simulator.ledger())[0]?.callbacks[0]
    expect(callback?.answers.length).toBeGreaterThan(1)
    expect(callback?.answers.every((answer) => answer === 'timeout')).toBe(true)
    expect(callback?.durationMs).toBeGreaterThanOrEqual(400)
    expect(callback?.durationMs).toBeLessThan(1_500)
  })
})

test('credentials in the URL are offered only after a 401, and are not signed', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver(({ headers }) => (headers.authorization ? 204 : 401))
  await send(simulator, receiver.url.replace('//', '//user:pass@'), '+15005551001')
  await expect.poll(() => receiver.received.length).toBe(2)
  expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    `Basic ${Buffer.from('user:pass').toString('base64')}`,
  ])
  const last = receiver.received[1]
  const signature = String(last?.headers['x-twilio-signature'])
  expect(validateRequest(simulator.authToken, signature, receiver.url, last?.form ?? {})).toBe(true)
})

test('a 302 is followed without the parameters, a 307 with them', async () => {
  const simulator = await startSimulator()
  const target = await startReceiver()
  await send(simulator, await startRedirector(302, target.url), '+15005551001')
  await expect.poll(() => target.received.length).toBe(1)
  await send(simulator, await startRedirector(307, target.url), '+15005551001')
  await expect.poll(() => target.received.length).toBe(2)
  expect(target.received.map(({ method, form }) => [method, form['MessageStatus']])).toEqual([
    ['GET', undefined],
    ['POST', 'sent'],
  ])
})

test('lost callbacks are in the ledger and nowhere else', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  await send(simulator, receiver.url, '+15005553000')
  await eventually(async () =>
    expect((await simulator.ledger())[0]?.callbacks).toMatchObject([
      { status: 'sent', faults: ['lost'], answers: [] },
      { status: 'delivered', faults: ['lost'], answers: [] },
    ]),
  )
  expect(receiver.received).toEqual([])
})

test('doubled callbacks arrive as often as asked, each under its own token twice', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'callbacks_doubled', copies: 3, to: TO }] })
  await send(simulator, receiver.url, '+15005553002')
  await expect.poll(() => receiver.statuses()).toEqual(['sent', 'sent', 'delivered', 'delivered'])
  await send(simulator, receiver.url)
  await expect.poll(() => receiver.received.length).toBe(10)
  const tokens = receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token'])
  expect(new Set(tokens).size).toBe(4)
})

test('reordered callbacks arrive in reverse, all of them signed', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'callbacks_reordered' }] })
  await simulator.client.messages.create({
    to: TO,
    messagingServiceSid: SERVICE,
    body: 'x',
    statusCallback: receiver.url,
  })
  await expect.poll(() => receiver.statuses()).toEqual(['delivered', 'sent', 'queued'])
  for (const { headers, form } of receiver.received) {
    expect(
      validateRequest(simulator.authToken, String(headers['x-twilio-signature']), receiver.url, form),
    ).toBe(true)
  }
})

test('late callbacks come after their delay and may be overtaken', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'callbacks_late', delayMs: 300, times: 1 }] })
  await send(simulator, receiver.url)
  await expect.poll(() => receiver.statuses()).toEqual(['delivered', 'sent'])
  const [first, second] = receiver.received
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(150)
})

test('a forged callback says failed under a signature that does not hold, beside the true one', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  await send(simulator, receiver.url, '+15005553004')
  await expect.poll(() => receiver.statuses()).toEqual(['failed', 'sent', 'failed', 'delivered'])
  const verdicts = receiver.received.map(({ headers, form }) =>
    validateRequest(simulator.authToken, String(headers['x-twilio-signature']), receiver.url, form),
  )
  expect(verdicts).toEqual([false, true, false, true])
})

test('an early callback is answered before the create is', async () => {
  const simulator = await startSimulator()
  let isCreated = false
  const early: boolean[] = []
  const receiver = await startReceiver(() => {
    early.push(!isCreated)
    return 204
  })
  await rawCreate(simulator, { To: '+15005553005', From: FROM, Body: 'x', StatusCallback: receiver.url })
  isCreated = true
  await expect.poll(() => receiver.statuses()).toEqual(['sent', 'delivered'])
  expect(early).toEqual([true, false])
  expect((await simulator.ledger())[0]?.callbacks[0]?.faults).toEqual(['early'])
})

test('a message with list lag can be fetched at once and listed later', async () => {
  const simulator = await startSimulator()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'list_lag', delayMs: 400 }] })
  const { sid } = await simulator.client.messages.create({ to: TO, from: FROM, body: 'x' })
  expect(await simulator.client.messages.list({ to: TO })).toEqual([])
  expect((await simulator.client.messages(sid).fetch()).sid).toBe(sid)
  await expect.poll(async () => (await simulator.client.messages.list({ to: TO })).length).toBe(1)
})

test('a rotated token signs from then on', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  await simulator.control('PUT', 'settings', { authToken: 'fresh', secondaryAuthToken: simulator.authToken })
  await send(simulator, receiver.url, '+15005551001')
  await expect.poll(() => receiver.received.length).toBe(1)
  const signature = String(receiver.received[0]?.headers['x-twilio-signature'])
  expect(validateRequest('fresh', signature, receiver.url, receiver.received[0]?.form ?? {})).toBe(true)
})
