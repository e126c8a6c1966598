import { expect, test } from 'vitest'
import {
  create,
  DST,
  isTrueV3,
  type RunningPlivo,
  SRC,
  startHook,
  startPlivo,
  untilState,
  uuidOf,
} from './plivo-harness.ts'

const text = (simulator: RunningPlivo, body: string, more: object = {}) =>
  simulator.control('POST', 'plivo/inbound', { from: DST, body, ...more })

test('a message from a phone reaches the webhook as a form that the SDK verifies', async () => {
  const hook = await startHook()
  const simulator = await startPlivo({ settings: { inboundUrl: hook.url } })
  const mediaUrls = ['http://127.0.0.1/a.png?x=1', 'http://127.0.0.1/b.png']
  const answer = await text(simulator, 'héllo ☺', { mediaUrls })
  expect(answer).toMatchObject({ status: 200, body: { understood: null, answers: [200] } })
  const [received] = hook.received
  if (received === undefined) throw new Error('nothing came')
  expect(received.form).toMatchObject({
    MessageUUID: (answer.body as { id: string }).id,
    From: DST.slice(1),
    To: SRC.slice(1),
    Text: 'héllo ☺',
    Type: 'mms',
    Media0: mediaUrls[0],
    Media1: mediaUrls[1],
  })
  expect(isTrueV3(received, hook.url)).toBe(true)
})

test('a text is an SMS, and comes again under the same UUID until it is answered 200', async () => {
  const hook = await startHook((_received, count) => (count < 3 ? 204 : 200))
  const simulator = await startPlivo({ settings: { timeScale: 0.0001 } })
  const id = '00000000-0000-4000-8000-000000000000'
  expect((await text(simulator, 'hello', { id, url: hook.url })).body).toMatchObject({
    id,
    answers: [204, 204, 200],
  })
  expect(hook.received.map(({ form }) => [form['MessageUUID'], form['Type']])).toEqual(
    Array(3).fill([id, 'sms']),
  )
})

test.each([
  ['no webhook', {}],
  ['no phone', { from: 'x', url: 'http://127.0.0.1:1/' }],
  ['a number that is not ours', { to: '+15005550077', url: 'http://127.0.0.1:1/' }],
  ['an unknown field', { url: 'http://127.0.0.1:1/', text: 'STOP' }],
])('an inbound message with %s is refused', async (_what, more) => {
  const simulator = await startPlivo()
  expect(await text(simulator, 'x', more)).toMatchObject({ status: 400, body: { error: 'invalid request' } })
})

test.each(['STOP', 'end', 'QUIT', 'Cancel', 'UNSUBSCRIBE', 'UNSUB', 'stop all'])(
  '%s fails later messages of that sender with 200, until START',
  async (keyword) => {
    const hook = await startHook()
    const simulator = await startPlivo({ settings: { inboundUrl: hook.url } })
    expect((await text(simulator, keyword)).body).toMatchObject({ understood: 'STOP' })
    const stopped = uuidOf(await create(simulator))
    expect(await untilState(simulator, stopped, 'failed')).toMatchObject({ error_code: '200' })
    const other = uuidOf(await create(simulator, { dst: '+14155550102' }))
    await untilState(simulator, other, 'delivered')
    await text(simulator, 'go')
    await untilState(simulator, uuidOf(await create(simulator)), 'delivered')
  },
)

test('STOP to one number of a powerpack stops the whole powerpack, and a reset forgets it', async () => {
  const hook = await startHook()
  const powerpack_uuid = '00000000-0000-4000-8000-000000000000'
  const settings = {
    inboundUrl: hook.url,
    senders: [SRC, '+15005550016'],
    powerpacks: { [powerpack_uuid]: [SRC, '+15005550016'] },
  }
  const simulator = await startPlivo({ settings })
  await text(simulator, 'STOP', { to: '+15005550016' })
  const pooled = { src: undefined, powerpack_uuid }
  await untilState(simulator, uuidOf(await create(simulator, pooled)), 'failed')
  await untilState(simulator, uuidOf(await create(simulator)), 'delivered')
  await simulator.control('POST', 'reset')
  await untilState(simulator, uuidOf(await create(simulator, pooled)), 'delivered')
})
