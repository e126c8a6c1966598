import { readFileSync } from 'node:fs'
import { Agent, createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:tls'
import Validator from 'sns-payload-validator'
import { expect, onTestFinished, test } from 'vitest'
import { BUCKET, closedPort, FROM, type Posted, startAws, startEndpoint, TO } from './aws-harness.ts'
import { eventually } from './harness.ts'

const ALL = ['MEDIA_QUEUED', 'MEDIA_PENDING', 'MEDIA_SUCCESSFUL', 'MEDIA_DELIVERED']
const SNS_HOST = 'https://sns.us-east-1.amazonaws.com'

/** The vendor-side check of signatures, which fetches the certificate from AWS: here that host is this machine. */
async function startValidator() {
  const [key, cert] = ['key', 'cert'].map((name) =>
    readFileSync(new URL(`../src/aws/keys/sns-test.${name}.pem`, import.meta.url)),
  )
  const server = createServer({ key, cert }, (_request, response) => response.end(cert))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on TCP has an address and a port.
  const { port } = server.address() as AddressInfo
  const agent = new Agent()
  agent.createConnection = () => connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  onTestFinished(() => {
    agent.destroy()
    server.closeAllConnections()
    server.close()
  })
  return new Validator({ requestAgent: agent })
}

test.each(['1', '2'] as const)(
  'notifications and confirmations of signature version %s pass the check of an SNS library',
  async (signatureVersion) => {
    const validator = await startValidator()
    // The address of AWS is written into the envelopes, so the endpoint cannot fetch SubscribeURL.
    const endpoint = await startEndpoint({ confirms: false })
    const settings = { eventsUrl: endpoint.url, signatureVersion, publicUrl: SNS_HOST }
    const simulator = await startAws({ settings: { ...settings, notifications: { confirmWithinMs: 0 } } })
    await simulator.send()
    await expect.poll(() => endpoint.posted.length).toBeGreaterThan(0)
    await simulator.control('PUT', 'aws/settings', { notifications: { confirm: false } })
    await simulator.send({ MessageBody: 'Ünïcödé "quotes" \n and lines', Context: { gw: 'ü' } })
    await expect.poll(endpoint.types).toEqual(expect.arrayContaining(ALL))
    for (const { raw, envelope } of endpoint.posted) {
      expect(envelope.SignatureVersion).toBe(signatureVersion)
      expect(await validator.validate(raw)).toMatchObject({ MessageId: envelope.MessageId })
    }
    const changed = (endpoint.notifications()[0]?.raw ?? '').replace('MEDIA_', 'TEXT_')
    await expect(validator.validate(changed)).rejects.toThrow('Invalid Signature')
  },
)

test('a delivery is text/plain with the documented headers; a confirmation names no subscription', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send()
  await expect.poll(endpoint.types).toEqual(ALL)
  const [confirmation, ...notifications] = endpoint.posted
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:mms-events'
  expect(confirmation?.headers).toMatchObject({
    'content-type': 'text/plain; charset=UTF-8',
    'x-amz-sns-message-type': 'SubscriptionConfirmation',
    'x-amz-sns-topic-arn': topicArn,
  })
  expect(confirmation?.headers).not.toHaveProperty('x-amz-sns-subscription-arn')
  expect(Object.keys(confirmation?.envelope ?? {})).toEqual(expect.arrayContaining(['Token', 'SubscribeURL']))
  for (const { headers, envelope } of notifications) {
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': envelope.MessageId,
      'x-amz-sns-topic-arn': topicArn,
      'x-amz-sns-subscription-arn': expect.stringMatching(new RegExp(`^${topicArn}:[0-9a-f-]{36}$`)),
    })
    expect(envelope).toMatchObject({
      TopicArn: topicArn,
      UnsubscribeURL: expect.stringContaining(simulator.url),
    })
  }
})

test('nothing is published before SubscribeURL was fetched, and then everything in order', async () => {
  const endpoint = await startEndpoint({ confirms: false })
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send()
  await expect.poll(() => endpoint.posted.length).toBe(1)
  expect(endpoint.posted[0]?.envelope.Type).toBe('SubscriptionConfirmation')
  const confirmed = await fetch(endpoint.posted[0]?.envelope.SubscribeURL ?? '')
  expect(confirmed.status).toBe(200)
  expect(await confirmed.text()).toMatch(/<SubscriptionArn>arn:aws:sns:us-east-1:123456789012:mms-events:/)
  await expect.poll(endpoint.types).toEqual(ALL)
  expect(endpoint.posted).toHaveLength(5)
})

test('an endpoint that never confirms gets no events, and the next message asks it again', async () => {
  const endpoint = await startEndpoint({ confirms: false })
  const simulator = await startAws({
    settings: { eventsUrl: endpoint.url, notifications: { confirmWithinMs: 20 } },
  })
  await simulator.send()
  await eventually(async () =>
    expect((await simulator.ledger())[0]?.callbacks.map(({ faults, answers }) => [faults, answers])).toEqual(
      ALL.map(() => [['unconfirmed'], []]),
    ),
  )
  const asked = endpoint.posted.length
  await simulator.send()
  await expect.poll(() => endpoint.posted.length).toBeGreaterThan(asked)
  expect(endpoint.notifications()).toEqual([])
})

test('a wrong token confirms nothing', async () => {
  const endpoint = await startEndpoint({ confirms: false })
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send()
  await expect.poll(() => endpoint.posted.length).toBe(1)
  const url = (endpoint.posted[0]?.envelope.SubscribeURL ?? '').replace(/Token=..../, 'Token=0000')
  const refused = await fetch(url)
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('<Code>InvalidParameter</Code>')
  expect((await fetch(`${simulator.url}/?Action=Dance`)).status).toBe(400)
  expect(endpoint.notifications()).toEqual([])
})

test('subscribing on demand asks both topics once and says what the endpoint answered', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws()
  expect((await simulator.control('POST', 'aws/subscribe')).status).toBe(400)
  await simulator.control('PUT', 'aws/settings', { eventsUrl: endpoint.url })
  const first = await simulator.control('POST', 'aws/subscribe')
  expect(first.body.subscriptions).toMatchObject([
    {
      topicArn: expect.stringMatching(/:mms-events$/),
      url: endpoint.url,
      state: 'confirmed',
      answers: [204],
    },
    {
      topicArn: expect.stringMatching(/:mms-inbound$/),
      url: endpoint.url,
      state: 'confirmed',
      answers: [204],
    },
  ])
  await simulator.control('POST', 'aws/subscribe')
  await simulator.send()
  await expect.poll(endpoint.types).toEqual(ALL)
  expect(endpoint.posted).toHaveLength(2 + ALL.length)
})

test('who fetches UnsubscribeURL is told so and hears nothing more until it subscribes again', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send()
  await expect.poll(endpoint.types).toEqual(ALL)
  const farewellUrl = endpoint.notifications()[0]?.envelope.UnsubscribeURL ?? ''
  expect((await fetch(farewellUrl)).status).toBe(200)
  await expect.poll(() => endpoint.posted.at(-1)?.envelope.Type).toBe('UnsubscribeConfirmation')
  await simulator.send()
  await eventually(async () => expect((await simulator.ledger())[1]?.callbacks).toHaveLength(ALL.length))
  expect(endpoint.types()).toEqual(ALL)
  await fetch(endpoint.posted.at(-1)?.envelope.SubscribeURL ?? '')
  await simulator.send()
  await expect.poll(endpoint.types).toEqual([...ALL, ...ALL])
})

test('a 5xx is tried again as often as the policy says, under one MessageId; a 4xx is not', async () => {
  const refusing = await startEndpoint({
    answer: ({ envelope }) => (envelope.Type === 'Notification' ? 500 : 204),
  })
  const simulator = await startAws({ settings: { eventsUrl: refusing.url } })
  await simulator.send({ DestinationPhoneNumber: '+15005551002' })
  await eventually(async () =>
    expect((await simulator.ledger())[0]?.callbacks[0]?.answers).toEqual([500, 500, 500, 500]),
  )
  const tries = refusing.notifications()
  expect(new Set(tries.map(({ raw }) => raw)).size).toBe(1)
  const forbidding = await startEndpoint({
    answer: ({ envelope }) => (envelope.Type === 'Notification' ? 403 : 204),
  })
  await simulator.control('PUT', 'aws/settings', { eventsUrl: forbidding.url })
  await simulator.send({ DestinationPhoneNumber: '+15005551002' })
  await eventually(async () => expect((await simulator.ledger())[1]?.callbacks[0]?.answers).toEqual([403]))
})

test('an endpoint that refuses connections is tried again; nobody is kept waiting for it', async () => {
  const eventsUrl = `http://127.0.0.1:${await closedPort()}/hook`
  const simulator = await startAws({
    settings: { eventsUrl, notifications: { confirm: false, retries: 2 } },
  })
  await simulator.send({ DestinationPhoneNumber: '+15005551002' })
  await eventually(async () =>
    expect((await simulator.ledger())[0]?.callbacks[0]?.answers).toEqual(['connect', 'connect', 'connect']),
  )
})

test('doubled notifications are the same bytes twice', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send({ DestinationPhoneNumber: '+15005553002' })
  await expect.poll(endpoint.types).toEqual(ALL.flatMap((type) => [type, type]))
  const bodies = endpoint.notifications().map(({ raw }) => raw)
  expect(new Set(bodies).size).toBe(ALL.length)
})

test('lost, late and reordered events are as the faults say', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send({ DestinationPhoneNumber: '+15005553000' })
  await eventually(async () =>
    expect((await simulator.ledger())[0]?.callbacks.map(({ faults }) => faults)).toEqual(
      ALL.map(() => ['lost']),
    ),
  )
  expect(endpoint.notifications()).toEqual([])
  await simulator.send({ DestinationPhoneNumber: '+15005553003' })
  await expect.poll(endpoint.types).toEqual([...ALL].reverse())
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'callbacks_late', delayMs: 300, times: 1 }] })
  await simulator.send()
  await expect
    .poll(() => endpoint.types().slice(4))
    .toEqual(['MEDIA_PENDING', 'MEDIA_SUCCESSFUL', 'MEDIA_DELIVERED', 'MEDIA_QUEUED'])
})

test('an early event is there before the answer to the send', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send({ DestinationPhoneNumber: '+15005553005' })
  expect(endpoint.types()[0]).toBe('MEDIA_QUEUED')
  expect((await simulator.ledger())[0]?.callbacks[0]?.faults).toEqual(['early'])
})

const isTrue = async (posted: Posted, validator: Validator): Promise<boolean> =>
  validator.validate(posted.raw).then(
    () => true,
    () => false,
  )

test.each([
  ['signature', { isSigned: false, topic: /:123456789012:mms-events$/ }],
  ['topic', { isSigned: true, topic: /:999999999999:mms-events$/ }],
  ['certificate', { isSigned: false, topic: /:123456789012:mms-events$/ }],
] as const)('a forgery of the %s says MEDIA_INVALID_MESSAGE before each true event', async (forgery, lie) => {
  const validator = await startValidator()
  const endpoint = await startEndpoint()
  const simulator = await startAws({
    settings: {
      eventsUrl: endpoint.url,
      publicUrl: SNS_HOST,
      notifications: { confirm: false, forgery },
    },
  })
  const { MessageId } = await simulator.send({ DestinationPhoneNumber: '+15005553004' })
  await expect.poll(endpoint.types).toEqual(ALL.flatMap((type) => ['MEDIA_INVALID_MESSAGE', type]))
  for (const [index, posted] of endpoint.notifications().entries()) {
    const isForged = index % 2 === 0
    expect(await isTrue(posted, validator)).toBe(isForged ? lie.isSigned : true)
    expect(posted.envelope.TopicArn).toMatch(isForged ? lie.topic : /:123456789012:mms-events$/)
    expect(JSON.parse(posted.envelope.Message)).toMatchObject({
      messageId: MessageId,
      destinationPhoneNumber: '+15005553004',
      originationPhoneNumber: FROM,
    })
  }
})

test('an endpoint elsewhere is subscribed for itself, and a reset forgets every subscription', async () => {
  const [one, other] = [await startEndpoint(), await startEndpoint()]
  const simulator = await startAws({ settings: { eventsUrl: one.url } })
  await simulator.send({ DestinationPhoneNumber: TO })
  await expect.poll(one.types).toEqual(ALL)
  await simulator.control('PUT', 'aws/settings', { eventsUrl: other.url })
  await simulator.send()
  await expect.poll(other.types).toEqual(ALL)
  await simulator.control('POST', 'reset')
  await simulator.send()
  await expect.poll(one.types).toEqual([...ALL, ...ALL])
  const confirmations = one.posted.filter(({ envelope }) => envelope.Type === 'SubscriptionConfirmation')
  expect(confirmations).toHaveLength(2)
  expect(new Set(confirmations.map(({ envelope }) => envelope.Token)).size).toBe(2)
})

test('a message without media may be told of as TEXT, one with media never', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url, textOnlyEvents: 'TEXT' } })
  await simulator.put('k')
  await simulator.send({ DestinationPhoneNumber: '+15005551002' })
  await expect.poll(endpoint.types).toEqual(['TEXT_QUEUED'])
  expect(endpoint.events()[0]).toMatchObject({ messageStatus: 'QUEUED' })
  await simulator.send({ DestinationPhoneNumber: '+15005551002', MediaUrls: [`s3://${BUCKET}/k`] })
  await expect.poll(endpoint.types).toEqual(['TEXT_QUEUED', 'MEDIA_QUEUED'])
})

test('one topic for both is subscribed once', async () => {
  const endpoint = await startEndpoint()
  const settings = { eventsUrl: endpoint.url, eventsTopic: 'all', inboundTopic: 'all' }
  const simulator = await startAws({ settings })
  expect((await simulator.control('POST', 'aws/subscribe')).body.subscriptions).toHaveLength(1)
  expect(endpoint.posted).toHaveLength(1)
})
