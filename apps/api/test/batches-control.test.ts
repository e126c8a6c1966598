import { followBatch } from '@heliograph/delivery/batches/follow-batch'
import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { takeDue } from '@heliograph/delivery/relay/take-due'
import { describe, expect, test } from 'vitest'
import { openApiFixture } from './api-fixture.ts'
import { buildBatchRequests, goodItems } from './batch-requests.ts'

const api = await openApiFixture()
const { create, append, act } = buildBatchRequests(api)
const unknownId = '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c'

const addBatch = async (count: number) => {
  const { id, verdicts } = (await create({ items: goodItems(count) })).json()
  const ids: string[] = verdicts.map((verdict: { id: string }) => verdict.id)
  return { id: String(id), ids }
}
const claim = (id: string, gen = 0) =>
  claimMessage(api.db, { id, gen, leaseMs: 45_000, worker: 'test', probeIntervalMs: 60_000 })
const followAll = async () => {
  let moved = 0
  for (let report = await followBatch(api.db); report.batches > 0; report = await followBatch(api.db)) {
    moved += report.moved
  }
  return moved
}

describe('pause and resume', () => {
  test('no message is claimed from the moment of the answer on, until the batch is resumed', async () => {
    const { id, ids } = await addBatch(3)
    expect((await act(id, 'pause')).json()).toMatchObject({ id, state: 'paused', items: 3 })
    expect(await claim(ids[0] ?? '')).toEqual({ kind: 'none' })
    expect(await followAll()).toBe(3)
    expect((await act(id, 'resume')).json()).toMatchObject({ state: 'open', pausedAt: null })
    expect(await followAll()).toBe(3)
    const rings = await takeDue(api.db, { limit: 100, ringGraceMs: 0 })
    const gen = rings.find((ring) => ring.id === ids[0])?.gen
    expect((await claim(ids[0] ?? '', gen)).kind).toBe('claimed')
  })

  test('done twice is done once', async () => {
    const { id } = await addBatch(1)
    const first = (await act(id, 'pause')).json()
    await followAll()
    expect((await act(id, 'pause')).json()).toEqual(first)
    expect(await followAll()).toBe(0)
    await act(id, 'resume')
    expect((await act(id, 'resume')).json()).toMatchObject({ state: 'open' })
  })

  test('with an Idempotency-Key the first answer comes back', async () => {
    const { id } = await addBatch(1)
    const headers = { 'idempotency-key': 'pause-once' }
    const first = await act(id, 'pause', { headers })
    await act(id, 'resume')
    const again = await act(id, 'pause', { headers })
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.json()).toEqual(first.json())
    expect((await api.get(`/v1/batches/${id}`)).json().state).toBe('open')
    const other = await addBatch(1)
    expect((await act(other.id, 'pause', { headers })).json().code).toBe('idempotency_key_reused')
  })
})

describe('cancel', () => {
  test('ends what waits, takes no more items and cannot be undone', async () => {
    const { id, ids } = await addBatch(3)
    expect((await claim(ids[0] ?? '')).kind).toBe('claimed')
    const canceled = (await act(id, 'cancel')).json()
    expect(canceled).toMatchObject({ state: 'canceled' })
    expect(await claim(ids[1] ?? '')).toEqual({ kind: 'none' })
    await followAll()
    const batch = (await api.get(`/v1/batches/${id}`)).json()
    expect(batch.counts).toEqual({ sending: 1, canceled: 2 })
    expect(batch.progress).toEqual({ waiting: 0, underWay: 1, done: 2 })
    expect((await act(id, 'cancel')).json()).toEqual(canceled)
    expect((await append(id, 'late', goodItems(1))).json()).toMatchObject({
      status: 409,
      code: 'batch_canceled',
    })
    expect((await act(id, 'pause')).json()).toMatchObject({ status: 409, code: 'batch_canceled' })
    expect((await act(id, 'resume')).json()).toMatchObject({ status: 409, code: 'batch_canceled' })
  })

  test('does not hide the answer to a chunk that was in before', async () => {
    const { id } = await addBatch(1)
    const first = await append(id, 'in', goodItems(2))
    await act(id, 'cancel')
    const again = await append(id, 'in', goodItems(2))
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.json()).toEqual(first.json())
  })
})

describe('reading', () => {
  test('shows progress by status', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString()
    const items = [...goodItems(2), { ...goodItems(1)[0], sendAt }]
    const { id } = (await create({ name: 'mixed', items })).json()
    const batch = (await api.get(`/v1/batches/${id}`)).json()
    expect(batch).toMatchObject({
      id,
      name: 'mixed',
      items: 3,
      counts: { queued: 2, scheduled: 1 },
      progress: { waiting: 3, underWay: 0, done: 0 },
      links: { messages: `/v1/messages?batch=${id}` },
    })
  })

  test('lists the newest first, page by page, of one tenant only', async () => {
    const caller = await api.addCaller()
    const made: string[] = []
    for (let n = 0; n < 5; n += 1) {
      made.push(String((await create({ name: `b${n}` }, { key: caller.key })).json().id))
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: { data: { id: string }[]; nextCursor: string | null } = (
        await api.get(`/v1/batches?limit=2${query}`, { key: caller.key })
      ).json()
      seen.push(...page.data.map((batch) => batch.id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(made.toReversed())
    const { nextCursor } = (await api.get('/v1/batches?limit=2', { key: caller.key })).json()
    const stolen = await api.get(`/v1/batches?limit=2&cursor=${encodeURIComponent(nextCursor)}`)
    expect(stolen.json()).toMatchObject({ status: 400, code: 'invalid_cursor' })
  })

  test('another tenant and an unknown id get the same 404 on every route', async () => {
    const { id, ids } = await addBatch(2)
    const { key } = await api.addCaller()
    const shown = (answer: { json(): Record<string, unknown> }) => {
      const { requestId: _, ...problem } = answer.json()
      return problem
    }
    for (const ask of [
      (batch: string) => api.get(`/v1/batches/${batch}`, { key }),
      (batch: string) => append(batch, '1', goodItems(1), { key }),
      (batch: string) => act(batch, 'pause', { key }),
      (batch: string) => act(batch, 'resume', { key }),
      (batch: string) => act(batch, 'cancel', { key }),
    ]) {
      const foreign = shown(await ask(id))
      expect(foreign).toMatchObject({ status: 404, code: 'batch_not_found' })
      expect(foreign).toEqual(shown(await ask(unknownId)))
    }
    expect((await api.get(`/v1/batches/${id}`)).json()).toMatchObject({ state: 'open', items: 2 })
    expect((await claim(ids[0] ?? '')).kind).toBe('claimed')
  })
})
