import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { messagePage } from '@heliograph/shared/contracts/message-search'
import { messageView } from '@heliograph/shared/contracts/messages'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const other = await api.addCaller()
const ids: string[] = []

beforeAll(async () => {
  for (let n = 0; n < 7; n += 1) {
    const to = n % 2 === 0 ? recipient : '+15558675311'
    ids.unshift((await api.post({ to, body: `n ${n}` })).json().id)
  }
  await api.post({ to: recipient, body: 'theirs' }, { key: other.key })
})

const idsOf = (page: { data: { id: string }[] }) => page.data.map((message) => message.id)

describe('one message', () => {
  test('is read back as it was sent, in the shape of the contract and nothing else', async () => {
    const { id } = (await api.post({ to: recipient, body: 'b', reference: 'r', tags: ['x'] })).json()
    const answer = await api.get(`/v1/messages/${id}`)
    expect(answer.statusCode).toBe(200)
    expect(messageView.strict().parse(answer.json())).toMatchObject({
      id,
      status: 'queued',
      body: 'b',
      reference: 'r',
      tags: ['x'],
      attempts: 0,
      error: null,
      hold: null,
      providerId: null,
    })
    await api.db.mmsLog.delete({ where: { id } })
  })

  test('of another tenant, of nobody, or of no possible id is 404', async () => {
    const foreign = (await api.get(`/v1/messages?limit=1`, { key: other.key })).json().data[0].id
    for (const id of [
      foreign,
      '01a1fc39-fa88-7803-bd6d-0d7e097e6903',
      'x',
      '%00',
      "' or 1=1",
      'a'.repeat(500),
    ]) {
      for (const path of [`/v1/messages/${encodeURI(id)}`, `/v1/messages/${encodeURI(id)}/events`]) {
        const answer = await api.get(path)
        expect([answer.statusCode, path]).toEqual([404, path])
        expect(answer.json().code).toBe('message_not_found')
      }
    }
  })

  test('shows its error in plain words and the hold it waits for', async () => {
    const { id } = (await api.post({ to: recipient, body: 'held' })).json()
    const { senderId } = await api.db.mmsLog.update({
      where: { id },
      data: { status: 'retrying', errorCode: '21606', errorClass: 'sender' },
    })
    const heldAt = new Date('2026-11-01T00:00:00.000Z')
    await api.db.sender.update({
      where: { id: senderId },
      data: { heldAt, holdCode: '21606', probeAt: heldAt },
    })
    const message = (await api.get(`/v1/messages/${id}`)).json()
    expect(message.error).toMatchObject({ code: '21606', class: 'sender' })
    expect(message.error.remedy).not.toBe('')
    const since = heldAt.toISOString()
    expect(message.hold).toEqual({ scope: 'sender', code: '21606', since, nextProbeAt: since })
    await api.db.sender.update({
      where: { id: senderId },
      data: { heldAt: null, holdCode: null, probeAt: null },
    })
    expect((await api.get(`/v1/messages/${id}`)).json().hold).toBeNull()
    await api.db.mmsLog.delete({ where: { id } })
  })
})

test('the history is oldest first and without gaps', async () => {
  const { id } = (await api.post({ to: recipient, body: 'history' })).json()
  await claimMessage(api.db, { id, gen: 0, leaseMs: 45_000, worker: 'test', probeIntervalMs: 5_000 })
  const events = (await api.get(`/v1/messages/${id}/events`)).json().data
  expect(events).toMatchObject([
    { version: 1, type: 'message.accepted', status: 'queued', attempt: null },
    { version: 2, type: 'attempt.started', status: 'sending', attempt: 1 },
  ])
  expect((await api.get(`/v1/messages/${id}`)).json()).toMatchObject({ status: 'sending', attempts: 1 })
  await api.db.mmsLog.delete({ where: { id } })
})

describe('the list', () => {
  test('is newest first and holds only the tenant of the key', async () => {
    const page = (await api.get('/v1/messages')).json()
    expect(idsOf(page)).toEqual(ids)
    expect(page.nextCursor).toBeNull()
  })

  test('pages through everything once, whatever is added meanwhile', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`
      const page = messagePage.parse((await api.get(`/v1/messages?limit=3${query}`)).json())
      seen.push(...idsOf(page))
      cursor = page.nextCursor
      if (seen.length === 3) {
        const { id } = (await api.post({ to: recipient, body: 'late' })).json()
        await api.db.mmsLog.update({ where: { id }, data: { tenantId: other.tenantId } })
      }
    } while (cursor !== null)
    expect(seen).toEqual(ids)
  })

  test('is filtered by recipient and status', async () => {
    const to = (await api.get(`/v1/messages?to=${encodeURIComponent('+15558675311')}`)).json()
    expect(idsOf(to)).toEqual(ids.filter((_, index) => index % 2 === 1))
    expect(idsOf((await api.get('/v1/messages?status=queued')).json())).toHaveLength(7)
    expect(idsOf((await api.get('/v1/messages?status=delivered')).json())).toEqual([])
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1e99', 'limit'],
    ['limit=x', 'limit'],
    ['status=gone', 'status'],
    ['to=call%20me', 'to'],
    ['sort=created_at;drop%20table', 'sort'],
    ['filter%5Bto%5D=%27%20or%201=1', 'filter[to]'],
  ])('refuses %s', async (query, field) => {
    const answer = await api.get(`/v1/messages?${query}`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'invalid_request', field })
  })
})

describe('a cursor', () => {
  const cursorOf = async () => (await api.get('/v1/messages?limit=2')).json().nextCursor as string

  test('with any byte changed is 400, never a page and never 500', async () => {
    const cursor = await cursorOf()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    let tried = 0
    for (const index of cursor.split('').keys()) {
      for (const step of [1, 2, 4, 8, 32]) {
        const changed = alphabet[alphabet.indexOf(cursor[index] ?? '') ^ step]
        const tampered = cursor.slice(0, index) + changed + cursor.slice(index + 1)
        const answer = await api.get(`/v1/messages?limit=2&cursor=${tampered}`)
        expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_cursor'])
        tried += 1
      }
    }
    expect(tried).toBeGreaterThanOrEqual(200)
  })

  test.each([
    ['cut', (cursor: string) => cursor.slice(0, -1)],
    ['longer', (cursor: string) => `${cursor}A`],
    ['padded', (cursor: string) => `${cursor}%3D`],
    ['with a space', (cursor: string) => `${cursor}%20`],
    ['empty', () => ''],
    ['NUL', () => '%00'],
  ])('%s is 400', async (_what, change) => {
    const answer = await api.get(`/v1/messages?limit=2&cursor=${change(await cursorOf())}`)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_cursor'])
  })

  test('is worthless for another tenant and with another filter', async () => {
    const cursor = await cursorOf()
    expect((await api.get(`/v1/messages?cursor=${cursor}`, { key: other.key })).statusCode).toBe(400)
    expect((await api.get(`/v1/messages?cursor=${cursor}&status=queued`)).statusCode).toBe(400)
    expect((await api.get(`/v1/messages?cursor=${cursor}&limit=1`)).statusCode).toBe(200)
  })
})
