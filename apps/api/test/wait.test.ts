import type { Db } from '@heliograph/delivery/db/db'
import { eventually } from '@heliograph/testkit/eventually'
import { describe, expect, test } from 'vitest'
import { openStatusWatch } from '../src/wait-for-status.ts'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
let count = 0

/** Posts a message that can be told from all others, and answers the id of its row as soon as that is there. */
function postWaiting(prefer: string, more: { app?: typeof api.app; headers?: Record<string, string> } = {}) {
  count += 1
  const reference = `wait-${count}`
  const headers = { prefer, ...more.headers }
  const answer = api.post({ to: recipient, body: 'x', reference }, { ...more, headers })
  const id = eventually(async () => (await api.db.mmsLog.findFirstOrThrow({ where: { reference } })).id)
  return { answer, id }
}

const settle = (id: string, data: Record<string, unknown>) => api.db.mmsLog.update({ where: { id }, data })

/** The same database, telling which ids are asked for in each poll and when. */
function watched(db: Db) {
  const polls: { readonly ids: number; readonly at: number }[] = []
  const proxy = new Proxy(db, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (name !== '$queryRaw') return value
      return (query: TemplateStringsArray, ...values: unknown[]) => {
        const ids =
          Array.isArray(query) && query.join('').includes('"providerAccountId"') ? values[0] : undefined
        if (Array.isArray(ids)) polls.push({ ids: ids.length, at: performance.now() })
        return target.$queryRaw(query, ...values)
      }
    },
  })
  return { db: proxy, polls }
}

describe('Prefer: wait on POST /v1/messages', () => {
  test('answers as soon as the carrier took the message', async () => {
    const { answer, id } = postWaiting('wait=15')
    await settle(await id, { status: 'submitted', submittedAt: new Date() })
    const { statusCode, headers, json } = await answer
    expect(statusCode).toBe(202)
    expect(headers['preference-applied']).toBe('wait=15')
    expect(json()).toMatchObject({ id: await id, status: 'submitted', error: null })
  })

  test("a carrier's refusal comes back at once, with its reason", async () => {
    const { answer, id } = postWaiting('wait=15')
    await settle(await id, { status: 'failed', errorCode: '21211', errorClass: 'recipient', nextAt: null })
    const { statusCode, json } = await answer
    expect(statusCode).toBe(202)
    expect(json()).toMatchObject({ status: 'failed', error: { code: '21211', class: 'recipient' } })
    expect(json().error.remedy).not.toBe('')
  })

  test('a message that is still on its way is answered after N seconds', async () => {
    const startedAt = performance.now()
    const { answer, id } = postWaiting('wait=1')
    await settle(await id, { status: 'retrying', nextAt: new Date(Date.now() + 60_000) })
    const { headers, json } = await answer
    expect(performance.now() - startedAt).toBeGreaterThan(900)
    expect(headers['preference-applied']).toBe('wait=1')
    expect(json()).toMatchObject({ status: 'retrying' })
  })

  test('more than 15 seconds are clipped; what cannot be read is left aside', async () => {
    const { answer, id } = postWaiting('wait=600')
    await settle(await id, { status: 'sent' })
    expect((await answer).headers['preference-applied']).toBe('wait=15')
    const plain = await postWaiting('wait=soon').answer
    expect(plain.headers['preference-applied']).toBeUndefined()
    expect(plain.json()).toMatchObject({ status: 'queued' })
  })

  test('a scheduled message is not waited for', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString()
    const answer = await api.post({ to: recipient, body: 'x', sendAt }, { headers: { prefer: 'wait=15' } })
    expect(answer.json()).toMatchObject({ status: 'scheduled' })
    expect(answer.headers['preference-applied']).toBeUndefined()
  })

  test('a repeated request may wait for the same message', async () => {
    const headers = { 'idempotency-key': 'wait-again' }
    const body = { to: recipient, body: 'x', reference: 'wait-again' }
    const { id } = (await api.post(body, { headers })).json()
    await settle(id, { status: 'submitted' })
    const again = await api.post(body, { headers: { ...headers, prefer: 'wait=15' } })
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.json()).toMatchObject({ id, status: 'submitted' })
    expect((await api.post(body, { headers })).json()).toMatchObject({ id, status: 'queued' })
  })

  test('closing lets all that wait go', async () => {
    const app = await api.build()
    const { answer, id } = postWaiting('wait=15', { app })
    await id
    const [closed] = await Promise.all([app.close(), answer])
    expect(closed).toBeUndefined()
    expect((await answer).json()).toMatchObject({ id: await id, status: 'queued' })
  })

  test('a client that goes away is not waited for any more', async () => {
    const { db, polls } = watched(api.db)
    const app = await api.build({ db })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const gone = new AbortController()
    const request = fetch(`${url}/v1/messages`, {
      method: 'POST',
      signal: gone.signal,
      headers: {
        authorization: `Bearer ${api.key}`,
        'content-type': 'application/json',
        prefer: 'wait=15',
      },
      body: JSON.stringify({ to: recipient, body: 'x' }),
    })
    await eventually(() => expect(polls.length).toBeGreaterThan(1))
    gone.abort()
    await expect(request).rejects.toThrow()
    await eventually(() => expect(performance.now() - (polls.at(-1)?.at ?? 0)).toBeGreaterThan(500))
  })
})

describe('the watch', () => {
  const accept = async () => (await api.post({ to: recipient, body: 'x' })).json().id as string
  const never = new AbortController().signal
  const onError = () => undefined

  test('asks for all that wait in one query', async () => {
    const { db, polls } = watched(api.db)
    const watch = openStatusWatch({ db, onError, everyMs: 20 })
    const ids = await Promise.all(Array.from({ length: 20 }, accept))
    const waits = ids.map((id) => watch.wait(id, 10_000, never))
    await eventually(() => expect(polls.length).toBeGreaterThan(1))
    await api.db.mmsLog.updateMany({ where: { id: { in: ids } }, data: { status: 'sent' } })
    expect((await Promise.all(waits)).map((row) => row?.status)).toEqual(Array(20).fill('sent'))
    expect(polls[0]).toMatchObject({ ids: 20 })
  })

  test('takes no more than its bound, and again once one is gone', async () => {
    const watch = openStatusWatch({ db: api.db, onError, everyMs: 20, maxWaiters: 1 })
    const gone = new AbortController()
    const id = await accept()
    const first = watch.wait(id, 10_000, gone.signal)
    expect(watch.wait(id, 10_000, never)).toBeUndefined()
    gone.abort()
    await first
    const second = watch.wait(id, 10_000, never)
    expect(second).toBeDefined()
    watch.close()
    await second
    expect(watch.wait(id, 10_000, never)).toBeUndefined()
  })

  test('survives a database that is away', async () => {
    const errors: unknown[] = []
    const broken = new Proxy(api.db, {
      get: (target, name) =>
        name === '$queryRaw' && errors.length < 2
          ? () => Promise.reject(new Error('away'))
          : (Reflect.get(target, name) as unknown),
    })
    const watch = openStatusWatch({ db: broken, onError: (error) => errors.push(error), everyMs: 20 })
    const id = await accept()
    await settle(id, { status: 'delivered' })
    expect(await watch.wait(id, 10_000, never)).toMatchObject({ status: 'delivered' })
    expect(errors).toHaveLength(2)
  })
})
