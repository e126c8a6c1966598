import './sinch-sdk-version.ts'
import { SmsService } from '@sinch/sms'
import { expect, test } from 'vitest'
import { eventually } from './harness.ts'
import {
  FROM,
  PLAN,
  type RunningSinch,
  send,
  startHook,
  startSinch,
  TO,
  TOKEN,
  untilCode,
} from './sinch-harness.ts'

const DAY_MS = 86_400_000

function sendMedia(simulator: RunningSinch, more: object = {}) {
  return simulator.sms.batches.sendMediaMessage({
    sendSMSRequestBody: {
      from: FROM,
      to: [TO],
      body: { url: simulator.pictureUrl, message: 'Hi', subject: 'S' },
      ...more,
    },
  })
}

test('the SDK sends an MMS and gets the batch, digits without plus', async () => {
  const simulator = await startSinch()
  const batch = await sendMedia(simulator, { client_reference: 'msg_1.a1', strict_validation: true })
  expect(batch).toMatchObject({
    id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    to: ['15558675310'],
    from: '15005550006',
    canceled: false,
    type: 'mt_media',
    body: { url: simulator.pictureUrl, message: 'Hi', subject: 'S' },
    delivery_report: 'none',
    client_reference: 'msg_1.a1',
    feedback_enabled: false,
    strict_validation: true,
  })
  expect(await simulator.sms.batches.get({ batch_id: batch.id ?? '' })).toEqual(batch)
})

test('a text is a batch of its own type', async () => {
  const simulator = await startSinch()
  const batch = await simulator.sms.batches.sendTextMessage({
    sendSMSRequestBody: { from: FROM, to: [TO, '+15558675311'], body: 'Hi' },
  })
  expect(batch).toMatchObject({ type: 'mt_text', body: 'Hi', to: ['15558675310', '15558675311'] })
  await untilCode(simulator, batch.id ?? '', 0)
  const report = await simulator.sms.deliveryReports.get({ batch_id: batch.id ?? '', type: 'full' })
  expect(report).toMatchObject({ type: 'delivery_report_sms', total_message_count: 2 })
})

test('a batch is found by its client reference, and by nothing else', async () => {
  const simulator = await startSinch()
  const { id } = await sendMedia(simulator, { client_reference: 'msg_1.a1' })
  await sendMedia(simulator, { client_reference: 'msg_2.a1' })
  await sendMedia(simulator)
  const start_date = new Date(Date.now() - 300_000)
  const hit = await simulator.sms.batches.list({ client_reference: 'msg_1.a1', start_date })
  expect(hit.data.map((batch) => batch.id)).toEqual([id])
  const miss = await simulator.sms.batches.list({ client_reference: 'msg_1.a2', start_date })
  expect(miss.data).toEqual([])
  const later = await simulator.sms.batches.list({ start_date: new Date(Date.now() + DAY_MS) })
  expect(later.data).toEqual([])
})

test('the SDK walks all pages of a list, newest first', async () => {
  const simulator = await startSinch()
  const ids: string[] = []
  for (let i = 0; i < 5; i += 1) ids.unshift((await sendMedia(simulator)).id ?? '')
  const seen: (string | undefined)[] = []
  for await (const batch of simulator.sms.batches.list({ page_size: 2 })) seen.push(batch.id)
  expect(seen).toEqual(ids)
  const second = await simulator.sms.batches.list({ page: 1, page_size: 2, from: FROM })
  expect(second.data.map((batch) => batch.id)).toEqual(ids.slice(2, 4))
  expect((await simulator.sms.batches.list({ from: '+15005550099' })).data).toEqual([])
})

test('delivery reports are fetched whole, in short, filtered, and of one recipient', async () => {
  const simulator = await startSinch()
  const to = [TO, '+15005500415', '+15558675311']
  const batch_id = (await sendMedia(simulator, { to, client_reference: 'msg_1' })).id ?? ''
  const { deliveryReports } = simulator.sms
  await eventually(async () =>
    expect(await deliveryReports.get({ batch_id, type: 'full' })).toEqual({
      type: 'delivery_report_mms',
      batch_id,
      client_reference: 'msg_1',
      total_message_count: 3,
      statuses: [
        { code: 0, status: 'Delivered', count: 2, recipients: ['15558675310', '15558675311'] },
        { code: 415, status: 'Rejected', count: 1, recipients: ['15005500415'] },
      ],
    }),
  )
  expect((await deliveryReports.get({ batch_id, type: 'summary' })).statuses).toEqual([
    { code: 0, status: 'Delivered', count: 2 },
    { code: 415, status: 'Rejected', count: 1 },
  ])
  expect((await deliveryReports.get({ batch_id, code: [415] })).statuses).toMatchObject([{ code: 415 }])
  expect((await deliveryReports.get({ batch_id, status: 'Delivered' })).statuses).toMatchObject([{ code: 0 }])
  expect(await deliveryReports.getForNumber({ batch_id, phone_number: '15005500415' })).toMatchObject({
    type: 'recipient_delivery_report_mms',
    batch_id,
    recipient: '15005500415',
    code: 415,
    status: 'Rejected',
    client_reference: 'msg_1',
  })
})

test('finished reports are listed by reference, status and code', async () => {
  const simulator = await startSinch()
  await untilCode(simulator, await send(simulator, { client_reference: 'a' }), 0)
  const failed = await send(simulator, { to: ['+15005500417'], client_reference: 'b' })
  await untilCode(simulator, failed, 417, '+15005500417')
  await send(simulator, { to: ['+15005551002'], client_reference: 'c' })
  const listed = async (query: object): Promise<unknown[]> =>
    (await simulator.sms.deliveryReports.list(query)).data.map(({ client_reference }) => client_reference)
  expect(await listed({})).toEqual(['b', 'a'])
  expect(await listed({ client_reference: 'a' })).toEqual(['a'])
  expect(await listed({ status: ['Failed', 'Rejected'] })).toEqual(['b'])
  expect(await listed({ code: '0' })).toEqual(['a'])
  expect(await listed({ end_date: new Date(Date.now() - DAY_MS) })).toEqual([])
})

test('a scheduled batch is canceled before it leaves, a delivered one stays delivered', async () => {
  const simulator = await startSinch()
  const batch_id = (await sendMedia(simulator, { send_at: new Date(Date.now() + DAY_MS) })).id ?? ''
  expect(await simulator.sms.batches.cancel({ batch_id })).toMatchObject({ id: batch_id, canceled: true })
  expect((await untilCode(simulator, batch_id, 407)).status).toBe('Cancelled')
  const delivered = await send(simulator)
  await untilCode(simulator, delivered, 0)
  expect(await simulator.sms.batches.cancel({ batch_id: delivered })).toMatchObject({ canceled: true })
  expect((await untilCode(simulator, delivered, 0)).status).toBe('Delivered')
})

test('a dry run counts parts and sends nothing', async () => {
  const simulator = await startSinch()
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is XMS's own placeholder
  const text = { type: 'mt_text' as const, from: FROM, to: [TO, '+15558675311'], body: 'Hi ${name} €' }
  const parameters = { name: { [TO]: 'Ann', default: `ж${'x'.repeat(70)}` } }
  expect(
    await simulator.sms.batches.dryRun({
      per_recipient: true,
      dryRunRequestBody: { ...text, parameters },
    }),
  ).toEqual({
    number_of_recipients: 2,
    number_of_messages: 3,
    per_recipient: [
      { recipient: '15558675310', number_of_parts: 1, body: 'Hi Ann €', encoding: 'text' },
      { recipient: '15558675311', number_of_parts: 2, body: `Hi ж${'x'.repeat(70)} €`, encoding: 'unicode' },
    ],
  })
  expect(await simulator.ledger()).toEqual([])
  expect((await simulator.sms.batches.list()).data).toEqual([])
})

test('inbound messages are listed and fetched', async () => {
  const simulator = await startSinch({ settings: { callbackUrl: (await startHook()).url } })
  await simulator.control('POST', 'sinch/inbound', { from: TO, body: 'one' })
  await simulator.control('POST', 'sinch/inbound', {
    from: TO,
    body: 'two',
    mediaUrls: [simulator.pictureUrl],
  })
  const { data } = await simulator.sms.inbounds.list({ to: FROM })
  expect(data.map(({ type }) => type)).toEqual(['mo_media', 'mo_text'])
  const [newest] = data
  expect(await simulator.sms.inbounds.get({ inbound_id: newest?.id ?? '' })).toEqual(newest)
  expect((await simulator.sms.inbounds.list({ to: '12345' })).data).toEqual([])
})

test('a wrong token and a wrong plan read as the SDK reads them from Sinch', async () => {
  const simulator = await startSinch()
  const other = (servicePlanId: string, apiToken: string): SmsService =>
    new SmsService({ servicePlanId, apiToken, smsRegion: 'us', smsHostname: simulator.url })
  await expect(other(PLAN, 'wrong').batches.list()).rejects.toMatchObject({ statusCode: 401, data: '{}' })
  await expect(other('wrong', TOKEN).batches.list()).rejects.toMatchObject({ statusCode: 404 })
  await expect(simulator.sms.batches.get({ batch_id: 'nope' })).rejects.toMatchObject({ statusCode: 404 })
})
