import { describe, expect, test } from 'vitest'
import { openApiFixture, sender } from './api-fixture.ts'
import { buildBatchRequests, goodItems } from './batch-requests.ts'

const api = await openApiFixture()
const { create, append } = buildBatchRequests(api)
const bad = { to: '12', body: 'text' }
const optedOut = '+15558990001'
await api.db.$executeRaw`
  INSERT INTO suppression (tenant_id, recipient, reason) VALUES (${api.tenantId}::uuid, ${optedOut}, 'api')`

const openEmpty = async (mode: 'all' | 'each' = 'each', more = {}) =>
  String((await create({ mode, ...more })).json().id)
const countIn = (batchId: string) => api.db.mmsLog.count({ where: { batchId } })

describe('a new batch', () => {
  test('stores its messages with content, event and facets, and rings no doorbell: the relay does', async () => {
    const rungBefore = api.rings.length
    const answer = await create({ name: 'spring', items: goodItems(3) })
    expect(answer.statusCode).toBe(201)
    const batch = answer.json()
    expect(batch).toMatchObject({ name: 'spring', mode: 'all', state: 'open', items: 3, refused: 0 })
    expect(answer.headers['location']).toBe(`/v1/batches/${batch.id}`)
    const ids = batch.verdicts.map((verdict: { id: string }) => verdict.id)
    const rows = await api.db.mmsLog.findMany({ where: { id: { in: ids }, batchId: batch.id } })
    expect(rows.map((row) => row.toNumber).toSorted()).toEqual(goodItems(3).map((item) => item.to))
    expect(await api.db.mmsContent.count({ where: { messageId: { in: ids } } })).toBe(3)
    expect(await api.db.mmsEvent.count({ where: { messageId: { in: ids } } })).toBe(3)
    expect(await api.db.mmsFacet.count({ where: { facet: `batch:${batch.id}` } })).toBe(3)
    expect(api.rings).toHaveLength(rungBefore)
    expect(rows.every((row) => row.dispatchUntil <= row.createdAt)).toBe(true)
  })

  test('in mode all, one bad item refuses all and every bad item is named', async () => {
    const before = await api.countMessages()
    const items = [...goodItems(3), bad, { to: '+15558675310' }, 'text', { to: optedOut, body: 'x' }]
    const answer = await create({ mode: 'all', items })
    expect(answer.statusCode).toBe(422)
    const problem = answer.json()
    expect(problem).toMatchObject({ code: 'batch_refused', badItems: 4, field: 'items[3].to' })
    expect(problem.errors.map((error: { field: string }) => error.field)).toEqual([
      'items[3].to',
      'items[4].body',
      'items[5]',
      'items[6].to',
    ])
    expect(await api.countMessages()).toBe(before)
    expect((await create({ items: [...goodItems(1), bad] })).json()).toMatchObject({
      status: 400,
      code: 'invalid_request',
      badItems: 1,
    })
    expect((await create({ items: [...goodItems(1), { to: optedOut, body: 'x' }] })).json()).toMatchObject({
      status: 422,
      code: 'batch_refused',
      errors: [{ field: 'items[1].to', rule: 'recipient_opted_out' }],
    })
    expect(await api.countMessages()).toBe(before)
  })

  test('in mode each, the good items are stored and each has its verdict', async () => {
    const items = [...goodItems(1), bad, { to: optedOut, body: 'x' }, ...goodItems(1, 10)]
    const batch = (await create({ mode: 'each', items })).json()
    expect(batch).toMatchObject({ items: 2, refused: 2 })
    expect(batch.verdicts).toMatchObject([
      { index: 0, verdict: 'accepted' },
      { index: 1, verdict: 'refused', code: 'invalid_request', errors: [{ field: 'to', rule: 'e164' }] },
      { index: 2, verdict: 'refused', code: 'recipient_opted_out' },
      { index: 3, verdict: 'accepted' },
    ])
    expect(await countIn(batch.id)).toBe(2)
  })

  test('defaults fill what an item leaves out, in appended chunks too, and are checked at once', async () => {
    const defaults = { body: 'from the defaults', tags: ['spring'], priority: 'bulk' }
    const items = [{ to: '+15558675310' }, { to: '+15558675311', body: 'its own' }]
    const { id } = (await create({ mode: 'each', defaults, items })).json()
    await append(id, '1', [{ to: '+15558675312' }])
    const rows = await api.db.mmsLog.findMany({ where: { batchId: id }, orderBy: { toNumber: 'asc' } })
    expect(rows.map((row) => row.priority)).toEqual([2, 2, 2])
    const contents = await api.db.mmsContent.findMany({
      where: { messageId: { in: rows.map((row) => row.id) } },
    })
    expect(contents.map((content) => content.body).toSorted()).toEqual([
      'from the defaults',
      'from the defaults',
      'its own',
    ])
    for (const [field, wrong] of [
      ['defaults.to', { to: '+15558675310' }],
      ['defaults.from', { from: '+15005559999' }],
      ['defaults.colour', { colour: 'red' }],
    ] as const) {
      expect((await create({ defaults: wrong })).json()).toMatchObject({ code: 'invalid_request', field })
    }
    expect((await create({ defaults: { from: sender } })).statusCode).toBe(201)
  })

  test('is made once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'batch-once' }
    const body = { items: goodItems(5) }
    const first = await create(body, { headers })
    const again = await create(body, { headers })
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.json()).toEqual(first.json())
    expect(await countIn(first.json().id)).toBe(5)
    expect((await create({ items: goodItems(4) }, { headers })).json().code).toBe('idempotency_key_reused')
  })

  test('with more than 1,000 items or 8 MiB is refused with what to do', async () => {
    const many = await create({ items: goodItems(1_001) })
    expect(many.json()).toMatchObject({ status: 413, code: 'payload_too_large' })
    expect(many.json().detail).toContain('POST /v1/batches/:id/items')
    const large = await create({ items: [{ to: '+15558675310', body: 'x'.repeat(9_000_000) }] })
    expect(large.json()).toMatchObject({ status: 413, code: 'payload_too_large' })
    expect(large.json().detail).toContain('8 MiB')
  })
})

describe('a chunk', () => {
  test('needs a name and a batch of the tenant', async () => {
    const id = await openEmpty()
    const nameless = await append(id, '', goodItems(1), { headers: { 'idempotency-key': '' } })
    expect(nameless.json()).toMatchObject({ status: 400, field: 'Idempotency-Key' })
    const { key } = await api.addCaller()
    for (const answer of [
      await append(id, '1', goodItems(1), { key }),
      await append('0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c', '1', goodItems(1)),
      await append('no-id', '1', goodItems(1)),
    ]) {
      expect(answer.json()).toMatchObject({ status: 404, code: 'batch_not_found' })
    }
    expect(await countIn(id)).toBe(0)
  })

  test('that is sent again is skipped, with its first answer, and a changed one is refused', async () => {
    const id = await openEmpty()
    const first = await append(id, 'chunk-1', [...goodItems(3), bad])
    expect(first.json()).toMatchObject({ batchId: id, chunk: 'chunk-1', accepted: 3, refused: 1 })
    const again = await append(id, 'chunk-1', [...goodItems(3), bad])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.json()).toEqual(first.json())
    expect((await append(id, 'chunk-1', goodItems(3))).json()).toMatchObject({
      status: 422,
      code: 'chunk_changed',
    })
    expect(await countIn(id)).toBe(3)
    expect((await api.get(`/v1/batches/${id}`)).json()).toMatchObject({ items: 3, refused: 1 })
  })

  test('whose storing is cut off leaves nothing behind and can be sent again', async () => {
    const id = await openEmpty()
    const cut = await api.build({
      probe: (point) => {
        if (point === 'after_commit') throw new Error('the process stopped')
      },
    })
    expect((await append(id, 'chunk-1', goodItems(4), { app: cut })).statusCode).toBe(500)
    expect(await countIn(id)).toBe(0)
    expect((await append(id, 'chunk-1', goodItems(4))).headers['idempotent-replayed']).toBeUndefined()
    expect(await countIn(id)).toBe(4)
  })

  test('that several processes send at once is stored once', async () => {
    const id = await openEmpty()
    const apps = [api.app, await api.build(), await api.build()]
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        append(id, 'same', goodItems(40), { app: apps[n % 3] ?? api.app }),
      ),
    )
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([200]))
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1)
    expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === undefined)).toHaveLength(1)
    expect(await countIn(id)).toBe(40)
    expect((await api.get(`/v1/batches/${id}`)).json()).toMatchObject({ items: 40 })
  })

  test('in mode all with a bad item leaves no name behind', async () => {
    const id = await openEmpty('all')
    expect((await append(id, 'c', [...goodItems(2), bad])).json()).toMatchObject({
      status: 400,
      errors: [{ field: 'items[2].to' }],
    })
    expect((await append(id, 'c', [...goodItems(2), { to: optedOut, body: 'x' }])).statusCode).toBe(422)
    expect(await countIn(id)).toBe(0)
    expect((await append(id, 'c', goodItems(2))).statusCode).toBe(200)
    expect(await countIn(id)).toBe(2)
  })

  test('beyond 100,000 messages is refused, whole', async () => {
    const id = await openEmpty()
    await api.db.batch.update({ where: { id }, data: { items: 99_999 } })
    expect((await append(id, '1', goodItems(2))).json()).toMatchObject({ status: 422, code: 'batch_full' })
    expect((await append(id, '2', goodItems(1))).statusCode).toBe(200)
    expect((await append(id, '3', goodItems(1))).json()).toMatchObject({ status: 422, code: 'batch_full' })
    expect(await countIn(id)).toBe(1)
    expect(await api.db.batchChunk.count({ where: { batchId: id } })).toBe(1)
  })
})

describe('NDJSON', () => {
  const lines = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).join('\n')

  test('stores one item a line; the same chunk as JSON is the same chunk', async () => {
    const id = await openEmpty()
    const first = await append(id, 'n', `${lines(goodItems(3))}\r\n\n`)
    expect(first.json()).toMatchObject({ accepted: 3, refused: 0 })
    const again = await append(id, 'n', goodItems(3))
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await countIn(id)).toBe(3)
  })

  test.each([
    ['a line that is not JSON', `${lines(goodItems(1))}\n{"to":`, 'line 2 is not valid JSON'],
    ['two items in a line', `${lines(goodItems(1))},{}`, 'line 1 is not valid JSON'],
    ['a name twice', '{"to":"+15558675310","to":"+15558675311","body":"x"}', 'line 1 has a name twice'],
    ['a prototype key', '{"__proto__":{"to":"+15558675310"},"body":"x"}', 'line 1 is not valid JSON'],
    ['deep nesting', `${'['.repeat(20)}${']'.repeat(20)}`, 'line 1 has more than 8 levels'],
  ])('is read as strictly as JSON: %s', async (_what, text, detail) => {
    const id = await openEmpty()
    const answer = await append(id, 'n', text)
    expect(answer.json()).toMatchObject({ status: 400, code: 'malformed_body' })
    expect(answer.json().detail).toContain(detail)
    expect(await countIn(id)).toBe(0)
  })

  test('that is not UTF-8 is refused, and so are more than 1,000 lines', async () => {
    const id = await openEmpty()
    const raw = await api.app.inject({
      method: 'POST',
      url: `/v1/batches/${id}/items`,
      headers: {
        authorization: `Bearer ${api.key}`,
        'content-type': 'application/x-ndjson',
        'idempotency-key': 'raw',
      },
      payload: Buffer.from([0x22, 0xff, 0x22]),
    })
    expect(raw.json()).toMatchObject({ status: 400, code: 'malformed_body' })
    expect((await append(id, 'n', lines(goodItems(1_001)))).json()).toMatchObject({ status: 413 })
    expect((await append(id, 'n', lines(goodItems(1_000)))).json()).toMatchObject({ accepted: 1_000 })
  })

  test('is not taken by the other routes', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/x-ndjson' },
      payload: '{}',
    })
    expect(answer.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' })
  })
})
