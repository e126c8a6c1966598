import { messagePage } from '@heliograph/shared/contracts/message-search'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()
const other = await api.addCaller()
const masked = await api.addCaller(['messages:read', 'messages:write'])
const service = `MG${'e'.repeat(32)}`
const providerId = `MM${'a'.repeat(32)}`

/** What was sent, by a name for the tests. */
const ids: Record<string, string> = {}
const drafts: Record<string, object> = {
  plain: { to: recipient, body: 'plain' },
  tagged: { to: recipient, body: 'tagged', tags: ['promo', 'eu'] },
  described: { to: '+15558675311', body: 'd', metadata: { orderId: 'x', 'a b': 1 }, reference: 'order-1' },
  service: { to: '+15558675312', body: 's', from: service },
  failed: { to: '+15558675313', body: 'f', tags: ['promo'] },
  delivered: { to: '+15558675314', body: 'e' },
}
const at = (minutes: number) => new Date(Date.now() + minutes * 60_000)

beforeAll(async () => {
  for (const [name, draft] of Object.entries(drafts)) ids[name] = (await api.post(draft)).json().id
  await api.post({ to: recipient, body: 'theirs', tags: ['promo'] }, { key: other.key })
  const ended = { nextAt: null, finalAt: at(30) }
  await api.db.mmsLog.update({
    where: { id: ids['failed'] ?? '' },
    data: { ...ended, status: 'failed', errorCode: '21610', errorClass: 'opt_out' },
  })
  await api.db.mmsLog.update({
    where: { id: ids['delivered'] ?? '' },
    data: { ...ended, status: 'delivered', sentAt: at(20), providerId },
  })
  await api.db.providerRef.create({
    data: {
      providerAccountId: api.account.id,
      providerId,
      tenantId: api.tenantId,
      messageId: ids['delivered'] ?? '',
      n: 1,
    },
  })
})

async function search(query: Record<string, string> | string, key = api.key) {
  const answer = await api.get(`/v1/messages?${new URLSearchParams(query)}`, { key })
  expect([answer.statusCode, answer.body.slice(0, 300)]).toEqual([200, expect.any(String)])
  return messagePage.parse(answer.json())
}
const found = async (query: Record<string, string> | string) => {
  const page = await search(query)
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
  return page.data.map(({ id }) => names.get(id)).toReversed()
}

test.each<[Record<string, string> | string, string[]]>([
  ['status=failed', ['failed']],
  ['status=failed,delivered', ['failed', 'delivered']],
  ['status=failed&status=delivered', ['failed', 'delivered']],
  ['from=%2B15005550006', ['plain', 'tagged', 'described', 'failed', 'delivered']],
  [{ from: '+1 (500) 555-0006' }, ['plain', 'tagged', 'described', 'failed', 'delivered']],
  [{ from: service }, ['service']],
  ['provider=twilio', Object.keys(drafts)],
  ['provider=plivo', []],
  [{ providerId }, ['delivered']],
  ['errorCode=21610', ['failed']],
  ['errorClass=opt_out', ['failed']],
  ['tag=promo', ['tagged', 'failed']],
  ['tag=eu', ['tagged']],
  ['metadataKey=orderId', ['described']],
  [{ metadataKey: 'a b' }, ['described']],
  ['reference=order-1', ['described']],
  ['reference=order', []],
  ['batch=0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c', []],
  [{ createdFrom: at(-5).toISOString(), createdTo: at(5).toISOString() }, Object.keys(drafts)],
  [{ createdFrom: at(5).toISOString() }, []],
  [{ createdTo: at(-5).toISOString() }, []],
  [{ sentFrom: at(10).toISOString(), sentTo: at(25).toISOString() }, ['delivered']],
  [{ sentFrom: at(25).toISOString() }, []],
  [{ finalFrom: at(25).toISOString() }, ['failed', 'delivered']],
  [{ finalTo: at(25).toISOString() }, []],
  [{ tag: 'promo', status: 'failed' }, ['failed']],
  [{ to: recipient, tag: 'promo' }, ['tagged']],
  [{ errorCode: '21610', from: sender, status: 'failed' }, ['failed']],
  [{ providerId, status: 'failed' }, []],
])('%j finds %j', async (query, expected) => {
  expect(await found(query)).toEqual(expected)
})

describe('a condition that is checked message by message', () => {
  // So many that the index of their recipient, who has two of them, leads.
  const items = Array.from({ length: 260 }, (_, n) => ({ to: `+1555867${6_000 + n}`, reference: 'shared' }))
  const [{ to } = { to: '' }] = items
  let key = ''
  let batch = ''
  let inBatch = ''
  let alone = ''

  beforeAll(async () => {
    key = (await api.addCaller()).key
    const answer = await api.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: { authorization: `Bearer ${key}` },
      payload: { defaults: { from: service, body: 'one of many' }, items },
    })
    batch = answer.json().id
    alone = (await api.post({ to, body: 'alone', from: sender, reference: 'own' }, { key })).json().id
    const pair = (await search({ to }, key)).data.map(({ id }) => id)
    expect(pair).toEqual([alone, expect.any(String)])
    inBatch = pair[1] ?? ''
    // As a receipt does that names the number which the service chose.
    await api.db.mmsLog.update({ where: { id: inBatch }, data: { fromNumber: sender } })
  })

  test.each<[string, () => Record<string, string>, () => string[]]>([
    ['its sender', () => ({ from: service }), () => [inBatch]],
    ['another sender, though the service chose its number', () => ({ from: sender }), () => [alone]],
    ['its batch', () => ({ batch }), () => [inBatch]],
    ['a reference of many', () => ({ reference: 'shared' }), () => [inBatch]],
    ['its provider', () => ({ provider: 'twilio' }), () => [alone, inBatch]],
    ['another provider', () => ({ provider: 'plivo' }), () => []],
  ])('finds what its own index would: %s', async (_name, query, expected) => {
    expect((await search({ to, ...query() }, key)).data.map(({ id }) => id)).toEqual(expected())
  })
})

test.each([
  '+15558675310',
  '15558675310',
  '5558675310',
  '+1 (555) 867-5310',
  '1 (555) 867-5310',
  '555-867-5310',
  'tel:+1-555-867-5310',
])('the recipient is found as %s', async (to) => {
  expect(await found({ to })).toEqual(['plain', 'tagged'])
})

test('a plus sign that nobody encoded is understood', async () => {
  expect(await found('to=+1%20(555)%20867-5310')).toEqual(['plain', 'tagged'])
})

test('oldest first is the other way around, over pages too', async () => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof search>> = await search({
      order: 'asc',
      limit: '2',
      ...(cursor === null ? {} : { cursor }),
    })
    seen.push(...page.data.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toEqual(Object.values(ids))
})

describe('counting', () => {
  test('is done when it is asked for, whatever the page', async () => {
    expect((await search('limit=1')).count).toBeNull()
    expect((await search('limit=1&count=false')).count).toBeNull()
    expect((await search('limit=1&count=true')).count).toBe('6')
    expect((await search('limit=1&count=true&tag=promo')).count).toBe('2')
    expect((await search('count=true&status=unknown')).count).toBe('0')
  })
})

test.each([
  ['status=gone', 'status'],
  ['status=failed,gone', 'status'],
  ['status=', 'status'],
  ['to=', 'to'],
  ['to=call+me', 'to'],
  [`to=${'1'.repeat(21)}`, 'to'],
  [`to=${'1'.repeat(65)}`, 'to'],
  ['from=', 'from'],
  ['providerId=%27', 'providerId'],
  ['errorCode=a-b', 'errorCode'],
  ['errorClass=bad', 'errorClass'],
  ['tag=%00', 'tag'],
  ['batch=1', 'batch'],
  ['createdFrom=yesterday', 'createdFrom'],
  ['createdFrom=2026-11-21T12:00:00', 'createdFrom'],
  ['createdFrom=2026-11-21T12:00:00Z&createdTo=2026-11-21T12:00:00Z', 'createdTo'],
  ['sentFrom=2026-11-22T12:00:00Z&sentTo=2026-11-21T12:00:00Z', 'sentTo'],
  ['order=up', 'order'],
  ['count=maybe', 'count'],
  ['tags=promo', 'tags'],
])('%s is refused and names the field', async (query, field) => {
  const answer = await api.get(`/v1/messages?${query}`)
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ code: 'invalid_request', field })
})

describe('a cursor fits one filter only', () => {
  const cursorOf = async (query: string) => (await search(`${query}&limit=1`)).nextCursor ?? ''

  test('and one order, and one tenant', async () => {
    const cursor = await cursorOf('tag=promo')
    expect((await api.get(`/v1/messages?tag=promo&cursor=${cursor}`)).statusCode).toBe(200)
    for (const query of ['tag=eu', 'tag=promo&order=asc', 'tag=promo&to=5558675310', 'reference=promo', '']) {
      const answer = await api.get(`/v1/messages?${query}&cursor=${cursor}`)
      expect([query, answer.statusCode, answer.json().code]).toEqual([query, 400, 'invalid_cursor'])
    }
    const foreign = await api.get(`/v1/messages?tag=promo&cursor=${cursor}`, { key: other.key })
    expect(foreign.statusCode).toBe(400)
  })

  test('however that filter is spelled', async () => {
    const cursor = await cursorOf('to=%2B15558675310&status=queued,failed')
    const same = `to=555-867-5310&status=failed&status=queued&cursor=${cursor}`
    expect((await api.get(`/v1/messages?${same}`)).statusCode).toBe(200)
  })

  test('and with any byte changed fits none', async () => {
    const cursor = await cursorOf('tag=promo')
    const bytes = Buffer.from(cursor, 'base64url')
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      const answer = await api.get(`/v1/messages?tag=promo&cursor=${changed.toString('base64url')}`)
      expect([index, answer.statusCode, answer.json().code]).toEqual([index, 400, 'invalid_cursor'])
    }
  })
})

describe('without content:read', () => {
  test('an exact number finds its messages, and none of the answers shows it', async () => {
    const sent = {
      to: recipient,
      body: 'private words',
      mediaUrls: ['https://media.example.com/private.jpg'],
    }
    const { id } = (await api.post(sent, { key: masked.key })).json()
    for (const path of [`/v1/messages?to=${encodeURIComponent(recipient)}`, `/v1/messages/${id}`]) {
      const answer = await api.get(path, { key: masked.key })
      expect(answer.statusCode).toBe(200)
      expect(answer.body).toContain(id)
      expect(answer.body).not.toMatch(/5558675310|5005550006|private/)
      expect(answer.body).toContain('+*******5310')
    }
    const message = (await api.get(`/v1/messages/${id}`, { key: masked.key })).json()
    expect(message).toMatchObject({ body: null, mediaUrls: [], mediaCount: 1, contentMasked: true })
    for (const part of ['events', 'timeline']) {
      const story = await api.get(`/v1/messages/${id}/${part}`, { key: masked.key })
      expect(story.body).not.toMatch(/5558675310|5005550006|private/)
    }
  })

  test('with it everything is shown', async () => {
    const message = (await api.get(`/v1/messages/${ids['plain']}`)).json()
    expect(message).toMatchObject({ to: recipient, from: sender, body: 'plain', contentMasked: false })
  })
})

test('one tenant never finds what another sent, through any filter', async () => {
  for (const query of [
    '',
    'tag=promo',
    `to=${encodeURIComponent(recipient)}`,
    'provider=twilio',
    'status=queued',
  ]) {
    const page = await search(query, other.key)
    expect(page.data.map(({ body }) => body)).toEqual(['theirs'])
  }
  expect((await search({ providerId }, other.key)).data).toEqual([])
})
