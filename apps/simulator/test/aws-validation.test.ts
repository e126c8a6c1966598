import type { SendMediaMessageCommandInput } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { expect, test } from 'vitest'
import { BUCKET, FROM, failureOf, PNG, rawRequest, startAws, TO } from './aws-harness.ts'

type Input = Partial<Record<keyof SendMediaMessageCommandInput, unknown>>

// The SDK checks nothing, so its types are the only thing in the way of a wrong request.
const wrong = (input: Input) => input as Partial<SendMediaMessageCommandInput>

test.each<[string, Input, string]>([
  ['no recipient', { DestinationPhoneNumber: undefined }, 'DestinationPhoneNumber'],
  ['no sender', { OriginationIdentity: undefined }, 'OriginationIdentity'],
  ['neither text nor media', { MessageBody: undefined }, 'MessageBody'],
])('%s: MISSING_PARAMETER', async (_what, input, Name) => {
  const simulator = await startAws()
  const failure = await failureOf(simulator.send(wrong(input)))
  expect(failure).toMatchObject({
    name: 'ValidationException',
    Reason: 'MISSING_PARAMETER',
    Fields: [{ Name, Message: expect.any(String) }],
    $metadata: { httpStatusCode: 400 },
  })
  expect(await simulator.ledger()).toMatchObject([{ accepted: false, errorCode: 'MISSING_PARAMETER' }])
})

test.each<[string, Input, string]>([
  ['a number that begins with 0', { DestinationPhoneNumber: '+015558675310' }, 'DestinationPhoneNumber'],
  ['a number with letters', { DestinationPhoneNumber: '+1555CALLME' }, 'DestinationPhoneNumber'],
  ['an empty number', { DestinationPhoneNumber: '' }, 'DestinationPhoneNumber'],
  ['a number of 21 characters', { DestinationPhoneNumber: `+${'1'.repeat(20)}` }, 'DestinationPhoneNumber'],
  ['a sender with a blank', { OriginationIdentity: '+1 500 555 0006' }, 'OriginationIdentity'],
  ['an empty text', { MessageBody: '' }, 'MessageBody'],
  ['a blank text', { MessageBody: ' \n\t ' }, 'MessageBody'],
  ['a text of 1601 characters', { MessageBody: 'a'.repeat(1_601) }, 'MessageBody'],
  ['no media in the list', { MediaUrls: [] }, 'MediaUrls'],
  ['two media', { MediaUrls: [`s3://${BUCKET}/a`, `s3://${BUCKET}/b`] }, 'MediaUrls'],
  ['media over https', { MediaUrls: ['https://example.com/a.png'] }, 'MediaUrls.0'],
  ['a bucket in capitals', { MediaUrls: ['s3://Bucket/a.png'] }, 'MediaUrls.0'],
  ['a bucket without a key', { MediaUrls: [`s3://${BUCKET}/`] }, 'MediaUrls.0'],
  ['a configuration set with a blank', { ConfigurationSetName: 'my set' }, 'ConfigurationSetName'],
  ['a price without a point', { MaxPrice: '12' }, 'MaxPrice'],
  ['a price in three digits', { MaxPrice: '100.00' }, 'MaxPrice'],
  ['a life of 4 s', { TimeToLive: 4 }, 'TimeToLive'],
  ['a life of more than 72 h', { TimeToLive: 259_201 }, 'TimeToLive'],
  [
    'six context pairs',
    { Context: Object.fromEntries('abcdef'.split('').map((key) => [key, '1'])) },
    'Context',
  ],
  ['a context key with a blank', { Context: { 'a b': '1' } }, 'Context.a b'],
  ['a context value with an edge blank', { Context: { a: '1 ' } }, 'Context.a'],
  ['an empty context value', { Context: { a: '' } }, 'Context.a'],
  ['a context value of 801 characters', { Context: { a: 'x'.repeat(801) } }, 'Context.a'],
  ['a protect configuration with a blank', { ProtectConfigurationId: 'a b' }, 'ProtectConfigurationId'],
])('%s: INVALID_PARAMETER', async (_what, input, Name) => {
  const simulator = await startAws()
  const failure = await failureOf(simulator.send(wrong(input)))
  expect(failure).toMatchObject({ name: 'ValidationException', Reason: 'INVALID_PARAMETER' })
  expect(failure['Fields']).toEqual(expect.arrayContaining([{ Name, Message: expect.any(String) }]))
})

test('what is just allowed is accepted', async () => {
  const simulator = await startAws()
  await simulator.put('k')
  const context = Object.fromEntries('abcde'.split('').map((key) => [key.repeat(100), 'x'.repeat(800)]))
  const { MessageId } = await simulator.send({
    DestinationPhoneNumber: TO.slice(1),
    MessageBody: 'ü'.repeat(1_600),
    MediaUrls: [`s3://${BUCKET}/k`],
    MaxPrice: '.02',
    TimeToLive: 259_200,
    Context: context,
    ProtectConfigurationId: 'protect-0123',
    MessageFeedbackEnabled: true,
  })
  expect(await simulator.ledger()).toMatchObject([{ to: TO, accepted: true, sid: MessageId }])
})

test.each<[string, Input]>([
  ['a number as text', { MessageBody: 5 }],
  ['a text as list', { MediaUrls: 's3://bucket/key' }],
  ['a number of seconds as text', { TimeToLive: '60' }],
  ['a number as a flag', { DryRun: 1 }],
])('%s is no JSON that the service can read', async (_what, input) => {
  const simulator = await startAws()
  expect((await failureOf(simulator.send(wrong(input)))).name).toBe('SerializationException')
})

test('an unsigned request is refused before anything in it is looked at, and is in the ledger', async () => {
  const simulator = await startAws()
  const answer = await rawRequest(simulator.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'PinpointSMSVoiceV2.SendMediaMessage',
    },
    body: JSON.stringify({ DestinationPhoneNumber: TO, OriginationIdentity: FROM }),
  })
  expect(answer.status).toBe(400)
  expect(JSON.parse(answer.text).__type).toMatch(/#MissingAuthenticationTokenException$/)
  expect(await simulator.ledger()).toMatchObject([{ to: TO, accepted: false }])
})

test('exceptions are written with their namespace or without; the SDK reads both', async () => {
  const simulator = await startAws()
  const body = {
    method: 'POST',
    headers: { 'x-amz-target': 'PinpointSMSVoiceV2.SendMediaMessage' },
    body: '{}',
  }
  const typeOf = async (): Promise<string> => JSON.parse((await rawRequest(simulator.url, body)).text).__type
  expect(await typeOf()).toMatch(/^com\.amazonaws\.pinpointsmsvoicev2#/)
  const to = { DestinationPhoneNumber: '+15005540101' }
  expect((await failureOf(simulator.send(to))).name).toBe('ConflictException')
  await simulator.control('PUT', 'aws/settings', { qualifiedErrors: false })
  expect(await typeOf()).toBe('MissingAuthenticationTokenException')
  expect((await failureOf(simulator.send(to))).name).toBe('ConflictException')
})

test.each([
  ['a file that does not exist', async () => undefined, 'RESOURCE_NOT_ACCESSIBLE'],
  ['a web page', (put: Put) => put('k', PNG, 'text/html'), 'MEDIA_TYPE_NOT_SUPPORTED'],
  [
    'a png of more than 2 MB',
    (put: Put) => put('k', Buffer.alloc(2_097_153), 'image/png'),
    'MAXIMUM_SIZE_EXCEEDED',
  ],
  [
    'a video of more than 600 kB',
    (put: Put) => put('k', Buffer.alloc(614_401), 'video/mp4'),
    'MAXIMUM_SIZE_EXCEEDED',
  ],
] as const)('%s refuses the send: it would end there anyway', async (_what, prepare, Reason) => {
  const simulator = await startAws()
  await prepare(simulator.put)
  const failure = await failureOf(simulator.send({ MediaUrls: [`s3://${BUCKET}/k`] }))
  expect(failure).toMatchObject({
    name: 'ValidationException',
    Reason,
    Fields: [{ Name: 'MediaUrls', Message: `s3://${BUCKET}/k` }],
  })
})

type Put = Awaited<ReturnType<typeof startAws>>['put']

test('files at the limit are accepted, and a type with parameters is its bare type', async () => {
  const simulator = await startAws()
  await simulator.put('png', Buffer.alloc(2_097_152), 'image/png')
  await simulator.put('mp4', Buffer.alloc(614_400), 'video/mp4; codecs="avc1"')
  for (const key of ['png', 'mp4']) await simulator.send({ MediaUrls: [`s3://${BUCKET}/${key}`] })
  expect((await simulator.ledger()).map(({ accepted }) => accepted)).toEqual([true, true])
})

test('a bucket of somebody else, and an object that the caller may not read, are not accessible', async () => {
  const simulator = await startAws()
  await simulator.put('k')
  const foreign = await failureOf(simulator.send({ MediaUrls: ['s3://somebody-else/k'] }))
  expect(foreign).toMatchObject({ Reason: 'RESOURCE_NOT_ACCESSIBLE' })
  await simulator.control('PUT', 'aws/settings', { deniedActions: ['s3:GetObject'] })
  const hidden = await failureOf(simulator.send({ MediaUrls: [`s3://${BUCKET}/k`] }))
  expect(hidden).toMatchObject({ Reason: 'RESOURCE_NOT_ACCESSIBLE' })
})

test('an operation that is not simulated is named as unknown', async () => {
  const simulator = await startAws()
  const answer = await rawRequest(simulator.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'PinpointSMSVoiceV2.DeletePool' },
    body: '{}',
  })
  expect(answer.status).toBe(400)
  expect(await simulator.ledger()).toEqual([])
})
