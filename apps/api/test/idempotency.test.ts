import { randomUUIDv7 } from 'node:crypto'
import { createLatch } from '@heliograph/testkit/latch'
import { describe, expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const body = { to: recipient, body: 'once', metadata: { a: 1, b: 2 } }
const withKey = (key: string, more = {}) => ({ headers: { 'idempotency-key': key }, ...more })

describe('the same request with the same key', () => {
  test('gets the first answer again and stores nothing', async () => {
    const first = await api.post(body, withKey('k-1'))
    const before = await api.countMessages()
    const again = await api.post({ metadata: { b: 2, a: 1 }, body: 'once', to: recipient }, withKey('"k-1"'))
    expect(again.statusCode).toBe(202)
    expect(again.json()).toEqual(first.json())
    expect(again.headers['location']).toBe(first.headers['location'])
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await api.countMessages()).toBe(before)
  })

  test('sent 50 times at once to two processes stores one message and never fails', async () => {
    const other = await api.build()
    const before = await api.countMessages()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => api.post(body, withKey('k-50', { app: n % 2 ? other : api.app }))),
    )
    expect(await api.countMessages()).toBe(before + 1)
    const statuses = new Set(answers.map((answer) => answer.statusCode))
    expect([...statuses].filter((status) => status !== 202 && status !== 409)).toEqual([])
    const stored = answers.filter((answer) => answer.statusCode === 202)
    expect(new Set(stored.map((answer) => answer.json().id)).size).toBe(1)
    expect(stored.filter((answer) => answer.headers['idempotent-replayed'] === undefined)).toHaveLength(1)
  })
})

test('another body under the same key is 422 and stores nothing', async () => {
  await api.post(body, withKey('k-2'))
  const before = await api.countMessages()
  const answer = await api.post({ ...body, body: 'twice' }, withKey('k-2'))
  expect(answer.statusCode).toBe(422)
  expect(answer.json()).toMatchObject({ code: 'idempotency_key_reused' })
  expect(await api.countMessages()).toBe(before)
})

test('a request whose twin is still being stored is told to come back, and gets in once the twin is gone', async () => {
  const inserted = createLatch()
  const release = createLatch()
  const twin = api.db
    .$transaction(
      async (tx) => {
        await tx.idempotencyKey.create({
          data: {
            tenantId: api.tenantId,
            route: 'POST /v1/messages',
            key: 'k-3',
            requestHash: new Uint8Array(32),
            responseStatus: 202,
            responseBody: {},
          },
        })
        inserted.open()
        await release.wait(20_000)
        throw new Error('rolled back')
      },
      { timeout: 20_000 },
    )
    .catch((error: unknown) => error)
  await inserted.wait()
  const blocked = await api.post(body, withKey('k-3'))
  expect(blocked.statusCode).toBe(409)
  expect(blocked.json()).toMatchObject({ code: 'idempotency_in_flight' })
  expect(blocked.headers['retry-after']).toBe('1')
  release.open()
  await twin
  expect((await api.post(body, withKey('k-3'))).statusCode).toBe(202)
})

test('tenants do not share keys', async () => {
  const other = await api.addCaller()
  const mine = await api.post(body, withKey('k-4'))
  const theirs = await api.post(body, withKey('k-4', { key: other.key }))
  expect(theirs.statusCode).toBe(202)
  expect(theirs.headers['idempotent-replayed']).toBeUndefined()
  expect(theirs.json().id).not.toBe(mine.json().id)
})

test('a refused draft does not use up its key', async () => {
  expect((await api.post({ ...body, to: '1' }, withKey('k-5'))).statusCode).toBe(400)
  expect((await api.post(body, withKey('k-5'))).statusCode).toBe(202)
})

test('without a key every request is a message of its own', async () => {
  const [one, two] = await Promise.all([api.post(body), api.post(body)])
  expect(one.json().id).not.toBe(two.json().id)
})

test.each([
  ['nothing', ''],
  ['a space', 'a b'],
  ['256 characters', 'k'.repeat(256)],
  ['an empty string', '""'],
  ['two values', 'a, b'],
  ['a letter beyond ASCII', 'é'],
])('a key of %s is refused', async (_what, key) => {
  const before = await api.countMessages()
  const answer = await api.post(body, withKey(key))
  expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_request', field: 'Idempotency-Key' })
  expect(await api.countMessages()).toBe(before)
})

test('a key of 255 characters or an UUID is taken', async () => {
  expect((await api.post(body, withKey('k'.repeat(255)))).statusCode).toBe(202)
  expect((await api.post(body, withKey(randomUUIDv7()))).statusCode).toBe(202)
})
