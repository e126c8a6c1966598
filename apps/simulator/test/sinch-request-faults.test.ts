import { expect, test } from 'vitest'
import {
  aBatch,
  FROM,
  type RunningSinch,
  rawSinch,
  send,
  startHook,
  startSinch,
  TO,
  untilCode,
} from './sinch-harness.ts'

type Seen = { answer: number | string; accepted: boolean; text?: string; retryAfter?: string | undefined }

/** Sends one create over a fresh socket and says how it ended for the client and for the carrier. */
async function observe(simulator: RunningSinch, to: string, timeoutMs = 400): Promise<Seen> {
  const body = aBatch(simulator, { to: [to], client_reference: 'msg_1.a1' })
  const seen = await rawSinch(simulator, { body, timeoutMs }).then(
    ({ status, headers, text }) => ({
      answer: readable(status, text),
      text,
      retryAfter: headers['retry-after'],
    }),
    (error: Error & { code?: string }) => ({ answer: error.code ?? error.message }),
  )
  const entry = (await simulator.ledger()).at(-1)
  const listed = await simulator.sms.batches.list({ client_reference: 'msg_1.a1' })
  expect(listed.data.map(({ id }) => id)).toEqual(entry?.accepted ? [entry.sid] : [])
  return { ...seen, accepted: entry?.accepted ?? false }
}

function readable(status: number, text: string): number | string {
  try {
    return text === '' || JSON.parse(text) ? status : 'null'
  } catch {
    return `${status} not JSON`
  }
}

// fault, what the client sees, whether the carrier accepted, the number that brings the same
const FAULTS: [string, number | string, boolean, string][] = [
  ['rate_limited', 429, false, '+15005552429'],
  ['server_error_before', 500, false, '+15005552500'],
  ['server_error_after', 500, true, '+15005552501'],
  ['unavailable', 503, false, '+15005552503'],
  ['reset_before', 'ECONNRESET', false, '+15005552510'],
  ['reset_after', 'ECONNRESET', true, '+15005552511'],
  ['hang_before', 'client timeout', false, '+15005552520'],
  ['hang_after', 'client timeout', true, '+15005552521'],
  ['truncated_answer', 'ECONNRESET', true, '+15005552540'],
  ['invalid_answer', '201 not JSON', true, '+15005552541'],
  ['reject_auth', 401, false, '+15005552401'],
  ['account_suspended', 403, false, '+15005552403'],
]

test.each(FAULTS)('fault %s: the client sees %s, accepted %s', async (fault, answer, accepted) => {
  const simulator = await startSinch()
  await simulator.control('PUT', 'faults', { rules: [{ fault }] })
  expect(await observe(simulator, TO)).toMatchObject({ answer, accepted })
  expect(await simulator.ledger()).toMatchObject([
    {
      provider: 'sinch',
      to: TO,
      from: FROM,
      reference: 'msg_1.a1',
      mediaCount: 1,
      faults: [fault],
      accepted,
    },
  ])
})

test.each(FAULTS)('fault %s: the client sees %s, accepted %s, when the number is %s', async (...row) => {
  const [fault, answer, accepted, to] = row
  const simulator = await startSinch()
  expect(await observe(simulator, to)).toMatchObject({ answer, accepted })
  expect(await simulator.ledger()).toMatchObject([{ to, faults: [fault], accepted }])
})

test('429 and 5xx have no body, a blocked account has a code', async () => {
  const simulator = await startSinch()
  expect(await observe(simulator, '+15005552429')).toMatchObject({ text: '', retryAfter: undefined })
  expect(await observe(simulator, '+15005552430')).toMatchObject({ text: '', retryAfter: '1' })
  expect(await observe(simulator, '+15005552503')).toMatchObject({ text: '' })
  const { text = '' } = await observe(simulator, '+15005552403')
  expect(JSON.parse(text)).toMatchObject({ code: 'blocked_account' })
})

test('a number that is struck every other time takes the second create', async () => {
  const simulator = await startSinch()
  const answers = []
  for (let i = 0; i < 4; i += 1) {
    answers.push((await rawSinch(simulator, { body: aBatch(simulator, { to: ['+15005552431'] }) })).status)
  }
  expect(answers).toEqual([429, 201, 429, 201])
})

test('an accepted batch whose answer was lost is found by its reference and delivered', async () => {
  const simulator = await startSinch()
  const hook = await startHook()
  const report = { delivery_report: 'per_recipient', callback_url: hook.url, client_reference: 'msg_1.a1' }
  await expect(send(simulator, { to: ['+15005552511'], ...report })).rejects.toMatchObject({
    code: 'ECONNRESET',
  })
  await expect.poll(hook.codes).toEqual([400, 401, 0])
  const { data } = await simulator.sms.batches.list({ client_reference: 'msg_1.a1' })
  expect(data.map(({ id }) => id)).toEqual([hook.called[0]?.json['batch_id']])
})

test('the lists show a lagging batch late, its own address at once', async () => {
  const simulator = await startSinch()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'list_lag', delayMs: 500 }] })
  const id = await send(simulator, { client_reference: 'msg_1.a1' })
  await untilCode(simulator, id, 0)
  const listed = async (): Promise<number> =>
    (await simulator.sms.batches.list({ client_reference: 'msg_1.a1' })).data.length
  expect(await listed()).toBe(0)
  expect((await simulator.sms.deliveryReports.list({})).data).toEqual([])
  await expect.poll(listed).toBe(1)
})

test('a refused create is not struck by faults that follow acceptance', async () => {
  const simulator = await startSinch()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'reset_after' }] })
  const { status } = await rawSinch(simulator, { body: aBatch(simulator, { to: ['bob'] }) })
  expect(status).toBe(400)
})

test('a slow accept takes the batch at the end of its delay, a slow answer at the beginning', async () => {
  const simulator = await startSinch()
  const acceptedWhileWaiting = async (fault: string): Promise<boolean | undefined> => {
    await simulator.control('DELETE', 'ledger')
    await simulator.control('PUT', 'faults', { rules: [{ fault, delayMs: 300 }] })
    const answer = send(simulator)
    await expect.poll(async () => (await simulator.ledger()).length).toBe(1)
    const [entry] = await simulator.ledger()
    await answer
    return entry?.accepted
  }
  expect(await acceptedWhileWaiting('slow_accept')).toBe(false)
  expect(await acceptedWhileWaiting('slow_answer')).toBe(true)
})

test('faults can be aimed at each kind of request', async () => {
  const simulator = await startSinch()
  const id = await send(simulator)
  const struck = async (on: string, method: string, path: string): Promise<number> => {
    await simulator.control('PUT', 'faults', { rules: [{ fault: 'unavailable', on }] })
    return (await rawSinch(simulator, { method, path })).status
  }
  expect(await struck('list', 'GET', '/batches')).toBe(503)
  expect(await struck('list', 'GET', '/delivery_reports')).toBe(503)
  expect(await struck('fetch', 'GET', `/batches/${id}`)).toBe(503)
  expect(await struck('fetch', 'GET', `/batches/${id}/delivery_report`)).toBe(503)
  expect(await struck('delete', 'DELETE', `/batches/${id}`)).toBe(503)
  expect(await struck('list', 'GET', `/batches/${id}`)).toBe(200)
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'unavailable', on: 'fetch', to: '+4917*' }] })
  expect((await rawSinch(simulator, { method: 'GET', path: `/batches/${id}` })).status).toBe(200)
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'unavailable', on: 'fetch', to: TO }] })
  expect((await rawSinch(simulator, { method: 'GET', path: `/batches/${id}` })).status).toBe(503)
})

test('the ledger finds a create by its batch id', async () => {
  const simulator = await startSinch()
  await send(simulator)
  const id = await send(simulator, { client_reference: 'b' })
  expect(await simulator.ledger(`?sid=${id}`)).toMatchObject([{ n: 2, sid: id, reference: 'b', answer: 201 }])
})
