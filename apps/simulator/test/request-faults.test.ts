import { expect, test } from 'vitest'
import { FROM, type RunningSimulator, rawCreate, startReceiver, startSimulator } from './harness.ts'

const TO = '+15558675310'

type Seen = { answer: number | string; accepted: boolean; retryAfter?: string | undefined }

/** Sends one create over a fresh socket and says how it ended for the client and for the carrier. */
async function observe(simulator: RunningSimulator, to: string, timeoutMs = 400): Promise<Seen> {
  const seen = await rawCreate(simulator, { To: to, From: FROM, Body: 'x' }, { timeoutMs }).then(
    ({ status, headers, text }) => ({ answer: readable(status, text), retryAfter: headers['retry-after'] }),
    (error: Error & { code?: string }) => ({ answer: error.code ?? error.message, retryAfter: undefined }),
  )
  const entry = (await simulator.ledger()).at(-1)
  const listed = await simulator.client.messages.list({ to })
  expect(listed.length > 0).toBe(entry?.accepted)
  return { ...seen, accepted: entry?.accepted ?? false }
}

function readable(status: number, text: string): number | string {
  try {
    return JSON.parse(text) === null ? 'null' : status
  } catch {
    return `${status} not JSON`
  }
}

// fault, what the client sees, whether the carrier accepted
const FAULTS: [string, number | string, boolean][] = [
  ['rate_limited', 429, false],
  ['server_error_before', 500, false],
  ['server_error_after', 500, true],
  ['unavailable', 503, false],
  ['reset_before', 'ECONNRESET', false],
  ['reset_after', 'ECONNRESET', true],
  ['hang_before', 'client timeout', false],
  ['hang_after', 'client timeout', true],
  ['truncated_answer', 'ECONNRESET', true],
  ['invalid_answer', '201 not JSON', true],
  ['reject_auth', 401, false],
  ['account_suspended', 403, false],
]

test.each(FAULTS)('fault %s: the client sees %s, accepted %s', async (fault, answer, accepted) => {
  const simulator = await startSimulator()
  await simulator.control('PUT', 'faults', { rules: [{ fault }] })
  expect(await observe(simulator, TO)).toMatchObject({ answer, accepted })
  expect(await simulator.ledger()).toMatchObject([{ to: TO, faults: [fault], accepted }])
})

test.each([
  ['+15005552401', 401, false],
  ['+15005552403', 403, false],
  ['+15005552429', 429, false],
  ['+15005552430', 429, false],
  ['+15005552500', 500, false],
  ['+15005552501', 500, true],
  ['+15005552503', 503, false],
  ['+15005552510', 'ECONNRESET', false],
  ['+15005552511', 'ECONNRESET', true],
  ['+15005552520', 'client timeout', false],
  ['+15005552521', 'client timeout', true],
  ['+15005552531', 'client timeout', true],
  ['+15005552540', 'ECONNRESET', true],
  ['+15005552541', '201 not JSON', true],
])('number %s: the client sees %s, accepted %s', async (to, answer, accepted) => {
  const simulator = await startSimulator()
  expect(await observe(simulator, to)).toMatchObject({ answer, accepted })
})

test('429 carries Retry-After when asked to, and none otherwise', async () => {
  const simulator = await startSimulator()
  expect(await observe(simulator, '+15005552429')).toMatchObject({ answer: 429, retryAfter: undefined })
  expect(await observe(simulator, '+15005552430')).toMatchObject({ answer: 429, retryAfter: '1' })
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'rate_limited', retryAfterSeconds: 7 }] })
  expect(await observe(simulator, TO)).toMatchObject({ answer: 429, retryAfter: '7' })
})

test('a number that is struck every other time takes the second create', async () => {
  const simulator = await startSimulator()
  const answers = []
  for (let i = 0; i < 4; i += 1)
    answers.push((await rawCreate(simulator, { To: '+15005552431', From: FROM, Body: 'x' })).status)
  expect(answers).toEqual([429, 201, 429, 201])
})

test('a slow accept takes the message at the end of its delay, a slow answer at the beginning', async () => {
  const simulator = await startSimulator()
  const acceptedWhileWaiting = async (fault: string): Promise<boolean | undefined> => {
    await simulator.control('DELETE', 'ledger')
    await simulator.control('PUT', 'faults', { rules: [{ fault, delayMs: 300 }] })
    const answer = rawCreate(simulator, { To: TO, From: FROM, Body: 'x' })
    await expect.poll(async () => (await simulator.ledger()).length).toBe(1)
    const [entry] = await simulator.ledger()
    expect((await answer).status).toBe(201)
    return entry?.accepted
  }
  expect(await acceptedWhileWaiting('slow_accept')).toBe(false)
  expect(await acceptedWhileWaiting('slow_answer')).toBe(true)
})

test('a client that gives up on a slow accept has still sent its message', async () => {
  const simulator = await startSimulator()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'slow_accept', delayMs: 300 }] })
  await expect(rawCreate(simulator, { To: TO, From: FROM, Body: 'x' }, { timeoutMs: 100 })).rejects.toThrow(
    'client timeout',
  )
  await expect.poll(async () => (await simulator.ledger())[0]?.accepted).toBe(true)
})

test('a truncated 201 announces more bytes than it sends', async () => {
  const simulator = await startSimulator()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'truncated_answer' }] })
  const failure = await simulator.client.messages
    .create({ to: TO, from: FROM, body: 'x' })
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ message: expect.stringMatching(/aborted|hang up|ECONNRESET/) })
  expect(await simulator.ledger()).toMatchObject([{ accepted: true, answer: 'truncated' }])
})

test('an accepted message whose answer was lost is delivered all the same', async () => {
  const simulator = await startSimulator()
  const receiver = await startReceiver()
  const fields = { To: '+15005552511', From: FROM, Body: 'x', StatusCallback: receiver.url }
  await expect(rawCreate(simulator, fields)).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expect.poll(() => receiver.statuses()).toEqual(['sent', 'delivered'])
})

test('a refused create is not struck by faults that follow acceptance', async () => {
  const simulator = await startSimulator()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'reset_after' }] })
  const { status, text } = await rawCreate(simulator, { To: 'bob', From: FROM, Body: 'x' })
  expect([status, JSON.parse(text).code]).toEqual([400, 21211])
})

test('a rule with a count strikes that many creates and no more', async () => {
  const simulator = await startSimulator()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'unavailable', times: 2 }] })
  const answers = []
  for (let i = 0; i < 4; i += 1)
    answers.push((await rawCreate(simulator, { To: TO, From: FROM, Body: 'x' })).status)
  expect(answers).toEqual([503, 503, 201, 201])
  expect((await simulator.control('GET', 'faults')).body).toMatchObject({ struck: [2] })
})

test('a rule can be aimed at a number, a prefix, or another kind of request', async () => {
  const simulator = await startSimulator()
  const statusOf = async (To: string): Promise<number> =>
    (await rawCreate(simulator, { To, From: FROM, Body: 'x' })).status
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'unavailable', to: '+4917*' }] })
  expect([await statusOf(TO), await statusOf('+491711234567')]).toEqual([201, 503])
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'unavailable', on: 'list' }] })
  await expect(simulator.client.messages.list()).rejects.toMatchObject({ status: 503 })
  expect(await statusOf(TO)).toBe(201)
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'rate_limited', on: 'any' }] })
  await expect(simulator.client.messages(`SM${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({
    status: 429,
    code: 20429,
  })
  expect((await simulator.control('DELETE', 'faults')).status).toBe(204)
  expect(await statusOf(TO)).toBe(201)
})

test('the same seed strikes the same creates, another seed others', async () => {
  const outcomes = async (seed: number): Promise<string> => {
    const simulator = await startSimulator()
    const rules = [
      { fault: 'unavailable', probability: 0.3 },
      { fault: 'server_error_after', probability: 0.3 },
    ]
    await simulator.control('PUT', 'faults', { seed, rules })
    for (let i = 0; i < 40; i += 1) await rawCreate(simulator, { To: TO, From: FROM, Body: `${i}` })
    return (await simulator.ledger()).map(({ faults }) => faults.join() || '-').join(' ')
  }
  const [first, again, other] = [await outcomes(7), await outcomes(7), await outcomes(8)]
  expect(again).toBe(first)
  expect(other).not.toBe(first)
  const struck = first.split(' ').filter((fault) => fault !== '-').length
  expect(struck).toBeGreaterThan(8)
  expect(struck).toBeLessThan(36)
})
