import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FAULTS } from '../src/core/fault-rule.ts'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from '../src/numbers.ts'
import { FROM, rawCreate, SERVICE, startReceiver, startSimulator, untilStatus } from './harness.ts'

// Twilio's two tables of magic numbers, copied by hand so that the code's own table cannot agree with itself.
test.each([
  ['+15005550001', 21212],
  ['+15005550007', 21606],
  ['+15005550008', 21611],
  ['+14155550100', 21606],
])('From %s is refused with %i', async (From, code) => {
  const simulator = await startSimulator()
  const { status, text } = await rawCreate(simulator, { To: '+15558675310', From, Body: 'x' })
  expect([status, JSON.parse(text).code]).toEqual([400, code])
})

test.each([
  ['+15005550001', 21211],
  ['+15005550002', 21612],
  ['+15005550003', 21408],
  ['+15005550004', 21610],
  ['+15005550009', 21614],
  ['+15005521635', 21635],
])('To %s is refused with %i', async (To, code) => {
  const simulator = await startSimulator()
  const { status, text } = await rawCreate(simulator, { To, From: FROM, Body: 'x' })
  expect([status, JSON.parse(text).code]).toEqual([400, code])
})

test('From +15005550006 is accepted', async () => {
  const simulator = await startSimulator()
  expect((await rawCreate(simulator, { To: '+15558675310', From: FROM, Body: 'x' })).status).toBe(201)
})

test.each([
  [30001, 'failed'],
  [30002, 'failed'],
  [30003, 'undelivered'],
  [30004, 'undelivered'],
  [30005, 'undelivered'],
  [30006, 'undelivered'],
  [30007, 'undelivered'],
  [30008, 'undelivered'],
  [30011, 'undelivered'],
  [30017, 'undelivered'],
  [30019, 'undelivered'],
  [30022, 'undelivered'],
  [30023, 'undelivered'],
  [30032, 'undelivered'],
  [30034, 'undelivered'],
  [30036, 'failed'],
  [30410, 'failed'],
  [30450, 'failed'],
  [30500, 'failed'],
  [11200, 'failed'],
  [11205, 'failed'],
  [11751, 'failed'],
  [12300, 'failed'],
  [63019, 'failed'],
  [39999, 'undelivered'],
])('a number that ends in %i ends the message with that code as %s', async (code, status) => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  const created = await simulator.client.messages.create({
    to: `+150055${code}`,
    from: FROM,
    body: 'x',
    statusCallback: receiver.url,
  })
  const message = await untilStatus(simulator, created.sid, status)
  expect(message).toMatchObject({ errorCode: code, errorMessage: expect.any(String) })
  await expect.poll(() => receiver.statuses().at(-1)).toBe(status)
  expect(receiver.received.at(-1)?.form['ErrorCode']).toBe(String(code))
  expect(receiver.statuses()).toEqual(status === 'failed' ? ['failed'] : ['sent', 'undelivered'])
})

test('an opted-out recipient is refused with From and fails later through a messaging service', async () => {
  const simulator = await startSimulator()
  for (const to of ['+15005550004', '+15005521610']) {
    await expect(simulator.client.messages.create({ to, from: FROM, body: 'x' })).rejects.toMatchObject({
      code: 21610,
    })
    const accepted = await simulator.client.messages.create({ to, messagingServiceSid: SERVICE, body: 'x' })
    expect(await untilStatus(simulator, accepted.sid, 'failed')).toMatchObject({ errorCode: 21610 })
  }
})

test('numbers of the life block stop, wait or contradict themselves as the table says', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  const create = async (to: string): Promise<string> =>
    (
      await simulator.client.messages.create({
        to,
        from: FROM,
        body: 'x',
        statusCallback: `${receiver.url}?${to.slice(-4)}`,
      })
    ).sid
  const callbacksOf = (suffix: string): string[] =>
    receiver.received
      .filter(({ url }) => url.endsWith(`?${suffix}`))
      .map(({ form }) => form['MessageStatus'] ?? '')
  const [sent, queued, sending, slow, contradicting] = await Promise.all(
    ['+15005551001', '+15005551002', '+15005551003', '+15005551004', '+15005551005'].map(create),
  )
  await expect.poll(() => callbacksOf('1005')).toEqual(['sent', 'delivered', 'undelivered'])
  await untilStatus(simulator, contradicting ?? '', 'undelivered')
  await untilStatus(simulator, sent ?? '', 'sent')
  await untilStatus(simulator, queued ?? '', 'queued')
  await untilStatus(simulator, sending ?? '', 'sending')
  await untilStatus(simulator, slow ?? '', 'sent')
  expect([callbacksOf('1001'), callbacksOf('1002'), callbacksOf('1003')]).toEqual([['sent'], [], []])
})

test('every number of the table is possible, listed once, and described', async () => {
  const numbers = RECIPIENT_NUMBERS.map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const { number, see } of RECIPIENT_NUMBERS) {
    expect(number).toMatch(/^\+1500555?\d{5,6}$/)
    expect(number).toHaveLength(12)
    expect(see).not.toBe('')
  }
  const simulator = await startSimulator()
  const shown = (await simulator.control('GET', 'numbers')).body as { recipients: { number: string }[] }
  expect(shown.recipients.map(({ number }) => number)).toEqual(numbers)
})

test('the README shows every number with what it does', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const { number, see } of [...SENDER_NUMBERS, ...RECIPIENT_NUMBERS])
    expect(readme).toContain(`| \`${number}\` | ${see} |`)
  for (const fault of FAULTS) expect(readme).toContain(`| \`${fault}\` |`)
})

test('numbers with a sent-only prefix are never reported delivered', async () => {
  const simulator = await startSimulator({ settings: { sentOnlyPrefixes: ['+1'] } })
  const receiver = await startReceiver()
  const create = { from: FROM, body: 'x', statusCallback: receiver.url }
  const { sid } = await simulator.client.messages.create({ ...create, to: '+15558675310' })
  const abroad = await simulator.client.messages.create({ ...create, to: '+491711234567' })
  await untilStatus(simulator, abroad.sid, 'delivered')
  expect((await simulator.client.messages(sid).fetch()).status).toBe('sent')
})
