import { afterAll, describe, expect, test } from 'vitest'
import { type Admission, openAdmission } from '../src/admission/open-admission.ts'
import type { Quotas } from '../src/admission/quotas.ts'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const none: Quotas = {
  dailyMessages: 0,
  dailyPerCountry: 0,
  recipientPerHour: 0,
  prefixPerHour: 0,
  maxBacklog: 0,
}
const opened: Admission[] = []

async function buildWith(quotas: Partial<Quotas>) {
  const onError = (error: unknown) => {
    throw error
  }
  const admission = openAdmission({ db: api.db, quotas: { ...none, ...quotas }, now: Date.now, onError })
  opened.push(admission)
  return await api.build({ admission })
}

afterAll(async () => {
  for (const admission of opened) await admission.close()
})

const draft = { to: recipient, body: 'x' }
const postBatch = (app: Awaited<ReturnType<typeof buildWith>>, key: string, body: unknown) =>
  app.inject({
    method: 'POST',
    url: '/v1/batches',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  })

describe('POST /v1/messages beyond a limit', () => {
  test('is 429 with Retry-After, names the limit, and stores nothing', async () => {
    const app = await buildWith({ recipientPerHour: 3 })
    const { key } = await api.addCaller()
    const statuses: number[] = []
    for (let n = 0; n < 5; n += 1) statuses.push((await api.post(draft, { app, key })).statusCode)
    expect(statuses).toEqual([202, 202, 202, 429, 429])
    const before = await api.countMessages()
    const answer = await api.post(draft, { app, key })
    expect(answer.json()).toMatchObject({ code: 'velocity_exceeded', status: 429 })
    expect(answer.json().detail).toContain('3 messages an hour to one recipient')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(3_600)
    expect(await api.countMessages()).toBe(before)
  })

  test('still answers a repeat of what was stored, and repeats and refusals count nothing', async () => {
    const app = await buildWith({ recipientPerHour: 3 })
    const { key } = await api.addCaller()
    const post = (name: string, body: unknown = draft) =>
      api.post(body, { app, key, headers: { 'idempotency-key': name } })
    const first = await post('one')
    for (let n = 0; n < 10; n += 1) expect((await post('one')).headers['idempotent-replayed']).toBe('true')
    expect((await post('one', { ...draft, body: 'y' })).statusCode).toBe(422)
    expect((await api.post({ ...draft, body: '' }, { app, key })).statusCode).toBe(400)
    expect([(await post('two')).statusCode, (await post('three')).statusCode]).toEqual([202, 202])
    expect((await post('four')).statusCode).toBe(429)
    const replay = await post('one')
    expect([replay.statusCode, replay.json()]).toEqual([202, first.json()])
    expect((await post('one', { ...draft, body: 'y' })).statusCode).toBe(422)
  })

  test('is said by a dry run too, which counts nothing', async () => {
    const app = await buildWith({ recipientPerHour: 1 })
    const { key } = await api.addCaller()
    const rehearse = async () => (await api.post({ ...draft, validateOnly: true }, { app, key })).json()
    expect(await rehearse()).toMatchObject({ wouldAccept: true })
    expect((await api.post(draft, { app, key })).statusCode).toBe(202)
    expect(await rehearse()).toMatchObject({ wouldAccept: false, code: 'velocity_exceeded' })
  })
})

test('a batch beyond a limit is refused as a whole, and one that fits uses it up', async () => {
  const app = await buildWith({ dailyMessages: 10 })
  const { key } = await api.addCaller()
  const batch = (count: number) => ({
    mode: 'all',
    items: Array.from({ length: count }, (_, n) => ({ to: `+1212555${1_000 + n}`, body: 'x' })),
  })
  const before = await api.countMessages()
  const refused = await postBatch(app, key, batch(11))
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'quota_exceeded'])
  expect(await api.countMessages()).toBe(before)
  expect((await postBatch(app, key, batch(10))).statusCode).toBe(201)
  expect((await api.post(draft, { app, key })).json()).toMatchObject({ code: 'quota_exceeded' })
})
