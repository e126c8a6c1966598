import twilio from 'twilio'
import { expect, test } from 'vitest'
import { FROM, SERVICE, startReceiver, startSimulator, untilStatus } from './harness.ts'

const { validateRequest } = twilio

test('the SDK creates an MMS and reads it back until it is delivered and priced', async () => {
  const simulator = await startSimulator()
  const created = await simulator.client.messages.create({
    to: '+15558675310',
    from: FROM,
    body: 'hello',
    mediaUrl: [`${simulator.url}/__sim/media/heliograph.png`],
  })
  expect(created.sid).toMatch(/^MM[0-9a-f]{32}$/)
  expect(created).toMatchObject({
    status: 'queued',
    to: '+15558675310',
    from: FROM,
    body: 'hello',
    numSegments: '1',
    numMedia: '1',
    direction: 'outbound-api',
    price: null,
    priceUnit: 'USD',
    errorCode: null,
    errorMessage: null,
    dateSent: null,
    messagingServiceSid: null,
    accountSid: simulator.accountSid,
    apiVersion: '2010-04-01',
  })
  expect(Math.abs(created.dateCreated.getTime() - Date.now())).toBeLessThan(5_000)
  const delivered = await untilStatus(simulator, created.sid, 'delivered')
  expect(delivered.dateSent).toBeInstanceOf(Date)
  await expect.poll(async () => (await simulator.client.messages(created.sid).fetch()).price).toBe('-0.02000')
})

test('a text without media is an SM with its segments counted', async () => {
  const { client } = await startSimulator()
  const created = await client.messages.create({ to: '+15558675310', from: FROM, body: 'é'.repeat(161) })
  expect(created.sid).toMatch(/^SM/)
  expect(created.numSegments).toBe('2')
})

test('through a messaging service the sender is null and the status accepted until one is picked', async () => {
  const simulator = await startSimulator()
  const created = await simulator.client.messages.create({
    to: '+15558675310',
    messagingServiceSid: SERVICE,
    body: 'x',
  })
  expect(created).toMatchObject({
    status: 'accepted',
    from: null,
    numSegments: '0',
    messagingServiceSid: SERVICE,
  })
  const delivered = await untilStatus(simulator, created.sid, 'delivered')
  expect(delivered).toMatchObject({ from: FROM, numSegments: '1' })
})

test('the SDK pages through a list, newest first, without gaps while new messages arrive', async () => {
  const { client } = await startSimulator()
  const sids: string[] = []
  for (let i = 0; i < 7; i += 1) {
    sids.unshift((await client.messages.create({ to: '+15558675310', from: FROM, body: `${i}` })).sid)
  }
  const first = await client.messages.page({ to: '+15558675310', pageSize: 3 })
  await client.messages.create({ to: '+15558675310', from: FROM, body: 'late' })
  const second = await first.nextPage()
  const third = await second?.nextPage()
  expect([first, second, third].flatMap((page) => page?.instances.map(({ sid }) => sid))).toEqual(sids)
  expect(third?.nextPageUrl).toBeUndefined()
  expect((await third?.previousPage())?.instances.map(({ sid }) => sid)).toEqual(sids.slice(3, 6))
  expect(await client.messages.list({ to: '+15558675310', pageSize: 2 })).toHaveLength(8)
  expect(await client.messages.list({ limit: 4 })).toHaveLength(4)
})

test('the list filters by recipient, sender and date sent', async () => {
  const simulator = await startSimulator({ settings: { senders: ['*'] } })
  const { client } = simulator
  const one = await client.messages.create({ to: '+15558675310', from: FROM, body: '1' })
  const two = await client.messages.create({ to: '+15558675311', from: '+14155550100', body: '2' })
  const unsent = await client.messages.create({ to: '+15005551002', from: FROM, body: 'stays queued' })
  await untilStatus(simulator, one.sid, 'delivered')
  await untilStatus(simulator, two.sid, 'delivered')
  const sidsOf = async (filter: object): Promise<string[]> =>
    (await client.messages.list(filter)).map(({ sid }) => sid)
  expect(await sidsOf({ to: '+15558675310' })).toEqual([one.sid])
  expect(await sidsOf({ from: '+14155550100' })).toEqual([two.sid])
  expect(await sidsOf({ to: '+15558675310', from: '+14155550100' })).toEqual([])
  const minuteMs = 60_000
  expect(await sidsOf({ dateSentAfter: new Date(Date.now() - minuteMs) })).toEqual([two.sid, one.sid])
  expect(await sidsOf({ dateSentBefore: new Date(Date.now() + minuteMs) })).not.toContain(unsent.sid)
  expect(await sidsOf({ dateSentAfter: new Date(Date.now() + minuteMs) })).toEqual([])
  expect(await sidsOf({ dateSentBefore: new Date(Date.now() - minuteMs) })).toEqual([])
  const sent = (await client.messages(one.sid).fetch()).dateSent
  expect(await sidsOf({ dateSent: sent, to: '+15558675310' })).toEqual([one.sid])
})

test('a scheduled message is canceled once, a queued one never', async () => {
  const simulator = await startSimulator()
  const { client } = simulator
  const receiver = await startReceiver()
  const scheduled = await client.messages.create({
    to: '+15558675310',
    messagingServiceSid: SERVICE,
    body: 'later',
    scheduleType: 'fixed',
    sendAt: new Date(Date.now() + 3_600_000),
    statusCallback: receiver.url,
  })
  expect(scheduled.status).toBe('scheduled')
  expect((await client.messages(scheduled.sid).update({ status: 'canceled' })).status).toBe('canceled')
  await expect.poll(() => receiver.statuses()).toEqual(['canceled'])
  await expect(client.messages(scheduled.sid).update({ status: 'canceled' })).rejects.toMatchObject({
    code: 30409,
  })
  const queued = await client.messages.create({ to: '+15005551002', from: FROM, body: 'x' })
  await expect(client.messages(queued.sid).update({ status: 'canceled' })).rejects.toMatchObject({
    code: 30409,
  })
})

test('a scheduled message goes out at its time', async () => {
  const simulator = await startSimulator({ settings: { schedule: { minAheadMs: 0 } } })
  const created = await simulator.client.messages.create({
    to: '+15558675310',
    messagingServiceSid: SERVICE,
    body: 'soon',
    scheduleType: 'fixed',
    sendAt: new Date(Date.now() + 1_500),
  })
  expect(created.status).toBe('scheduled')
  await untilStatus(simulator, created.sid, 'delivered')
})

test('a body is redacted and a message deleted only when it is complete', async () => {
  const simulator = await startSimulator()
  const { client } = simulator
  const open = await client.messages.create({ to: '+15005551002', from: FROM, body: 'x' })
  await expect(client.messages(open.sid).update({ body: '' })).rejects.toMatchObject({ code: 20009 })
  await expect(client.messages(open.sid).remove()).rejects.toMatchObject({ code: 20009, status: 409 })
  const done = await client.messages.create({ to: '+15558675310', from: FROM, body: 'secret' })
  await untilStatus(simulator, done.sid, 'delivered')
  expect((await client.messages(done.sid).update({ body: '' })).body).toBe('')
  await expect(client.messages(done.sid).update({ body: 'other' })).rejects.toMatchObject({ code: 20001 })
  await expect(client.messages(done.sid).update({ body: '', status: 'canceled' })).rejects.toMatchObject({
    code: 30400,
  })
  expect(await client.messages(done.sid).remove()).toBe(true)
  await expect(client.messages(done.sid).fetch()).rejects.toMatchObject({ code: 20404, status: 404 })
  expect(await client.messages.list({ to: '+15558675310' })).toEqual([])
})

test('the SDK accepts the signature of every callback and no altered one', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  const statusCallback = `${receiver.url}?mid=01JABC&n=1#rc=2`
  await simulator.client.messages.create({
    to: '+15558675310',
    messagingServiceSid: SERVICE,
    body: 'ä',
    statusCallback,
  })
  await expect.poll(() => receiver.statuses()).toEqual(['queued', 'sent', 'delivered'])
  for (const { headers, form, url } of receiver.received) {
    const signature = String(headers['x-twilio-signature'])
    const target = `http://127.0.0.1:${receiver.port}${url}`
    expect(validateRequest(simulator.authToken, signature, target, form)).toBe(true)
    expect(
      validateRequest(simulator.authToken, signature, target, { ...form, MessageStatus: 'failed' }),
    ).toBe(false)
    expect(validateRequest(simulator.authToken, signature, `${target}0`, form)).toBe(false)
    expect(validateRequest('other', signature, target, form)).toBe(false)
  }
})

test('the SDK shows the account and its state', async () => {
  const simulator = await startSimulator()
  const account = simulator.client.api.v2010.accounts(simulator.accountSid)
  expect(await account.fetch()).toMatchObject({ sid: simulator.accountSid, status: 'active', type: 'Full' })
  await simulator.control('PUT', 'settings', { accountStatus: 'suspended', trial: true })
  expect(await account.fetch()).toMatchObject({ status: 'suspended', type: 'Trial' })
})
