import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from '../src/plivo/numbers.ts'
import { create, get, startHook, startPlivo, untilState, uuidOf } from './plivo-harness.ts'

// Plivo's codes, written down by hand so that the code's own table cannot agree with itself.
test.each([
  [10, 'failed'],
  [20, 'undelivered'],
  [30, 'undelivered'],
  [40, 'failed'],
  [50, 'undelivered'],
  [60, 'failed'],
  [70, 'undelivered'],
  [80, 'undelivered'],
  [90, 'failed'],
  [100, 'undelivered'],
  [110, 'failed'],
  [120, 'failed'],
  [200, 'failed'],
  [201, 'failed'],
  [300, 'failed'],
  [420, 'failed'],
  [450, 'failed'],
  [451, 'failed'],
  [452, 'failed'],
  [890, 'failed'],
  [900, 'failed'],
  [910, 'failed'],
  [950, 'failed'],
  [1000, 'undelivered'],
  [777, 'failed'],
])('the number of code %i ends the message with it as %s', async (code, state) => {
  const simulator = await startPlivo()
  const hook = await startHook()
  const dst = `+150055${String(code).padStart(5, '0')}`
  const uuid = uuidOf(await create(simulator, { dst, url: hook.url }))
  const way = state === 'failed' ? ['queued', 'failed'] : ['queued', 'sent', 'undelivered']
  await expect.poll(hook.states).toEqual(way)
  expect(hook.received.at(-1)?.form['ErrorCode']).toBe(String(code))
  expect(await untilState(simulator, uuid, state)).toMatchObject({
    error_code: String(code),
    total_amount: state === 'failed' ? '0.00000' : '0.01800',
  })
})

test.each([
  ['+15005500400', 400],
  ['+15005500402', 400],
  ['+15005500403', 403],
  ['+15005500409', 409],
  ['+15005500422', 422],
])('the number %s is refused with %i', async (dst, status) => {
  const simulator = await startPlivo()
  expect(await create(simulator, { dst })).toMatchObject({ status, body: { error: expect.any(String) } })
})

test.each(['+15005550007', '+15005550008', '+14155550100'])('src %s is refused with 400', async (src) => {
  expect((await create(await startPlivo(), { src })).status).toBe(400)
})

test('any sender may send when that was asked for', async () => {
  const simulator = await startPlivo({ anySender: true })
  expect((await create(simulator, { src: '14155550100' })).status).toBe(202)
})

test('numbers of the life block stop, wait or contradict themselves as the table says', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  const send = async (dst: string) =>
    uuidOf(await create(simulator, { dst, url: `${hook.url}?${dst.slice(-4)}` }))
  const statesOf = (tail: string) =>
    hook.received.filter(({ url }) => url.endsWith(tail)).map(({ form }) => form['Status'])
  const [sent, queued, slow, contradicting] = [
    await send('+15005551001'),
    await send('+15005551002'),
    await send('+15005551004'),
    await send('+15005551005'),
  ]
  await expect.poll(() => statesOf('1005')).toEqual(['queued', 'sent', 'delivered', 'undelivered'])
  const stateOf = async (uuid: string) => (await get(simulator, `/Message/${uuid}/`)).body['message_state']
  expect(await stateOf(sent)).toBe('sent')
  expect(await stateOf(queued)).toBe('queued')
  expect(await stateOf(slow)).toBe('sent')
  expect((await get(simulator, `/Message/${contradicting}/`)).body['error_code']).toBe('80')
  expect([statesOf('1001'), statesOf('1002'), statesOf('1004')]).toEqual([
    ['queued', 'sent'],
    ['queued'],
    ['queued', 'sent'],
  ])
})

test('a message that is still queued at its expiry fails with 420', async () => {
  const simulator = await startPlivo({ settings: { timeScale: 0.01 } })
  const uuid = uuidOf(await create(simulator, { dst: '+15005551002', message_expiry: 10 }))
  expect(await untilState(simulator, uuid, 'failed')).toMatchObject({ error_code: '420' })
})

test('numbers with a sent-only prefix are never reported delivered', async () => {
  const simulator = await startPlivo({ settings: { sentOnlyPrefixes: ['+1415'] } })
  const hook = await startHook()
  await create(simulator, { url: hook.url })
  const other = uuidOf(await create(simulator, { dst: '+16505550101' }))
  await untilState(simulator, other, 'delivered')
  expect(hook.states()).toEqual(['queued', 'sent'])
})

test('every number of the table is possible, listed once, and in the README', async () => {
  const numbers = RECIPIENT_NUMBERS.map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const number of numbers) expect(number).toMatch(/^\+1500\d{7}$/)
  const simulator = await startPlivo()
  const { body } = await simulator.control('GET', 'plivo/numbers')
  expect((body as { recipients: { number: string }[] }).recipients.map(({ number }) => number)).toEqual(
    numbers,
  )
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const { number, see } of [...SENDER_NUMBERS, ...RECIPIENT_NUMBERS])
    expect(readme).toContain(`| \`${number}\` | ${see} |`)
})
