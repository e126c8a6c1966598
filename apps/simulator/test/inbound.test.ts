import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import {
  eventually,
  FROM,
  type RunningSimulator,
  rawCreate,
  SERVICE,
  startReceiver,
  startSimulator,
  untilStatus,
} from './harness.ts'

const PHONE = '+15558675310'

const create = async (simulator: RunningSimulator, sender: Record<string, string> = { From: FROM }) => {
  const { status, text } = await rawCreate(simulator, { To: PHONE, Body: 'x', ...sender })
  return { status, body: JSON.parse(text) as { code?: number; sid: string } }
}

const text = (simulator: RunningSimulator, body: string, more: object = {}) =>
  simulator.control('POST', 'inbound', { from: PHONE, body, ...more })

describe('a message from a phone', () => {
  test('reaches the webhook as a form that the SDK verifies', async () => {
    const hook = await startReceiver(() => 200)
    const simulator = await startSimulator({ settings: { inboundUrl: hook.url } })
    const mediaUrls = ['http://127.0.0.1/a.png', 'http://127.0.0.1/b.png']
    const more = { mediaUrls, messagingServiceSid: SERVICE, optOutType: 'HELP' }
    const answer = await text(simulator, 'Hëlp me', more)
    expect(answer).toMatchObject({ status: 200, body: { understood: 'HELP', answers: [200] } })
    const [received] = hook.received
    if (received === undefined) throw new Error('nothing came')
    expect(received.form).toMatchObject({
      From: PHONE,
      To: FROM,
      Body: 'Hëlp me',
      NumMedia: '2',
      MediaUrl1: mediaUrls[1],
      MessagingServiceSid: SERVICE,
      OptOutType: 'HELP',
      AccountSid: simulator.accountSid,
    })
    const signature = String(received.headers['x-twilio-signature'])
    expect(webhooks.validateRequest(simulator.authToken, signature, hook.url, received.form)).toBe(true)
  })

  test('comes again under the same SID, and more often when the URL asks for it', async () => {
    const hook = await startReceiver((_received, count) => (count < 3 ? 503 : 200))
    const simulator = await startSimulator()
    const sid = `SM${'a'.repeat(32)}`
    const answer = await text(simulator, 'STOP', { sid, url: `${hook.url}#rc=3&rp=5xx` })
    expect(answer.body).toMatchObject({ sid, answers: [503, 503, 200] })
    await eventually(() =>
      expect(hook.received.map(({ form }) => form['MessageSid'])).toEqual([sid, sid, sid]),
    )
  })

  test.each([
    ['no webhook', { from: PHONE }],
    ['no phone', { from: 'x', url: 'http://127.0.0.1:1/' }],
    ['a number that is not ours', { from: PHONE, to: '+15005550077', url: 'http://127.0.0.1:1/' }],
    ['an unknown field', { from: PHONE, url: 'http://127.0.0.1:1/', text: 'STOP' }],
  ])('is refused with %s', async (_what, body) => {
    const simulator = await startSimulator()
    expect(await simulator.control('POST', 'inbound', body)).toMatchObject({
      status: 400,
      body: { error: 'invalid request' },
    })
  })
})

describe('STOP', () => {
  test('refuses creates to the phone with 21610 until START, and no others', async () => {
    const hook = await startReceiver(() => 200)
    const simulator = await startSimulator({ settings: { inboundUrl: hook.url } })
    await text(simulator, ' stop ')
    expect(await create(simulator)).toMatchObject({ status: 400, body: { code: 21610 } })
    expect((await rawCreate(simulator, { To: '+15558675311', From: FROM, Body: 'x' })).status).toBe(201)
    await text(simulator, 'start')
    expect((await create(simulator)).status).toBe(201)
  })

  test('fails what goes out through a messaging service with that number in its pool', async () => {
    const hook = await startReceiver(() => 200)
    const simulator = await startSimulator({ settings: { inboundUrl: hook.url } })
    await text(simulator, 'STOP')
    const { status, body } = await create(simulator, { MessagingServiceSid: SERVICE })
    expect(status).toBe(201)
    expect((await untilStatus(simulator, body.sid, 'failed')).errorCode).toBe(21610)
  })

  test('holds for YES to a toll-free sender, and is forgotten by a reset', async () => {
    const hook = await startReceiver(() => 200)
    const tollFree = '+18885550006'
    const simulator = await startSimulator({ settings: { inboundUrl: hook.url, senders: [tollFree] } })
    await text(simulator, 'STOP')
    expect((await text(simulator, 'YES')).body).toMatchObject({ understood: null })
    expect(await create(simulator, { From: tollFree })).toMatchObject({ body: { code: 21610 } })
    await simulator.control('POST', 'reset')
    expect((await create(simulator, { From: tollFree })).status).toBe(201)
  })
})
