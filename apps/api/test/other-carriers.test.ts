import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { recordAcceptance } from '@heliograph/delivery/messages/record-acceptance'
import { writeCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import { configuredAccounts } from '@heliograph/delivery/testing/configured-accounts'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import { afterAll, describe, expect, test } from 'vitest'
import { openApiFixture, publicBaseUrl, recipient } from './api-fixture.ts'
import {
  awsEvent,
  newBatchId,
  openOtherCarriers,
  plivoStatusForm,
  signAsOldPlivo,
  signAsPlivo,
  signAsSinch,
  sinchReport,
} from './carrier-accounts.ts'

const carriers = await openOtherCarriers()
const api = await openApiFixture(carriers.accounts)
const media = ['https://media.example.com/a.png']

/** Posts a message for a provider and begins its first attempt; with an id, the provider took it under that. */
async function begin(provider: ProviderName, providerId?: string) {
  const answer = await api.post({ to: recipient, body: 'x', mediaUrls: media, provider })
  const messageId: string = answer.json().id
  const claim = await claimMessage(api.db, {
    ...{ id: messageId, gen: 0, leaseMs: 45_000, worker: 'test', probeIntervalMs: 5_000 },
  })
  if (claim.kind !== 'claimed') throw new Error(claim.kind)
  if (providerId !== undefined) {
    const outcome = { kind: 'accepted', providerId, status: 'submitted' } as const
    await recordAcceptance(api.deps, claim.attempt, outcome, 600_000)
  }
  const token = writeCallbackToken(api.keyring, { messageId, attempt: 1 })
  return { messageId, path: `/webhooks/${provider}/status/${token}` }
}

const callBack = (path: string, request: { headers: object; payload: string }, app = api.app) =>
  app.inject({ method: 'POST', url: path, headers: { ...request.headers }, payload: request.payload })

const rowOf = (id: string) => api.db.mmsLog.findUniqueOrThrow({ where: { id } })

describe('a message chooses its provider', () => {
  test.each(['twilio', 'plivo', 'sinch', 'aws'] as const)('%s by name', async (provider) => {
    const answer = await api.post({ to: recipient, body: 'x', mediaUrls: media, provider })
    expect(answer.json()).toMatchObject({ provider, status: 'queued' })
    const account = api.routing.find((one) => one.provider === provider)
    expect(await rowOf(answer.json().id)).toMatchObject({ provider, providerAccountId: account?.id })
  })

  test('by a sender of its own', async () => {
    const answer = await api.post({ to: recipient, body: 'x', from: '+14155550100' })
    expect(answer.json()).toMatchObject({ provider: 'plivo', from: '+14155550100' })
  })

  test('and is refused at once where that provider would refuse it, with field and remedy', async () => {
    const answer = await api.post({ to: recipient, body: 'text alone', provider: 'sinch' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toEqual([
      {
        field: 'mediaUrls',
        rule: 'provider_media_count',
        message: 'is empty, but sinch sends no MMS of text alone; add a media URL or choose another provider',
      },
    ])
  })

  test("of stored media only what is the tenant's own", async () => {
    const post = (mediaUrl: string) => api.post({ to: recipient, mediaUrls: [mediaUrl], provider: 'aws' })
    const own = `s3://acme-mms-media/heliograph/${api.tenantId}/a.png`
    expect((await post(own)).statusCode).toBe(202)
    for (const foreign of [
      `s3://acme-mms-media/heliograph/${randomUUIDv7()}/a.png`,
      `s3://other-bucket/heliograph/${api.tenantId}/a.png`,
      `s3://acme-mms-media/heliograph/${api.tenantId}/../secret`,
      's3://acme-mms-media/terraform.tfstate',
    ]) {
      const answer = await post(foreign)
      expect(answer.json().errors, foreign).toEqual([
        { field: 'mediaUrls[0]', rule: 'own_media', message: expect.stringContaining(api.tenantId) },
      ])
    }
  })
})

describe('a receipt', () => {
  test('of Plivo, Sinch and AWS moves its message', async () => {
    const plivo = await begin('plivo')
    const url = publicBaseUrl + plivo.path
    expect((await callBack(plivo.path, signAsPlivo(url, plivoStatusForm(recipient)))).statusCode).toBe(200)
    const sinch = await begin('sinch')
    expect((await callBack(sinch.path, signAsSinch(sinchReport(recipient)))).statusCode).toBe(200)
    const aws = await begin('aws')
    const event = carriers.signAsAws(awsEvent(`${aws.messageId}.1`))
    expect((await callBack('/webhooks/aws/events', event)).statusCode).toBe(200)
    for (const { messageId } of [plivo, sinch, aws]) expect((await rowOf(messageId)).status).toBe('sent')
  })

  test("on another provider's path is nobody's", async () => {
    const { path } = await begin('sinch')
    const wrong = path.replace('/sinch/', '/plivo/')
    const answer = await callBack(wrong, signAsPlivo(publicBaseUrl + wrong, plivoStatusForm(recipient)))
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'attempt_not_found'])
  })

  test('of AWS without our reference finds its message by the id of AWS', async () => {
    const providerId = randomUUID()
    const { messageId } = await begin('aws', providerId)
    const { context: _, ...event } = awsEvent('unused', providerId) as Record<string, unknown>
    expect((await callBack('/webhooks/aws/events', carriers.signAsAws(event))).statusCode).toBe(200)
    expect((await rowOf(messageId)).status).toBe('sent')
  })

  test('of AWS never moves an attempt of another account, whatever reference it carries', async () => {
    const { messageId } = await begin('sinch')
    const event = carriers.signAsAws(awsEvent(`${messageId}.1`))
    expect((await callBack('/webhooks/aws/events', event)).statusCode).toBe(200)
    expect(await rowOf(messageId)).toMatchObject({ status: 'sending', providerId: null })
  })

  test('of AWS about a message of somebody else is taken and changes nothing', async () => {
    const { context: _, ...event } = awsEvent('unused') as Record<string, unknown>
    const before = await api.db.mmsEvent.count()
    expect((await callBack('/webhooks/aws/events', carriers.signAsAws(event))).statusCode).toBe(200)
    expect(await api.db.mmsEvent.count()).toBe(before)
  })
})

describe('a callback that is only a hint', async () => {
  const record = { to: recipient.slice(1), state: 'delivered' }
  const asked: string[] = []
  const server = createServer((request, response) => {
    const id = request.url?.split('/').at(-2) ?? ''
    asked.push(id)
    const message = {
      api_id: randomUUID(),
      message_uuid: id,
      message_state: record.state,
      message_direction: 'outbound',
      message_type: 'mms',
      from_number: '14155550100',
      to_number: record.to,
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(message))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const env = {
    PLIVO_AUTH_ID: 'MA0123456789ABCDEFGH',
    PLIVO_AUTH_TOKEN: 'plivo_test_token_0001',
    PLIVO_SENDER_NUMBER: '+14155550100',
    PLIVO_API_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  }
  const [plivo] = configuredAccounts(env, {})
  const provider = plivo.open()
  afterAll(async () => {
    await provider.close()
    server.closeAllConnections()
    server.close()
  })
  const account = api.routing.find((one) => one.provider === 'plivo')
  const app = await api.build({ providers: new Map([[account?.id ?? '', provider]]) })
  const hint = (path: string, providerId: string) =>
    callBack(path, signAsOldPlivo(publicBaseUrl + path, plivoStatusForm(recipient, providerId)), app)

  test("makes us ask, and the provider's own record counts", async () => {
    const providerId = randomUUID()
    const { messageId, path } = await begin('plivo', providerId)
    expect((await hint(path, providerId)).statusCode).toBe(200)
    expect(asked.at(-1)).toBe(providerId)
    // The hint said `sent`.
    expect((await rowOf(messageId)).status).toBe('delivered')
  })

  test("about another message than the attempt's is refused without asking", async () => {
    const { messageId, path } = await begin('plivo', randomUUID())
    const before = asked.length
    expect((await hint(path, randomUUID())).json().code).toBe('provider_id_mismatch')
    expect(asked.length).toBe(before)
    expect((await rowOf(messageId)).status).toBe('submitted')
  })

  test('binds an attempt without an id only to a message to the same recipient', async () => {
    const { messageId, path } = await begin('plivo')
    record.to = '14155559999'
    expect((await hint(path, randomUUID())).json().code).toBe('callback_refused')
    expect((await rowOf(messageId)).status).toBe('sending')
    record.to = recipient.slice(1)
    expect((await hint(path, randomUUID())).statusCode).toBe(200)
    expect((await rowOf(messageId)).status).toBe('delivered')
  })
})

describe('an inbound STOP', () => {
  const suppressionOf = (number: string) => api.db.suppression.findMany({ where: { recipient: number } })

  test('of Plivo and Sinch stops later messages of that sender', async () => {
    const form = {
      MessageUUID: randomUUID(),
      From: '14155557001',
      To: '14155550100',
      Type: 'sms',
      Text: 'STOP',
    }
    const path = '/webhooks/plivo/inbound'
    expect((await callBack(path, signAsPlivo(publicBaseUrl + path, form))).statusCode).toBe(200)
    expect(await suppressionOf('+14155557001')).toHaveLength(1)
    const message = {
      ...{ id: newBatchId(), from: '14155557002', to: '14155550102', type: 'mo_text', body: 'stop' },
      received_at: '2026-01-02T03:05:00.000Z',
    }
    expect((await callBack('/webhooks/sinch/inbound', signAsSinch(message))).statusCode).toBe(200)
    expect(await suppressionOf('+14155557002')).toHaveLength(1)
    const refused = await api.post({ to: '+14155557001', body: 'x', provider: 'plivo' })
    expect(refused.json().code).toBe('recipient_opted_out')
  })

  test('of AWS comes to the address for events', async () => {
    const text = {
      originationNumber: '+14155557003',
      destinationNumber: '+14155550103',
      messageKeyword: 'KEYWORD_123456789012',
      messageBody: 'STOP',
      inboundMessageId: randomUUID(),
      previousPublishedMessageId: randomUUID(),
    }
    expect((await callBack('/webhooks/aws/events', carriers.signAsAws(text))).statusCode).toBe(200)
    expect(await suppressionOf('+14155557003')).toHaveLength(1)
  })
})

test('GET /v1/providers shows what is configured, the default first, with what each takes', async () => {
  const { data } = (await api.get('/v1/providers')).json()
  const seen = data.map((one: { provider: string; isDefault: boolean; isSimulated: boolean }) => [
    one.provider,
    one.isDefault,
    one.isSimulated,
  ])
  expect(seen).toEqual([
    ['twilio', true, false],
    ['plivo', false, true],
    ['sinch', false, true],
    ['aws', false, true],
  ])
  const sinch = data[2]
  expect(sinch.senders).toEqual([{ address: '+14155550102', kind: 'number', isDefault: true }])
  expect(sinch.capabilities).toMatchObject({
    media: { min: 1, max: 1 },
    cancel: true,
    search: 'by_reference',
  })
})
