import { fileURLToPath } from 'node:url'
import type { paths } from '@heliograph/openapi/api'
import { generateTypes } from '@heliograph/openapi/generate-types'
import { eventually } from '@heliograph/testkit/eventually'
import createClient from 'openapi-fetch'
import { afterAll, describe, expect, test } from 'vitest'
import { startStack } from './stack.ts'

// What an application does, through a client whose types come from the document alone.

const stack = await startStack()
afterAll(() => stack[Symbol.asyncDispose]())
const client = createClient<paths>({
  baseUrl: stack.apiUrl,
  headers: { authorization: `Bearer ${stack.key}` },
})
const to = '+15558675310'

test('the generated types are those of the document that the API serves', async () => {
  const document = await (await fetch(`${stack.apiUrl}/openapi.json`)).text()
  const path = fileURLToPath(new URL('../openapi/generated/api.ts', import.meta.url))
  await expect(await generateTypes(document)).toMatchFileSnapshot(path)
})

/** The data of an answer; throws with the problem of a refusal. */
async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await answer
  if (data === undefined) throw new Error(JSON.stringify(error))
  return data
}

type SendRequest = paths['/v1/messages']['post']
type Body = NonNullable<SendRequest['requestBody']>['content']['application/json']
type Headers = NonNullable<SendRequest['parameters']['header']>

/** Sends for real: without `validateOnly` the answer is an accepted message and not a verdict. */
async function send(body: Body, header: Headers = {}) {
  const data = await dataOf(client.POST('/v1/messages', { params: { header }, body }))
  if (!('id' in data)) throw new Error('a verdict came instead of a message')
  return data
}

const read = (id: string) => dataOf(client.GET('/v1/messages/{id}', { params: { path: { id } } }))

describe('a message', () => {
  test('is sent, waited for, followed and found again', async () => {
    const body = { to, body: 'hello', reference: 'order-1', tags: ['spring'] }
    const sent = await send(body, { 'idempotency-key': 'client-1', prefer: 'wait=10' })
    expect(['submitted', 'sent', 'delivered']).toContain(sent.status)
    await eventually(async () => expect((await read(sent.id)).status).toBe('delivered'))
    const timeline = await dataOf(
      client.GET('/v1/messages/{id}/timeline', { params: { path: { id: sent.id } } }),
    )
    expect(timeline.nextStep).not.toBe('')
    const found = await dataOf(
      client.GET('/v1/messages', { params: { query: { reference: 'order-1', tag: 'spring' } } }),
    )
    expect(found.data.map(({ id }) => id)).toEqual([sent.id])
    const again = await client.POST('/v1/messages', {
      params: { header: { 'idempotency-key': 'client-1' } },
      body,
    })
    expect(again.response.headers.get('idempotent-replayed')).toBe('true')
    expect(again.data).toMatchObject({ id: sent.id })
  })

  test('that the carrier refuses says so at once to a caller who waits', async () => {
    const sent = await send({ to: '+15005550001', body: 'hello' }, { prefer: 'wait=10' })
    expect(sent).toMatchObject({ status: 'failed', error: { code: '21211' } })
    const explained = await dataOf(client.GET('/v1/errors/{code}', { params: { path: { code: '21211' } } }))
    expect(explained.remedy).not.toBe('')
  })

  test('that is scheduled can be taken back until its time', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString()
    const { id } = await send({ to, body: 'later', sendAt })
    const path = { params: { path: { id } } }
    expect((await dataOf(client.POST('/v1/messages/{id}/cancel', path))).status).toBe('canceled')
    expect((await read(id)).status).toBe('canceled')
  })

  test('with a mistake is refused with the field and the remedy', async () => {
    const { error, response } = await client.POST('/v1/messages', { body: { to: '0815', body: 'x' } })
    expect(response.status).toBe(400)
    expect(error).toMatchObject({ code: 'invalid_request', field: 'to', errors: [{ rule: 'e164' }] })
  })
})

test('a batch is delivered and counted', async () => {
  const items = Array.from({ length: 20 }, (_, n) => ({ to: `+1555867${String(5400 + n)}`, body: 'news' }))
  const { id } = await dataOf(client.POST('/v1/batches', { body: { mode: 'all', items } }))
  await eventually(
    async () => {
      const batch = await dataOf(client.GET('/v1/batches/{id}', { params: { path: { id } } }))
      expect(batch).toMatchObject({ counts: { delivered: 20 } })
    },
    { timeoutMs: 30_000, everyMs: 200 },
  )
})

test('who opted out gets nothing until they are let in again', async () => {
  const recipient = '+15558675399'
  const suppression = await dataOf(client.POST('/v1/suppressions', { body: { recipient } }))
  const refused = await client.POST('/v1/messages', { body: { to: recipient, body: 'x' } })
  expect(refused.error).toMatchObject({ code: 'recipient_opted_out' })
  const lookup = await dataOf(client.POST('/v1/recipients/lookup', { body: { number: recipient } }))
  expect(lookup.verdict).toMatch(/opted out/i)
  await dataOf(client.DELETE('/v1/suppressions/{id}', { params: { path: { id: suppression.id } } }))
  expect((await client.POST('/v1/messages', { body: { to: recipient, body: 'x' } })).response.status).toBe(
    202,
  )
})

test('what was sent is counted, exported and accounted for', async () => {
  const stats = await dataOf(client.GET('/v1/stats', {}))
  expect(JSON.stringify(stats)).toContain('delivered')
  expect((await dataOf(client.GET('/v1/usage', {}))).data.length).toBeGreaterThan(0)
  const csv = await client.GET('/v1/export', {
    params: { query: { format: 'csv' } },
    parseAs: 'text',
  })
  expect(String(csv.data).split('\r\n')[0]).toContain('status')
  const audit = await dataOf(client.GET('/v1/audit', {}))
  expect(audit.data.length).toBeGreaterThan(0)
})
