import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { BUCKET, FROM, failureOf, startAws, startEndpoint, TO } from './aws-harness.ts'

test('a disabled account, a bad reputation and a policy without the action are refused with their reasons', async () => {
  const simulator = await startAws({ settings: { accountStatus: 'disabled' } })
  expect(await failureOf(simulator.send())).toMatchObject({
    name: 'AccessDeniedException',
    Reason: 'ACCOUNT_DISABLED',
  })
  await simulator.control('PUT', 'aws/settings', { accountStatus: 'low_reputation' })
  expect(await failureOf(simulator.send())).toMatchObject({ Reason: 'INSUFFICIENT_ACCOUNT_REPUTATION' })
  const deniedActions = ['sms-voice:SendMediaMessage']
  await simulator.control('PUT', 'aws/settings', { accountStatus: 'active', deniedActions })
  const denied = await failureOf(simulator.send())
  expect(denied.name).toBe('AccessDeniedException')
  expect(denied['Reason']).toBeUndefined()
  expect(denied.message).toContain('sms-voice:SendMediaMessage')
})

test('a sandboxed account sends to verified numbers only', async () => {
  const simulator = await startAws({ settings: { sandbox: true } })
  expect(await failureOf(simulator.send())).toMatchObject({
    name: 'ConflictException',
    Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
  })
  await simulator.control('PUT', 'aws/settings', { verifiedNumbers: [TO] })
  expect((await simulator.send()).MessageId).toBeDefined()
})

test('the spend limit is reached when the next message would pass it; a reset begins a new month', async () => {
  const simulator = await startAws({
    settings: { monthlySpendLimitUsd: 0.06, price: { messageUsd: 0.02, carrierFeeUsd: 0.01 } },
  })
  await simulator.send()
  await simulator.send()
  expect(await failureOf(simulator.send())).toMatchObject({
    name: 'ServiceQuotaExceededException',
    Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA',
  })
  await simulator.control('POST', 'reset')
  expect((await simulator.send()).MessageId).toBeDefined()
})

test('MaxPrice below the price refuses the message', async () => {
  const simulator = await startAws()
  expect(await failureOf(simulator.send({ MaxPrice: '.0199' }))).toMatchObject({
    name: 'ValidationException',
    Reason: 'PRICE_OVER_THRESHOLD',
  })
})

test('more sends within a second than the account may are throttled', async () => {
  const simulator = await startAws({ settings: { messagesPerSecond: 2 } })
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => simulator.send()))
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  expect(refused).toHaveLength(2)
  for (const failure of refused) {
    expect(failure).toMatchObject({ name: 'ThrottlingException', $retryable: { throttling: true } })
  }
})

test('other countries than the US and Canada, and senders that are not its own, are refused', async () => {
  const simulator = await startAws()
  expect(await failureOf(simulator.send({ DestinationPhoneNumber: '+491711234567' }))).toMatchObject({
    Reason: 'COUNTRY_NOT_ENABLED',
  })
  const OriginationIdentity = 'arn:aws:sms-voice:us-east-1:123456789012:pool/pool-0123'
  expect(await failureOf(simulator.send({ OriginationIdentity }))).toMatchObject({
    name: 'ResourceNotFoundException',
    ResourceType: 'pool',
    ResourceId: OriginationIdentity,
  })
})

test('any sender is accepted when the simulator was started so', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ anySender: true, settings: { eventsUrl: endpoint.url } })
  await simulator.send({ OriginationIdentity: 'pool-0123' })
  await expect.poll(endpoint.types).toContain('MEDIA_DELIVERED')
  expect(endpoint.events()[0]).toMatchObject({ originationPhoneNumber: FROM })
})

test('a file that went after the send ends the message, and so does one that was never checked', async () => {
  const endpoint = await startEndpoint()
  const simulator = await startAws({ settings: { eventsUrl: endpoint.url, delays: { acceptedMs: 200 } } })
  await simulator.put('k')
  await simulator.send({ MediaUrls: [`s3://${BUCKET}/k`] })
  await simulator.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'k' }))
  await expect.poll(endpoint.types).toEqual(['MEDIA_QUEUED', 'MEDIA_PENDING', 'MEDIA_FILE_INACCESSIBLE'])
  await simulator.control('PUT', 'aws/settings', { mediaChecks: 'delivery' })
  await simulator.put('page', undefined, 'text/html')
  await simulator.send({ MediaUrls: [`s3://${BUCKET}/page`] })
  await expect.poll(() => endpoint.types().at(-1)).toBe('MEDIA_FILE_TYPE_UNSUPPORTED')
})

test('settings that do not fit are refused by name and change nothing; a reset restores the first ones', async () => {
  const simulator = await startAws()
  const refused = await simulator.control('PUT', 'aws/settings', { region: 'mars', sandbos: true })
  expect(refused.status).toBe(400)
  expect(refused.body.problems.join()).toMatch(/region/)
  expect(refused.body.problems.join()).toMatch(/sandbos/)
  await simulator.control('PUT', 'aws/settings', { sandbox: true, notifications: { retries: 0 } })
  expect((await simulator.control('GET', 'aws/settings')).body).toMatchObject({
    sandbox: true,
    notifications: { retries: 0, confirm: true },
    secretAccessKey: '[secret]',
    sessionToken: null,
  })
  expect((await simulator.control('DELETE', 'aws/settings')).body).toMatchObject({ sandbox: false })
})
