import { randomUUIDv7 } from 'node:crypto'
import { eventually } from '@heliograph/testkit/eventually'
import { describe, expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const mediaUrl = 'https://media.example.com/a.jpg'

const send = (payload: unknown, headers: Record<string, string> = {}, url = '/send-mms') =>
  api.app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

/** Sends, and lets the carrier say something about the message while the request waits. */
async function sendAndSettle(
  payload: Record<string, unknown>,
  news: { status: string; providerId?: string; errorCode?: string; errorClass?: string },
) {
  const reference = randomUUIDv7()
  const answer = send({ ...payload, reference })
  const { id } = await eventually(() => api.db.mmsLog.findFirstOrThrow({ where: { reference } }))
  await api.db.mmsLog.update({ where: { id }, data: { ...news, nextAt: null } })
  return { id, answer: await answer }
}

const noWait = { prefer: 'wait=0' }

describe.each(['/send-mms', '/api/send-mms'])('POST %s', (url) => {
  test('stores the message with the text and media of the guide', async () => {
    const answer = await send({ to: recipient, body: 'hi', mediaUrl }, noWait, url)
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ success: true, status: 'queued' })
    const message = (await api.get(`/v1/messages/${answer.json().sid}`)).json()
    expect(message).toMatchObject({ to: recipient, body: 'hi', mediaUrls: [mediaUrl], kind: 'mms' })
  })

  test('wants a key, and tells so in the shape of the guide', async () => {
    const answer = await send(
      { to: recipient, body: 'hi' },
      { authorization: 'Bearer hg_wrong_wrong_wrong' },
      url,
    )
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.json()).toMatchObject({ success: false, twilio_code: null })
  })
})

test('waits for the carrier by default, and answers with its id', async () => {
  const providerId = `MM${'a'.repeat(32)}`
  const { answer } = await sendAndSettle(
    { to: recipient, body: 'hi', mediaUrl },
    { status: 'submitted', providerId },
  )
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['preference-applied']).toBe('wait=5')
  expect(answer.json()).toEqual({
    success: true,
    message: 'MMS sent successfully',
    sid: providerId,
    status: 'submitted',
  })
})

test("gives the carrier's refusal with its code", async () => {
  const news = { status: 'failed', errorCode: '21211', errorClass: 'recipient' }
  const { answer } = await sendAndSettle({ to: recipient, body: 'hi' }, news)
  expect(answer.statusCode).toBe(422)
  expect(answer.json()).toMatchObject({ success: false, message: 'Failed to send MMS', twilio_code: 21211 })
  expect(answer.json().error).not.toBe('')
})

test.each([
  ['plivo', { to: recipient, text: 'hi', mediaUrl: [mediaUrl] }, 'messageUuid'],
  ['sinch', { to: recipient, message: 'hi', mediaUrl }, 'batchId'],
  ['aws', { destinationPhoneNumber: recipient, messageBody: 'hi', mediaUrl }, 'messageId'],
])('speaks %s', async (_dialect, payload, idField) => {
  const answer = await send(payload, noWait)
  expect(answer.statusCode).toBe(202)
  const id = [answer.json()[idField]].flat()[0]
  expect((await api.get(`/v1/messages/${id}`)).json()).toMatchObject({ body: 'hi', mediaUrls: [mediaUrl] })
})

describe('a bad request', () => {
  test.each([
    [{ to: '555', body: 'hi' }, 'error', /^to is not an E\.164 number/],
    [{ to: recipient }, 'error', /^body or mediaUrl is required/],
    [{ to: recipient, text: 7 }, 'error', /^text must be text/],
    [{ to: recipient, body: 'x', mediaUrl: 'ftp://x/y' }, 'error', /^mediaUrl\[0\] /],
    [{ destinationPhoneNumber: '5' }, 'details', /^destinationPhoneNumber is not an E\.164 number/],
    [{ to: recipient, body: 'x', nonsense: 1 }, 'error', /^nonsense is not a known field/],
    ['{"to":', 'error', /JSON/],
    ['[]', 'error', /./],
  ])('%j is refused in the words of its guide', async (payload, field, text) => {
    const answer = await send(payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()[field]).toMatch(text)
  })

  test('is kept with the other refused requests', async () => {
    const answer = await send({ to: recipient })
    await api.deps.refusals.flush()
    const kept = await api.get(`/v1/requests/${answer.headers['x-request-id']}`)
    expect(kept.json()).toMatchObject({ route: '/send-mms', status: 400 })
  })
})

test('a repeat with the same key is answered again and sent once', async () => {
  const before = await api.countMessages()
  const headers = { ...noWait, 'idempotency-key': randomUUIDv7() }
  const first = await send({ to: recipient, body: 'once' }, headers)
  const second = await send({ to: recipient, body: 'once' }, headers)
  expect(second.json()).toEqual(first.json())
  expect(second.headers['idempotent-replayed']).toBe('true')
  expect((await send({ to: recipient, body: 'other' }, headers)).statusCode).toBe(422)
  expect(await api.countMessages()).toBe(before + 1)
})

test('both routes are in the OpenAPI document as the guides know them', async () => {
  const { paths } = (await api.app.inject({ url: '/openapi.json' })).json()
  for (const [path, operationId] of [
    ['/send-mms', 'sendMms'],
    ['/api/send-mms', 'sendMmsApi'],
  ] as const) {
    expect(paths[path].post).toMatchObject({ operationId, tags: ['compatibility'] })
    expect(JSON.stringify(paths[path].post.requestBody)).toContain('CompatMessage')
  }
})
