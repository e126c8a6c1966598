import { describe, expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()
const valid = { to: recipient, body: 'Grüße 👍' }
const image = 'https://media.example.com/a.jpg'

describe('a message that is accepted', () => {
  test('is stored with its content and first event before the answer', async () => {
    const answer = await api.post({
      ...valid,
      mediaUrls: [image],
      reference: 'r-1',
      metadata: { n: 1 },
      tags: ['t'],
    })
    expect(answer.statusCode).toBe(202)
    const message = answer.json()
    expect(message).toMatchObject({
      status: 'queued',
      kind: 'mms',
      to: recipient,
      from: sender,
      reference: 'r-1',
      warnings: [],
    })
    expect(answer.headers['location']).toBe(`/v1/messages/${message.id}`)
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    const content = await api.db.mmsContent.findUniqueOrThrow({ where: { messageId: message.id } })
    expect(content).toMatchObject({ body: valid.body, mediaUrls: [image], metadata: { n: 1 }, tags: ['t'] })
    const events = await api.db.mmsEvent.findMany({ where: { messageId: message.id } })
    expect(events.map((event) => event.type)).toEqual(['message.accepted'])
  })

  test('rings the doorbell of generation 0, and a replay does not', async () => {
    const headers = { 'idempotency-key': 'ring-once' }
    const { id } = (await api.post(valid, { headers })).json()
    await api.post(valid, { headers })
    expect(api.rings.filter((ring) => ring.id === id)).toEqual([{ id, gen: 0 }])
  })

  test('is accepted while the queue rejects or hangs, and is left to the relay at once afterwards', async () => {
    const hanging = new Promise<never>(() => undefined)
    const queue = {
      ring: () => hanging,
      depth: () => Promise.reject(new Error('away')),
      waiting: () => Promise.resolve(0),
      close: async () => undefined,
    }
    const app = await api.build({ queue })
    expect((await api.post(valid, { app })).statusCode).toBe(202)
    const { id } = (await api.post(valid, { app })).json()
    const row = await api.db.mmsLog.findUniqueOrThrow({ where: { id } })
    expect(row.dispatchUntil.getTime()).toBeLessThanOrEqual(row.createdAt.getTime())
  })

  test('without media is an SMS, unless MMS is required', async () => {
    expect((await api.post(valid)).json().kind).toBe('sms')
    expect((await api.post({ ...valid, requireMms: true })).json().kind).toBe('mms')
  })

  test('with http media carries a warning that names the field', async () => {
    const answer = await api.post({ to: recipient, mediaUrls: [image, 'http://media.example.com/b.jpg'] })
    expect(answer.statusCode).toBe(202)
    expect(answer.json().warnings).toMatchObject([{ code: 'plain_http_media', field: 'mediaUrls[1]' }])
  })

  test('may have loopback media with a simulator, and only then', async () => {
    const body = { to: recipient, mediaUrls: ['http://127.0.0.1:4000/a.jpg', 'http://localhost:4000/a.jpg'] }
    const app = await api.build({ routing: [{ ...api.account, simulated: true }] })
    expect((await api.post(body, { app })).statusCode).toBe(202)
    expect((await api.post(body)).statusCode).toBe(400)
  })

  test('keeps text exactly: 1600 characters, emoji, line breaks, leading and trailing space', async () => {
    const body = ` \t\r\n${'é'.repeat(1_590)}👍  `
    const { id } = (await api.post({ to: recipient, body })).json()
    expect((await api.get(`/v1/messages/${id}`)).json().body).toBe(body)
  })
})

const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]))

const refusals: readonly [rule: string, field: string, body: unknown][] = [
  ['required', 'to', { body: 'x' }],
  ['type', 'to', { ...valid, to: 15558675310 }],
  ['e164', 'to', { ...valid, to: '15558675310' }],
  ['e164', 'to', { ...valid, to: '+1 555 867 5310' }],
  ['e164', 'to', { ...valid, to: '+05558675310' }],
  ['e164', 'to', { ...valid, to: `+1${'5'.repeat(60_000)}` }],
  ['possible_number', 'to', { ...valid, to: '+1555867531' }],
  ['possible_number', 'to', { ...valid, to: '+155586753101' }],
  ['max_length', 'body', { ...valid, body: 'x'.repeat(1_601) }],
  ['not_blank', 'body', { ...valid, body: ' \n\t\u3000' }],
  ['not_blank', 'body', { ...valid, body: '' }],
  ['clean_text', 'body', { ...valid, body: 'a\u0000b' }],
  ['clean_text', 'body', { ...valid, body: 'a\u001b[31mb' }],
  ['type', 'body', { ...valid, body: ['x'] }],
  ['body_or_media', 'body', { to: recipient }],
  ['body_or_media', 'body', { to: recipient, mediaUrls: [] }],
  ['max_items', 'mediaUrls', { to: recipient, mediaUrls: Array.from({ length: 11 }, () => image) }],
  ['absolute_http_url', 'mediaUrls[1]', { to: recipient, mediaUrls: [image, '/a.jpg'] }],
  ['absolute_http_url', 'mediaUrls[0]', { to: recipient, mediaUrls: ['ftp://media.example.com/a.jpg'] }],
  ['absolute_http_url', 'mediaUrls[0]', { to: recipient, mediaUrls: ['data:image/png;base64,AAAA'] }],
  ['no_credentials', 'mediaUrls[0]', { to: recipient, mediaUrls: ['https://u:p@media.example.com/a.jpg'] }],
  ['public_host', 'mediaUrls[0]', { to: recipient, mediaUrls: ['http://127.0.0.1/a.jpg'] }],
  ['public_host', 'mediaUrls[0]', { to: recipient, mediaUrls: ['http://2130706433/a.jpg'] }],
  ['public_host', 'mediaUrls[0]', { to: recipient, mediaUrls: ['http://[::ffff:10.0.0.1]/a.jpg'] }],
  ['public_host', 'mediaUrls[0]', { to: recipient, mediaUrls: ['https://localhost./a.jpg'] }],
  ['public_host', 'mediaUrls[0]', { to: recipient, mediaUrls: ['http://169.254.169.254/meta'] }],
  [
    'max_length',
    'mediaUrls[0]',
    { to: recipient, mediaUrls: [`https://m.example.com/${'a'.repeat(2_048)}`] },
  ],
  ['configured_sender', 'from', { ...valid, from: '+15005550001' }],
  ['max_keys', 'metadata', { ...valid, metadata: pairs(51) }],
  ['max_length', 'metadata.k', { ...valid, metadata: { k: 'x'.repeat(501) } }],
  ['type', 'metadata.k', { ...valid, metadata: { k: { deep: 1 } } }],
  ['type', 'metadata', { ...valid, metadata: [] }],
  ['max_items', 'tags', { ...valid, tags: Array.from({ length: 11 }, (_, n) => `t${n}`) }],
  ['format', 'tags[0]', { ...valid, tags: ['a b'] }],
  ['max_length', 'reference', { ...valid, reference: 'x'.repeat(129) }],
  ['type', 'requireMms', { ...valid, requireMms: 'yes' }],
  ['unknown_field', 'status', { ...valid, status: 'delivered' }],
  ['unknown_field', 'tenantId', { ...valid, tenantId: '00000000-0000-0000-0000-000000000000' }],
  ['unknown_field', 'price', { ...valid, price: 0, providerId: 'SM1', createdAt: 'now' }],
  ['type', '(request)', []],
  ['type', '(request)', 'null'],
]

describe('a draft that breaks a rule is refused with field and rule, and nothing is stored', () => {
  test.each(refusals)('%s: %s', async (rule, field, body) => {
    const before = await api.countMessages()
    const answer = await api.post(body)
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    const problem = answer.json()
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request', field })
    expect(problem.errors[0]).toMatchObject({ field, rule })
    expect(problem.detail).toContain(field)
    expect(await api.countMessages()).toBe(before)
  })

  test('http media where https is required', async () => {
    const app = await api.build({
      routing: [{ ...api.account, simulated: true }],
      settings: { ...api.deps.settings, requireHttpsMedia: true },
    })
    const before = await api.countMessages()
    const answer = await api.post({ to: recipient, mediaUrls: ['http://media.example.com/a.jpg'] }, { app })
    expect(answer.json()).toMatchObject({ code: 'invalid_request', errors: [{ rule: 'https' }] })
    expect(await api.countMessages()).toBe(before)
  })

  test('several broken rules are named together', async () => {
    const answer = await api.post({ to: '123', body: '', color: 'red' })
    const fields = answer.json().errors.map((error: { field: string }) => error.field)
    expect(fields.toSorted()).toEqual(['body', 'color', 'to'])
  })
})

const raw: readonly [what: string, status: number, code: string, body: string | Buffer, type?: string][] = [
  ['broken JSON', 400, 'malformed_body', '{"to":'],
  ['an empty body', 400, 'malformed_body', ''],
  ['bytes that are not UTF-8', 400, 'malformed_body', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['a lone surrogate', 400, 'invalid_request', `{"to":"${recipient}","body":"a\\ud83d"}`],
  [
    'a lone surrogate in a field name',
    400,
    'invalid_request',
    `{"to":"${recipient}","body":"a","\\ud83d":1}`,
  ],
  [
    'a __proto__ key',
    400,
    'malformed_body',
    `{"to":"${recipient}","body":"a","__proto__":{"polluted":true}}`,
  ],
  ['a nested constructor key', 400, 'malformed_body', `{"metadata":{"constructor":{"prototype":{"x":1}}}}`],
  [
    'a number beyond all bounds',
    400,
    'invalid_request',
    `{"to":"${recipient}","body":"a","metadata":{"n":1e999}}`,
  ],
  ['100,000 levels', 400, 'malformed_body', `{"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['10,000 unknown fields', 400, 'invalid_request', JSON.stringify(pairs(10_000))],
  ['256 KiB and a byte', 413, 'payload_too_large', `"${'x'.repeat(256 * 1024 - 1)}"`],
  ['text/plain', 415, 'unsupported_media_type', JSON.stringify(valid), 'text/plain'],
  ['a form', 415, 'unsupported_media_type', 'to=1', 'application/x-www-form-urlencoded'],
  ['multipart', 415, 'unsupported_media_type', '--x--', 'multipart/form-data; boundary=x'],
]

describe('a body that cannot be read is refused and nothing is stored', () => {
  test.each(raw)('%s', async (_what, status, code, body, type = 'application/json') => {
    const before = await api.countMessages()
    const answer = await api.post(body, { headers: { 'content-type': type } })
    expect(answer.json()).toMatchObject({ status, code })
    expect(answer.statusCode).toBe(status)
    expect(JSON.stringify(answer.json()).length).toBeLessThan(8_000)
    expect(await api.countMessages()).toBe(before)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})
