import { expect, test } from 'vitest'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from '../src/aws/numbers.ts'
import { failureOf, startAws, startEndpoint } from './aws-harness.ts'

const refusals = RECIPIENT_NUMBERS.filter(({ behaviour }) => behaviour.kind === 'refused')
const endings = RECIPIENT_NUMBERS.filter(({ behaviour }) => behaviour.kind === 'fails')

test('every number is listed once, with what a user will see', async () => {
  const simulator = await startAws()
  const { body } = await simulator.control('GET', 'aws/numbers')
  const numbers = body.recipients.map(({ number }: { number: string }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(numbers).toHaveLength(RECIPIENT_NUMBERS.length)
  expect(body.senders).toHaveLength(SENDER_NUMBERS.length)
  for (const { number, see } of [...body.senders, ...body.recipients]) {
    expect(number).toMatch(/^\+1500555\d{4}$|^\+150055[46]\d{4}$/)
    expect(see).not.toBe('')
  }
})

test('each refusing recipient gets the exception and the reason that the table promises', async () => {
  const simulator = await startAws()
  for (const { number, see } of refusals) {
    const failure = await failureOf(simulator.send({ DestinationPhoneNumber: number }))
    expect([number, see]).toEqual([number, expect.stringContaining(failure.name)])
    if (typeof failure['Reason'] === 'string') expect(see).toContain(failure['Reason'])
    if (typeof failure['ResourceType'] === 'string') expect(see).toContain(failure['ResourceType'])
  }
  const entries = await simulator.ledger()
  expect(entries.map(({ accepted }) => accepted)).toEqual(refusals.map(() => false))
  expect(entries.at(-1)?.answer).toBe(400)
})

test('an internal error is a 500', async () => {
  const simulator = await startAws()
  const failure = await failureOf(simulator.send({ DestinationPhoneNumber: '+15005540601' }))
  expect(failure).toMatchObject({
    name: 'InternalServerException',
    RequestId: expect.any(String),
    $metadata: { httpStatusCode: 500 },
  })
})

test('each refusing sender gets the exception that the table promises', async () => {
  const simulator = await startAws()
  for (const { number, see, error } of SENDER_NUMBERS) {
    const sent = simulator.send({ OriginationIdentity: number })
    if (error === null) expect((await sent).MessageId).toBeDefined()
    else expect(see).toContain((await failureOf(sent)).name)
  }
})

test('each ending recipient ends with the event that the table promises, and that is final', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  const promised = new Map<string, string>()
  for (const { number, see } of endings) {
    const { MessageId = '' } = await simulator.send({ DestinationPhoneNumber: number })
    promised.set(MessageId, see.split(':')[0] ?? '')
  }
  expect(promised.size).toBe(12)
  await expect.poll(() => endpoint.events().filter(({ isFinal }) => isFinal).length).toBe(promised.size)
  for (const { messageId, eventType, isFinal } of endpoint.events()) {
    if (isFinal) expect(eventType).toBe(promised.get(messageId))
    else expect(['MEDIA_QUEUED', 'MEDIA_PENDING']).toContain(eventType)
  }
})

test.each([
  ['+15005551001', ['MEDIA_QUEUED', 'MEDIA_PENDING', 'MEDIA_SUCCESSFUL'], true],
  [
    '+15005551005',
    ['MEDIA_QUEUED', 'MEDIA_PENDING', 'MEDIA_SUCCESSFUL', 'MEDIA_DELIVERED', 'MEDIA_CARRIER_UNREACHABLE'],
    true,
  ],
  [
    '+15005560103',
    ['MEDIA_QUEUED', 'MEDIA_PENDING', 'MEDIA_UNREACHABLE', 'MEDIA_SUCCESSFUL', 'MEDIA_DELIVERED'],
    true,
  ],
  ['+15005551002', ['MEDIA_QUEUED'], false],
  ['+15005551003', ['MEDIA_QUEUED', 'MEDIA_PENDING'], false],
])('%s lives through %j', async (number, types, isFinal) => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send({ DestinationPhoneNumber: number })
  await simulator.send()
  await expect.poll(endpoint.types).toContain('MEDIA_DELIVERED')
  const own = () => endpoint.events().filter((event) => event.destinationPhoneNumber === number)
  await expect.poll(() => own().map(({ eventType }) => eventType)).toEqual(types)
  expect(own().at(-1)?.isFinal).toBe(isFinal)
  const unreachable = own().find(({ eventType }) => eventType === 'MEDIA_UNREACHABLE')
  expect(unreachable?.isFinal ?? false).toBe(false)
})

test('a message that stays queued expires when its time to live is over', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send({ DestinationPhoneNumber: '+15005551002', TimeToLive: 5 })
  await expect
    .poll(endpoint.types, { timeout: 8_000, interval: 200 })
    .toEqual(['MEDIA_QUEUED', 'MEDIA_TTL_EXPIRED'])
}, 10_000)

test('recipients that stay successful can be a whole country, and successful need not be final', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({
    settings: { eventsUrl: endpoint.url, successfulOnlyPrefixes: ['+1555'], successfulIsFinal: false },
  })
  await simulator.send()
  await simulator.send({ DestinationPhoneNumber: '+14155550101' })
  await expect.poll(endpoint.types).toContain('MEDIA_DELIVERED')
  const successful = endpoint.events().filter(({ eventType }) => eventType === 'MEDIA_SUCCESSFUL')
  expect(successful.map((event) => [event.destinationPhoneNumber, event.isFinal])).toEqual([
    ['+15558675310', true],
    ['+14155550101', false],
  ])
})
