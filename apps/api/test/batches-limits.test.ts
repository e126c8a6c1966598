import { afterAll, expect, test } from 'vitest'
import { openAdmission } from '../src/admission/open-admission.ts'
import { openApiFixture } from './api-fixture.ts'
import { buildBatchRequests, goodItems } from './batch-requests.ts'

const api = await openApiFixture()
const { create, append } = buildBatchRequests(api)
const errors: unknown[] = []
const admission = openAdmission({
  db: api.db,
  quotas: { dailyMessages: 10, dailyPerCountry: 0, recipientPerHour: 0, prefixPerHour: 0, maxBacklog: 0 },
  now: () => Date.parse('2026-11-21T12:20:00Z'),
  onError: (error) => void errors.push(error),
})
afterAll(async () => {
  await admission.close()
  expect(errors).toEqual([])
})
const app = await api.build({ admission })
const bad = { to: '12', body: 'text' }

test('a limit lets in all good items of a request or none, counts only what is stored, and never a repeat', async () => {
  const headers = { 'idempotency-key': 'first' }
  const first = { mode: 'each', items: [...goodItems(4), bad] }
  const { id } = (await create(first, { app, headers })).json()
  expect((await append(id, 'five', goodItems(5, 10), { app })).json()).toMatchObject({ accepted: 5 })
  // Nine are in: two more are one too many.
  const refused = await append(id, 'two', goodItems(2, 20), { app })
  expect(refused.json()).toMatchObject({ status: 429, code: 'quota_exceeded' })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await create({ items: goodItems(2, 20) }, { app })).json()).toMatchObject({
    code: 'quota_exceeded',
  })
  expect((await append(id, 'one', goodItems(1, 30), { app })).json()).toMatchObject({ accepted: 1 })
  // Full by now, and what was stored before is still answered.
  const repeats = [
    await create(first, { app, headers }),
    await append(id, 'five', goodItems(5, 10), { app }),
    await append(id, 'one', goodItems(1, 30), { app }),
  ]
  for (const repeat of repeats) expect(repeat.headers['idempotent-replayed']).toBe('true')
  expect(await api.db.mmsLog.count({ where: { batchId: id } })).toBe(10)
})
