import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  BUCKET,
  CREDENTIALS,
  FROM,
  failureOf,
  sendCommand,
  smsClient,
  startAws,
  startEndpoint,
  TO,
} from './aws-harness.ts'

test('the SDK sends a text and a picture; each has its own MessageId and is in the ledger', async () => {
  const simulator = await startAws()
  await simulator.put('tenant/picture.png')
  const text = await simulator.send()
  const picture = await simulator.send({
    MediaUrls: [`s3://${BUCKET}/tenant/picture.png`],
    Context: { gw: 'm1.1' },
  })
  expect(text.MessageId).toMatch(/^[0-9a-f-]{36}$/)
  expect(picture.MessageId).not.toBe(text.MessageId)
  expect(await simulator.ledger()).toMatchObject([
    { provider: 'aws', to: TO, from: FROM, accepted: true, sid: text.MessageId, answer: 200, mediaCount: 0 },
    { sid: picture.MessageId, mediaCount: 1, reference: '{"gw":"m1.1"}' },
  ])
})

test('every event of a delivered message arrives in order, with its context and its last word', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  const { MessageId } = await simulator.send({ Context: { gw: 'm1.1', tenant: 'acme' } })
  await expect
    .poll(endpoint.types)
    .toEqual(['MEDIA_QUEUED', 'MEDIA_PENDING', 'MEDIA_SUCCESSFUL', 'MEDIA_DELIVERED'])
  expect(endpoint.events().at(-1)).toEqual({
    eventType: 'MEDIA_DELIVERED',
    eventVersion: '1.0',
    eventTimestamp: expect.any(Number),
    isFinal: true,
    originationPhoneNumber: FROM,
    destinationPhoneNumber: TO,
    isoCountryCode: 'US',
    mcc: expect.stringMatching(/^\d{3}$/),
    mnc: expect.stringMatching(/^\d{3}$/),
    carrierName: expect.any(String),
    messageId: MessageId,
    messageRequestTimestamp: expect.any(Number),
    messageType: 'TRANSACTIONAL',
    messageStatus: 'DELIVERED',
    messageStatusDescription: expect.any(String),
    context: { gw: 'm1.1', tenant: 'acme' },
    totalMessageParts: 1,
    totalMessagePrice: 0.02,
    totalCarrierFee: 0.0066,
  })
  expect(endpoint.events().map(({ isFinal }) => isFinal)).toEqual([false, false, true, true])
})

test('without a configuration set there are no events, and a dry run sends nothing', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send({ ConfigurationSetName: undefined })
  const { MessageId } = await simulator.send({ DryRun: true })
  expect(MessageId).toMatch(/^[0-9a-f-]{36}$/)
  const last = await simulator.send()
  await expect.poll(endpoint.types).toContain('MEDIA_DELIVERED')
  expect(new Set(endpoint.events().map(({ messageId }) => messageId))).toEqual(new Set([last.MessageId]))
  expect((await simulator.ledger()).map(({ accepted }) => accepted)).toEqual([true, false, true])
})

test.each([
  [
    'an unknown key',
    { credentials: { ...CREDENTIALS, accessKeyId: 'AKIAOTHER' } },
    'UnrecognizedClientException',
  ],
  ['a wrong secret', { credentials: { ...CREDENTIALS, secretAccessKey: 'x' } }, 'InvalidSignatureException'],
  [
    'a strange session',
    { credentials: { ...CREDENTIALS, sessionToken: 't' } },
    'UnrecognizedClientException',
  ],
  ['another region', { region: 'eu-west-1' }, 'InvalidSignatureException'],
])('the SDK with %s is refused before the request is looked at', async (_what, options, name) => {
  const simulator = await startAws()
  const failure = await failureOf(smsClient(simulator.url, options).send(sendCommand()))
  expect(failure.name).toBe(name)
  expect(await simulator.ledger()).toMatchObject([{ accepted: false, answer: 400, errorCode: name }])
})

test('temporary credentials open the account with their token only', async () => {
  const simulator = await startAws({ settings: { sessionToken: 'token of the session' } })
  expect((await failureOf(simulator.send())).name).toBe('UnrecognizedClientException')
  const credentials = { ...CREDENTIALS, sessionToken: 'token of the session' }
  const { MessageId } = await smsClient(simulator.url, { credentials }).send(sendCommand())
  expect(MessageId).toBeDefined()
})

test('the environment that it gives points an unconfigured SDK at it', async () => {
  const simulator = await startAws()
  const environment = simulator.carriers[0]?.environment(simulator.url) ?? {}
  expect(environment).toEqual({
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: simulator.url,
    AWS_ENDPOINT_URL_S3: `${simulator.url}/__s3`,
    SNS_ORIGINATION_NUMBER: FROM,
    S3_BUCKET_NAME: BUCKET,
    AWS_CONFIGURATION_SET_NAME: 'heliograph',
    AWS_SNS_TOPIC_ARNS:
      'arn:aws:sns:us-east-1:123456789012:mms-events,arn:aws:sns:us-east-1:123456789012:mms-inbound',
  })
})

test('what the environment names is what the account has', async () => {
  const simulator = await startAws({
    env: {
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_REGION: 'us-west-2',
      SNS_ORIGINATION_NUMBER: '+18005550100, pool-0123',
      AWS_CONFIGURATION_SET_NAME: 'mine',
      AWS_SNS_TOPIC_ARNS: 'arn:aws:sns:us-west-2:999988887777:everything',
    },
  })
  expect((await simulator.control('GET', 'aws/settings')).body).toMatchObject({
    secretAccessKey: '[secret]',
    region: 'us-west-2',
    accountId: '999988887777',
    eventsTopic: 'everything',
    inboundTopic: 'everything',
  })
  const client = smsClient(simulator.url, { region: 'us-west-2' })
  const send = (OriginationIdentity: string, ConfigurationSetName: string) =>
    client.send(sendCommand({ OriginationIdentity, ConfigurationSetName }))
  expect((await send('pool-0123', 'mine')).MessageId).toBeDefined()
  expect(await failureOf(send('pool-0124', 'mine'))).toMatchObject({ ResourceType: 'pool' })
  expect(await failureOf(send('+18005550100', 'yours'))).toMatchObject({
    name: 'ResourceNotFoundException',
    ResourceType: 'configuration-set',
    ResourceId: 'yours',
  })
})

test('the certificate that signs is served where SigningCertURL says', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url } })
  await simulator.send()
  await expect.poll(() => endpoint.posted.length).toBeGreaterThan(0)
  const address = endpoint.posted[0]?.envelope.SigningCertURL ?? ''
  expect(address.startsWith(`${simulator.url}/SimpleNotificationService-`)).toBe(true)
  const served = await (await fetch(address)).text()
  const shipped = readFileSync(new URL('../src/aws/keys/sns-test.cert.pem', import.meta.url), 'utf8')
  expect(served).toBe(shipped)
})
