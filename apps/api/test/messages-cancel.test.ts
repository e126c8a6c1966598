import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()

const accept = async () =>
  (await api.post({ to: recipient, body: 'x', reference: 'r-1' })).json().id as string
const cancel = (id: string, options: { key?: string; headers?: Record<string, string> } = {}) =>
  api.app.inject({
    method: 'POST',
    url: `/v1/messages/${id}/cancel`,
    headers: { authorization: `Bearer ${options.key ?? api.key}`, ...options.headers },
  })

test('a message that waits is canceled, and again gets the same answer', async () => {
  const id = await accept()
  const answer = await cancel(id)
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ id, status: 'canceled', reference: 'r-1' })
  expect((await cancel(id)).json()).toEqual(answer.json())
  expect((await api.get(`/v1/messages/${id}`)).json()).toMatchObject({
    status: 'canceled',
    finalAt: answer.json().canceledAt,
  })
})

test('a message with the carrier is 409, and the detail says since when', async () => {
  const id = await accept()
  const submittedAt = new Date('2026-01-02T03:04:05.678Z')
  await api.db.mmsLog.update({ where: { id }, data: { status: 'submitted', submittedAt } })
  const answer = await cancel(id)
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({
    code: 'message_not_cancelable',
    detail: 'the message is submitted: it is with the carrier since 2026-01-02T03:04:05.678Z',
  })
})

test.each(['sending', 'ambiguous', 'sent', 'delivered', 'failed', 'expired', 'blocked', 'unknown'])(
  'a message that is %s is 409 and says so',
  async (status) => {
    const id = await accept()
    const leaseUntil = status === 'sending' ? new Date() : null
    await api.db.mmsLog.update({ where: { id }, data: { status, leaseUntil } })
    const answer = await cancel(id)
    expect(answer.statusCode).toBe(409)
    expect(answer.json().detail).toContain(`the message is ${status}: it `)
  },
)

test('ids of others, of nobody and no ids at all are 404', async () => {
  const other = await api.addCaller()
  const id = await accept()
  for (const [target, key] of [
    [id, other.key],
    [randomUUIDv7(), api.key],
    ['x', api.key],
  ] as const) {
    const answer = await cancel(target, { key })
    expect(answer.json()).toMatchObject({ status: 404, code: 'message_not_found' })
  }
  expect((await api.get(`/v1/messages/${id}`)).json().status).toBe('queued')
})

test('an Idempotency-Key replays the answer, and belongs to one message', async () => {
  const [one, two] = [await accept(), await accept()]
  const headers = { 'idempotency-key': 'cancel-1' }
  const first = await cancel(one, { headers })
  const again = await cancel(one, { headers })
  expect(again.json()).toEqual(first.json())
  expect(again.headers['idempotent-replayed']).toBe('true')
  expect((await cancel(two, { headers })).statusCode).toBe(422)
})

test('a key that may only read cannot cancel', async () => {
  const reader = await api.addCaller(['messages:read'])
  expect((await cancel(await accept(), { key: reader.key })).statusCode).toBe(403)
})
