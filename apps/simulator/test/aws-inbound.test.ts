import { expect, test } from 'vitest'
import { FROM, failureOf, startAws, startEndpoint, TO } from './aws-harness.ts'

test('an inbound text reaches the two-way topic as AWS writes it, once the endpoint has confirmed', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { inboundUrl: endpoint.url } })
  const { status, body } = await simulator.control('POST', 'aws/inbound', { from: TO, body: 'Hello' })
  expect(status).toBe(200)
  expect(body).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), understood: null, answers: [204] })
  expect(endpoint.posted.map(({ envelope }) => envelope.Type)).toEqual([
    'SubscriptionConfirmation',
    'Notification',
  ])
  const { envelope } = endpoint.notifications()[0] ?? {}
  expect(envelope?.TopicArn).toBe('arn:aws:sns:us-east-1:123456789012:mms-inbound')
  expect(JSON.parse(envelope?.Message ?? '')).toEqual({
    originationNumber: TO,
    destinationNumber: FROM,
    messageKeyword: 'KEYWORD_123456789012',
    messageBody: 'Hello',
    inboundMessageId: body.id,
    previousPublishedMessageId: null,
  })
})

test('under the same id it is the same notification again', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  const id = '6f0e7e52-5c5e-4b8e-9d6c-0c9b4ff0a001'
  for (const body of ['one', 'one']) await simulator.control('POST', 'aws/inbound', { from: TO, body, id })
  await simulator.control('POST', 'aws/inbound', { from: TO, body: 'two' })
  const ids = endpoint.notifications().map(({ envelope }) => envelope.MessageId)
  expect(ids[1]).toBe(ids[0])
  expect(ids[2]).not.toBe(ids[0])
})

test.each(['ARRET', 'CANCEL', 'END', 'OPT-OUT', 'OPTOUT', 'QUIT', 'REMOVE', ' stop ', 'TD', 'Unsubscribe'])(
  '%j opts the phone out, and every later send to it conflicts',
  async (body) => {
    const endpoint = await startEndpoint()
    const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
    const inbound = await simulator.control('POST', 'aws/inbound', { from: TO, body })
    expect(inbound.body.understood).toBe('STOP')
    expect(await failureOf(simulator.send())).toMatchObject({
      name: 'ConflictException',
      Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
    })
    expect((await simulator.send({ DestinationPhoneNumber: '+14155550101' })).MessageId).toBeDefined()
  },
)

test('only the toll-free network takes UNSTOP; other words and a reset of the list do what they say', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({
    settings: { eventsUrl: endpoint.url, originationIdentities: [FROM, '+18005550100'] },
  })
  const say = async (body: string, to = FROM): Promise<string | null> =>
    (await simulator.control('POST', 'aws/inbound', { from: TO, to, body })).body.understood
  expect(await say('STOP please')).toBeNull()
  expect((await simulator.send()).MessageId).toBeDefined()
  expect(await say('STOP')).toBe('STOP')
  expect(await say('UNSTOP')).toBeNull()
  expect((await failureOf(simulator.send())).name).toBe('ConflictException')
  expect(await say('UNSTOP', '+18005550100')).toBe('START')
  expect((await simulator.send()).MessageId).toBeDefined()
  expect(await say('help')).toBe('HELP')
})

test('an account that manages opt-outs itself is not stopped by AWS', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url, selfManagedOptOuts: true } })
  const { body } = await simulator.control('POST', 'aws/inbound', { from: TO, body: 'STOP' })
  expect(body.understood).toBeNull()
  expect((await simulator.send()).MessageId).toBeDefined()
})

test.each([
  [{ from: 'bob' }, /from/],
  [{ from: TO, to: '+14155550100' }, /to: is not one of the senders/],
  [{ from: TO, mediaUrls: ['https://example.com/a.png'] }, /AWS does not deliver MMS replies/],
  [{ from: TO, bodi: 'x' }, /bodi/],
])('an inbound message that cannot be is refused by name: %j', async (inbound, problem) => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  const { status, body } = await simulator.control('POST', 'aws/inbound', inbound)
  expect(status).toBe(400)
  expect(body.problems.join()).toMatch(problem)
  expect(endpoint.posted).toEqual([])
})

test('without an endpoint, or with one that does not confirm, nobody is told and the caller hears why', async () => {
  const simulator = await startAws({ settings: { notifications: { confirmWithinMs: 10 } } })
  const none = await simulator.control('POST', 'aws/inbound', { from: TO })
  expect(none.body.problems.join()).toMatch(/url: give one/)
  const silent = await startEndpoint({ confirms: false })
  const unconfirmed = await simulator.control('POST', 'aws/inbound', { from: TO, url: silent.url })
  expect(unconfirmed.body.problems.join()).toMatch(/did not confirm/)
  expect(silent.notifications()).toEqual([])
})
