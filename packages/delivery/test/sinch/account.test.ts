import { expect, test } from 'vitest'
import { readSinchAccount } from '../../src/providers/sinch/read-account.ts'
import { aRequest, openHttpStub, reply } from '../http-stub.ts'
import { apiToken, batchId, batchResource, fullReport, servicePlanId } from './sinch-fixture.ts'

const never = new AbortController().signal
const env = {
  SINCH_SERVICE_PLAN_ID: servicePlanId,
  SINCH_API_TOKEN: apiToken,
  SINCH_NUMBER: '+14155550100',
  SINCH_REGION: 'eu',
}

async function sendThrough(
  changes: Record<string, string>,
  context: { simulatorUrl?: string } = {},
): Promise<unknown> {
  const reading = readSinchAccount({ ...env, ...changes }, { requireHttpsMedia: false, ...context })
  if (reading.kind !== 'account') return reading
  const provider = reading.account.open({ totalMs: 5_000, maxConnections: 1 })
  try {
    return await provider.send(aRequest(), never)
  } finally {
    await provider.close()
  }
}

test.for(['', '/', '/xms', '/xms/v1', '/xms/v1/'])(
  'an address ending in "%s" reaches the same plan',
  async (end) => {
    await using carrier = await openHttpStub((socket) => reply(socket, 201, batchResource()))
    const outcome = await sendThrough({ SINCH_API_BASE_URL: `${carrier.baseUrl}${end}` })
    expect(outcome).toMatchObject({ kind: 'accepted', providerId: batchId })
    expect(carrier.requests.map(({ path }) => path)).toEqual([`/xms/v1/${servicePlanId}/batches`])
  },
)

test('with a simulator nothing goes to the configured address', async () => {
  await using carrier = await openHttpStub((socket) => reply(socket, 201, batchResource()))
  await using simulator = await openHttpStub((socket) => reply(socket, 201, batchResource()))
  await sendThrough({ SINCH_API_BASE_URL: carrier.baseUrl }, { simulatorUrl: simulator.baseUrl })
  expect(carrier.connections).toBe(0)
  expect(simulator.posts).toBe(1)
})

test('what is configured for webhooks decides what is believed', async () => {
  const rawBody = Buffer.from(JSON.stringify(fullReport({ status: 'Delivered', code: 0 })))
  const authorization = `Basic ${Buffer.from('sinch:secret').toString('base64')}`
  const request = {
    method: 'POST',
    signedUrl: 'https://gw.example.com/x',
    headers: { authorization },
    rawBody,
  } as const
  const read = async (changes: Record<string, string>): Promise<string> => {
    const reading = readSinchAccount({ ...env, ...changes }, { requireHttpsMedia: false })
    if (reading.kind !== 'account') return reading.kind
    const provider = reading.account.open()
    await provider.close()
    return provider.readCallback(request).kind
  }
  expect(await read({})).toBe('hint')
  expect(await read({ SINCH_WEBHOOK_SECRET: 'secret' })).toBe('forged')
  expect(await read({ SINCH_WEBHOOK_USER: 'sinch', SINCH_WEBHOOK_PASSWORD: 'secret' })).toBe('receipt')
  expect(await read({ SINCH_WEBHOOK_USER: 'sinch', SINCH_WEBHOOK_PASSWORD: 'other' })).toBe('forged')
})
