import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { basic, FROM, rawCreate, startReceiver, startSimulator } from './harness.ts'

const TO = '+15558675310'

test('every create is in the ledger once, whatever became of it, also when many come at the same time', async () => {
  const simulator = await startSimulator()
  const faults = [
    'reset_before',
    'reset_after',
    'server_error_before',
    'server_error_after',
    'truncated_answer',
  ]
  await simulator.control('PUT', 'faults', {
    seed: 3,
    rules: faults.map((fault) => ({ fault, probability: 0.15 })),
  })
  const creates = 300
  const outcomes = await Promise.allSettled(
    Array.from({ length: creates }, (_, i) =>
      rawCreate(simulator, { To: TO, From: FROM, Body: `${i}` }, { timeoutMs: 30_000 }),
    ),
  )
  const { body } = await simulator.control('GET', 'ledger')
  const entries = await simulator.ledger()
  const accepted = entries.filter((entry) => entry.accepted)
  expect(body).toMatchObject({ received: creates, accepted: accepted.length, kept: creates, dropped: 0 })
  expect(entries).toHaveLength(creates)
  expect(new Set(entries.map(({ bodySha256 }) => bodySha256)).size).toBe(creates)
  const listed = await simulator.client.messages.list({ to: TO, pageSize: 1_000 })
  expect(new Set(listed.map(({ sid }) => sid))).toEqual(new Set(accepted.map(({ sid }) => sid)))
  const answered = outcomes.filter(
    (outcome) => outcome.status === 'fulfilled' && outcome.value.status === 201,
  )
  expect(accepted.length).toBeGreaterThan(answered.length)
  expect(accepted.length).toBeLessThan(creates)
})

test('an entry says what arrived, when, and what became of it', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver(() => 202)
  const fields = { To: TO, From: FROM, Body: 'hello', StatusCallback: `${receiver.url}?a=1` }
  const { text } = await rawCreate(simulator, fields)
  await expect.poll(async () => (await simulator.ledger())[0]?.callbacks[1]?.answers).toEqual([202])
  const [entry] = await simulator.ledger()
  expect(entry).toMatchObject({
    n: 1,
    provider: 'twilio',
    to: TO,
    from: FROM,
    messagingServiceSid: null,
    bodySha256: createHash('sha256').update('hello').digest('hex'),
    mediaCount: 0,
    statusCallback: `${receiver.url}?a=1`,
    faults: [],
    accepted: true,
    sid: JSON.parse(text).sid,
    answer: 201,
    errorCode: null,
    callbacks: [
      { status: 'sent', faults: [], answers: [202] },
      { status: 'delivered', faults: [], answers: [202] },
    ],
  })
  expect(Number.isInteger(entry?.receivedUs)).toBe(true)
  expect(Math.abs(Date.parse(entry?.receivedAt ?? '') - Date.now())).toBeLessThan(5_000)
})

test('a create with wrong credentials is recorded and not accepted', async () => {
  const simulator = await startSimulator()
  const headers = { authorization: basic(simulator.accountSid, 'wrong') }
  await rawCreate(simulator, { To: TO, From: FROM, Body: 'x' }, { headers })
  expect(await simulator.ledger()).toMatchObject([{ accepted: false, answer: 401, errorCode: 20003 }])
})

test('the ledger is filtered, limited and cleared', async () => {
  const simulator = await startSimulator()
  for (const To of [TO, '+15558675311', TO]) await rawCreate(simulator, { To, From: FROM, Body: 'x' })
  const all = await simulator.ledger()
  const numbers = async (query: string): Promise<number[]> =>
    (await simulator.ledger(query)).map(({ n }) => n)
  expect(await numbers(`?to=${encodeURIComponent(TO)}`)).toEqual([1, 3])
  expect(await numbers(`?sid=${all[1]?.sid}`)).toEqual([2])
  expect(await numbers('?since=1')).toEqual([2, 3])
  expect(await numbers(`?since=${all[0]?.receivedAt}`)).toContain(1)
  expect(await numbers('?since=2100-01-01T00:00:00Z')).toEqual([])
  expect(await numbers('?limit=2')).toEqual([1, 2])
  expect((await simulator.control('GET', 'ledger?since=yesterday')).status).toBe(400)
  expect((await simulator.control('GET', 'ledger?limit=0x2')).status).toBe(400)
  expect((await simulator.control('GET', 'ledger?too=x')).status).toBe(400)
  expect((await simulator.control('DELETE', 'ledger')).status).toBe(204)
  expect((await simulator.control('GET', 'ledger')).body).toEqual({
    received: 0,
    accepted: 0,
    kept: 0,
    dropped: 0,
    creates: [],
  })
})

test('messages and ledger are bounded: the oldest goes, the totals remain', async () => {
  const simulator = await startSimulator({ maxEntries: 5 })
  const sids: string[] = []
  for (let i = 0; i < 8; i += 1)
    sids.push(JSON.parse((await rawCreate(simulator, { To: TO, From: FROM, Body: 'x' })).text).sid)
  expect((await simulator.control('GET', 'ledger')).body).toMatchObject({
    received: 8,
    accepted: 8,
    kept: 5,
    dropped: 3,
  })
  expect((await simulator.client.messages.list({ to: TO })).map(({ sid }) => sid)).toEqual(
    sids.slice(3).reverse(),
  )
})
