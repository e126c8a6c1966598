import { randomUUIDv7 } from 'node:crypto'
import { openDb } from '@heliograph/delivery/db/db'
import { expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()
const valid = { to: recipient, body: 'hello' }
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)

test('sendAt, validity and priority are stored and shown', async () => {
  const sendAt = inHours(24)
  const body = { ...valid, sendAt: sendAt.toISOString(), validitySeconds: 3_600, priority: 'bulk' }
  const answer = await api.post(body)
  expect(answer.statusCode).toBe(202)
  const message = answer.json()
  expect(message).toMatchObject({
    status: 'scheduled',
    priority: 'bulk',
    sendAt: sendAt.toISOString(),
    expiresAt: new Date(sendAt.getTime() + 3_600_000).toISOString(),
    possibleDuplicateOf: null,
    error: null,
  })
  expect(await api.db.mmsLog.findUnique({ where: { id: message.id } })).toMatchObject({
    status: 'scheduled',
    priority: 2,
    sendAt,
  })
  expect(api.rings.filter(({ id }) => id === message.id)).toEqual([])
})

test('a message lives four hours unless it says otherwise', async () => {
  const { createdAt, expiresAt, priority, sendAt } = (await api.post(valid)).json()
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(4 * 3_600_000)
  expect({ priority, sendAt }).toEqual({ priority: 'normal', sendAt: null })
})

test.each([
  ['schedule_window', 'sendAt', { sendAt: inHours(36 * 24).toISOString() }],
  ['format', 'sendAt', { sendAt: '2026-12-01T09:00:00' }],
  ['format', 'sendAt', { sendAt: 'tomorrow' }],
  ['format', 'sendAt', { sendAt: '2026-02-30T09:00:00Z' }],
  ['min', 'validitySeconds', { validitySeconds: 59 }],
  ['max', 'validitySeconds', { validitySeconds: 172_801 }],
  ['type', 'validitySeconds', { validitySeconds: 60.5 }],
  ['one_of', 'priority', { priority: 'high' }],
  ['type', 'validateOnly', { validateOnly: 'yes' }],
])('%s: %s is refused and nothing is stored', async (rule, field, change) => {
  const before = await api.countMessages()
  const answer = await api.post({ ...valid, ...change })
  expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ field, rule }] })
  expect(await api.countMessages()).toBe(before)
})

test('any configured sender may be chosen, a messaging service too', async () => {
  const service = `MG${'e'.repeat(32)}`
  for (const from of [sender, service]) {
    expect((await api.post({ ...valid, from })).json()).toMatchObject({ from })
  }
  const unknown = await api.post({ ...valid, from: '+15005550001' })
  expect(unknown.json().detail).toBe(
    `from is not a configured sender; leave it out or choose one of ${sender}, ${service}`,
  )
})

test('the same content to the same recipient within 10 minutes names the message before', async () => {
  const to = '+15558675399'
  const first = (await api.post({ to, body: 'twice' })).json()
  const second = (await api.post({ to, body: 'twice' })).json()
  expect([first.possibleDuplicateOf, second.possibleDuplicateOf]).toEqual([null, first.id])
  expect((await api.get(`/v1/messages/${second.id}`)).json()).toMatchObject({
    possibleDuplicateOf: first.id,
    priority: 'normal',
    sendAt: null,
  })
})

test('a recipient who opted out is 409, and the key can be used again', async () => {
  const to = '+15558675398'
  await api.db
    .$executeRaw`INSERT INTO suppression (tenant_id, recipient, reason) VALUES (${api.tenantId}::uuid, ${to}, 'api')`
  const headers = { 'idempotency-key': 'opted-out' }
  const answer = await api.post({ ...valid, to }, { headers })
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({ code: 'recipient_opted_out' })
  await api.db.$executeRaw`DELETE FROM suppression`
  expect((await api.post({ ...valid, to }, { headers })).statusCode).toBe(202)
})

test('200 equal requests over two processes store one message: one 202, replays, 409 at most', async () => {
  const db = openDb({ url: api.databaseUrl, maxConnections: 10, applicationName: 'second-process' })
  const other = await api.build({ db })
  try {
    const before = await api.countMessages()
    const headers = { 'idempotency-key': randomUUIDv7() }
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => api.post(valid, { headers, app: n % 2 ? other : api.app })),
    )
    expect(await api.countMessages()).toBe(before + 1)
    const stored = answers.filter(({ statusCode }) => statusCode === 202)
    expect(answers.filter(({ statusCode }) => statusCode !== 202 && statusCode !== 409)).toEqual([])
    expect(new Set(stored.map((answer) => answer.json().id)).size).toBe(1)
    const isFirst = (answer: (typeof stored)[number]) => answer.headers['idempotent-replayed'] === undefined
    expect(stored.filter(isFirst)).toHaveLength(1)
  } finally {
    await db.$disconnect()
  }
})

test('an answer that was kept by an earlier release is still replayed', async () => {
  const headers = { 'idempotency-key': 'from-before' }
  await api.post(valid, { headers })
  await api.db.$executeRaw`
    UPDATE idempotency_key SET response_body = response_body - 'priority' - 'sendAt' - 'possibleDuplicateOf' - 'error'
    WHERE key = 'from-before'`
  const again = await api.post(valid, { headers })
  expect(again.statusCode).toBe(202)
  expect(again.json()).toMatchObject({ priority: 'normal', possibleDuplicateOf: null, error: null })
})
