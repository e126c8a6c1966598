import { describe, expect, test } from 'vitest'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()
const app = await api.build()
const ops = await api.addCaller(['messages:read', 'messages:write', 'ops'])

const resolve = (id: string, payload: object, key = ops.key) =>
  app.inject({
    method: 'POST',
    url: `/v1/messages/${id}/resolve`,
    headers: { authorization: `Bearer ${key}` },
    payload,
  })

async function unknownMessage(): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { authorization: `Bearer ${ops.key}` },
    payload: { to: '+15558675310', body: 'hello', policy: 'at_most_once' },
  })
  const { id } = answer.json()
  await api.db.mmsLog.update({ where: { id }, data: { status: 'unknown', nextAt: null } })
  return id
}

const word = { outcome: 'delivered', note: 'seen in the console' }

describe('POST /v1/messages/:id/resolve', () => {
  test('settles an unknown message and keeps the author in the history', async () => {
    const id = await unknownMessage()
    const answer = await resolve(id, word)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ id, status: 'delivered' })
    const events = await app.inject({
      url: `/v1/messages/${id}/events`,
      headers: { authorization: `Bearer ${ops.key}` },
    })
    const last = events.json().data.at(-1)
    expect(last).toMatchObject({ type: 'message.resolved', data: { note: 'seen in the console' } })
    expect(last.data.author).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('refuses what is not unknown, twice the same included', async () => {
    const id = await unknownMessage()
    await resolve(id, word)
    const again = await resolve(id, word)
    expect([again.statusCode, again.json().code]).toEqual([409, 'message_not_unknown'])
  })

  test("does not see another tenant's message", async () => {
    const id = await unknownMessage()
    const stranger = await api.addCaller(['ops'])
    expect((await resolve(id, word, stranger.key)).statusCode).toBe(404)
  })

  test('needs the scope ops', async () => {
    const id = await unknownMessage()
    const sender = await api.addCaller(['messages:read', 'messages:write'])
    expect((await resolve(id, word, sender.key)).statusCode).toBe(403)
  })

  test.each([
    { outcome: 'queued', note: 'x' },
    { outcome: 'sent' },
    { ...word, extra: 1 },
    { ...word, note: '' },
  ])('refuses %o and changes nothing', async (payload) => {
    const id = await unknownMessage()
    expect((await resolve(id, payload)).statusCode).toBe(400)
    expect(await api.db.mmsLog.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'unknown' })
  })
})
