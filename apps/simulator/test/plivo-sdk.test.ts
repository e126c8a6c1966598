import { expect, test } from 'vitest'
import { AUTH_ID, DST, SRC, sdkClient, startHook, startPlivo } from './plivo-harness.ts'

test('the SDK sends, fetches and lists, and shows what the carrier gives', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  const { client, url } = simulator
  const created = await client.messages.create({
    src: SRC,
    dst: DST,
    text: 'Hello',
    type: 'mms',
    media_urls: [`${url}/__sim/media/heliograph.png`],
    url: hook.url,
    method: 'POST',
    messageExpiry: 3_600,
  })
  expect(created).toMatchObject({
    apiId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    message: 'message(s) queued',
    messageUuid: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
  })
  await expect.poll(hook.states).toEqual(['queued', 'sent', 'delivered'])
  const [uuid = ''] = created.messageUuid
  const message = {
    errorCode: '000',
    fromNumber: '15005550006',
    toNumber: '14155550101',
    messageDirection: 'outbound',
    messageState: 'delivered',
    messageType: 'mms',
    messageUuid: uuid,
    messageTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00$/),
    resourceUri: `/v1/Account/${AUTH_ID}/Message/${uuid}/`,
    totalAmount: '0.01800',
    units: 1,
    requesterIP: '127.0.0.1',
  }
  expect(await client.messages.get(uuid)).toMatchObject(message)
  const listed = await client.messages.list({ message_type: 'mms', limit: 5 })
  expect([...listed]).toMatchObject([message])
  expect(listed.meta).toMatchObject({ limit: 5, offset: 0, totalCount: 1 })
  expect(await simulator.ledger()).toMatchObject([
    {
      provider: 'plivo',
      to: DST,
      from: SRC,
      sid: uuid,
      accepted: true,
      mediaCount: 1,
      statusCallback: hook.url,
      reference: null,
      answer: 202,
    },
  ])
})

test('the SDK sees refusals by their status and text', async () => {
  const { client } = await startPlivo()
  const refusedTo = (dst: string) =>
    client.messages.create({ src: SRC, dst, text: 'x', type: 'mms' }).catch((error: unknown) => error)
  expect(await refusedTo('+15005500402')).toMatchObject({ status: 400, message: 'Insufficient credit' })
  expect(await refusedTo('+15005500422')).toMatchObject({ status: 422 })
  await expect(client.messages.get('no-such-message')).rejects.toMatchObject({ status: 404 })
})

test('with a wrong token the SDK sees 401 and a page', async () => {
  const { accountUrl } = await startPlivo()
  const stranger = sdkClient(accountUrl, 'wrong')
  await expect(stranger.messages.list()).rejects.toMatchObject({
    status: 401,
    message: expect.stringMatching(/^Could not verify your access level/),
  })
})

test('the account can be looked at', async () => {
  const { client } = await startPlivo()
  const account = await client.accounts.get()
  expect(account).toMatchObject({ accountType: 'standard', cashCredits: '100.00000' })
})
