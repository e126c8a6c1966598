import { expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()
const valid = { to: recipient, body: 'hello', validateOnly: true }

test('a dry run shows what would be stored and stores nothing', async () => {
  const first = (await api.post({ to: recipient, body: 'hello' })).json()
  const before = await api.countMessages()
  const answer = await api.post({
    ...valid,
    mediaUrls: ['http://media.example.com/a.jpg'],
    priority: 'urgent',
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({
    wouldAccept: true,
    code: null,
    detail: null,
    errors: [],
    message: expect.objectContaining({
      status: 'queued',
      kind: 'mms',
      to: recipient,
      from: sender,
      priority: 'urgent',
      possibleDuplicateOf: null,
      warnings: [expect.objectContaining({ code: 'plain_http_media' })],
    }),
  })
  expect((await api.post(valid)).json().message).toMatchObject({ possibleDuplicateOf: first.id })
  expect(await api.countMessages()).toBe(before)
  expect(await api.db.mmsEvent.count()).toBe(1)
})

test('a dry run uses up no key', async () => {
  const headers = { 'idempotency-key': 'dry' }
  expect((await api.post(valid, { headers })).statusCode).toBe(200)
  const real = await api.post({ ...valid, validateOnly: false }, { headers })
  expect(real.statusCode).toBe(202)
  expect(real.headers['idempotent-replayed']).toBeUndefined()
})

test('broken rules are the verdict, all together', async () => {
  const answer = await api.post({
    ...valid,
    to: '+1555867531',
    mediaUrls: ['/a.jpg'],
    sendAt: '2999-01-01T00:00:00Z',
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ wouldAccept: false, code: 'invalid_request', message: null })
  const fields = answer.json().errors.map(({ field }: { field: string }) => field)
  expect(fields).toEqual(['to', 'sendAt', 'mediaUrls[0]'])
})

test('a recipient who opted out is the verdict', async () => {
  const to = '+15558675398'
  await api.db
    .$executeRaw`INSERT INTO suppression (tenant_id, recipient, reason) VALUES (${api.tenantId}::uuid, ${to}, 'api')`
  const answer = await api.post({ ...valid, to })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ wouldAccept: false, code: 'recipient_opted_out' })
})

test('a body that is no draft at all is 400 as always', async () => {
  expect((await api.post({ validateOnly: true })).statusCode).toBe(400)
})
