import { expect, test } from 'vitest'
import { create, get, type RunningPlivo, rawCreate, startHook, startPlivo } from './plivo-harness.ts'

type Seen = { answer: number | string; accepted: boolean; retryAfter?: string | undefined }

/** Sends one create over a fresh socket and says how it ended for the client and for the carrier. */
async function observe(simulator: RunningPlivo, dst: string, timeoutMs = 400): Promise<Seen> {
  const seen = await rawCreate(simulator, { dst }, { timeoutMs }).then(
    ({ status, headers, text }) => ({ answer: readable(status, text), retryAfter: headers['retry-after'] }),
    (error: Error & { code?: string }) => ({ answer: error.code ?? error.message, retryAfter: undefined }),
  )
  const entry = (await simulator.ledger()).at(-1)
  const listed = (await get(simulator, '/Message/')).body.objects ?? []
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

const FAULTS: [string, number | string, boolean][] = [
  ['rate_limited', 429, false],
  ['server_error_before', 500, false],
  ['server_error_after', 500, true],
  ['unavailable', '503 not JSON', false],
  ['reset_before', 'ECONNRESET', false],
  ['reset_after', 'ECONNRESET', true],
  ['hang_before', 'client timeout', false],
  ['hang_after', 'client timeout', true],
  ['truncated_answer', 'ECONNRESET', true],
  ['invalid_answer', '202 not JSON', true],
  ['reject_auth', '401 not JSON', false],
  ['account_suspended', 403, false],
]

test.each(FAULTS)('fault %s: the client sees %s, accepted %s', async (fault, answer, accepted) => {
  const simulator = await startPlivo()
  await simulator.control('PUT', 'faults', { rules: [{ fault }] })
  expect(await observe(simulator, '+14155550101')).toMatchObject({ answer, accepted })
  expect(await simulator.ledger()).toMatchObject([{ faults: [fault], accepted }])
})

test.each([
  ['+15005552401', '401 not JSON', false],
  ['+15005552403', 403, false],
  ['+15005552429', 429, false],
  ['+15005552430', 429, false],
  ['+15005552500', 500, false],
  ['+15005552501', 500, true],
  ['+15005552503', '503 not JSON', false],
  ['+15005552510', 'ECONNRESET', false],
  ['+15005552511', 'ECONNRESET', true],
  ['+15005552520', 'client timeout', false],
  ['+15005552521', 'client timeout', true],
  ['+15005552531', 'client timeout', true],
  ['+15005552540', 'ECONNRESET', true],
  ['+15005552541', '202 not JSON', true],
])('number %s: the client sees %s, accepted %s', async (dst, answer, accepted) => {
  const simulator = await startPlivo()
  expect(await observe(simulator, dst)).toMatchObject({ answer, accepted })
})

test('429 carries Retry-After when asked to, and none otherwise', async () => {
  const simulator = await startPlivo()
  expect(await observe(simulator, '+15005552429')).toMatchObject({ answer: 429, retryAfter: undefined })
  expect(await observe(simulator, '+15005552430')).toMatchObject({ answer: 429, retryAfter: '1' })
})

test('a number that is struck every other time takes the second create', async () => {
  const simulator = await startPlivo()
  const answers = []
  for (let i = 0; i < 4; i += 1) answers.push((await create(simulator, { dst: '15005552431' })).status)
  expect(answers).toEqual([429, 202, 429, 202])
})

test('an accepted message whose answer was lost is delivered all the same', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  await expect(rawCreate(simulator, { dst: '+15005552511', url: hook.url })).rejects.toMatchObject({
    code: 'ECONNRESET',
  })
  await expect.poll(hook.states).toEqual(['queued', 'sent', 'delivered'])
})

test('a lost answer without callbacks can be proven by the list alone', async () => {
  const simulator = await startPlivo()
  const hook = await startHook()
  await expect(rawCreate(simulator, { dst: '+15005552512', url: hook.url })).rejects.toThrow()
  const { body } = await get(simulator, '/Message/?message_direction=outbound&message_type=mms')
  expect(body.objects).toMatchObject([{ from_number: '15005550006', to_number: '15005552512' }])
  expect(hook.received).toEqual([])
})

test('a refused create is not struck by faults that follow acceptance', async () => {
  const simulator = await startPlivo()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'reset_after' }] })
  expect((await create(simulator, { dst: 'bob' })).status).toBe(400)
})

test('a rule finds a number however it was written, and other kinds of request', async () => {
  const simulator = await startPlivo()
  await simulator.control('PUT', 'faults', {
    rules: [
      { fault: 'unavailable', to: '+14155550101' },
      { fault: 'rate_limited', on: 'list' },
      { fault: 'server_error_before', on: 'fetch' },
    ],
  })
  expect((await rawCreate(simulator, { dst: '1 (415) 555-0101' })).status).toBe(503)
  expect((await rawCreate(simulator, { dst: '+14155550102' })).status).toBe(202)
  expect((await get(simulator, '/Message/')).status).toBe(429)
  expect((await get(simulator, '/Message/no-such/')).status).toBe(500)
})
