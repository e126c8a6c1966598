import { openDb } from '@heliograph/delivery/db/db'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { openTcpProxy } from '@heliograph/testkit/tcp-proxy'
import type { FastifyInstance } from 'fastify'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { accountSid, authToken, openApiFixture, publicBaseUrl, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()
const path = '/webhooks/twilio/inbound'
const silence = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

type Webhook = { url: string; form: string; headers: Record<string, string> }
type Params = Record<string, string>

beforeEach(async () => {
  await api.db.$executeRaw`DELETE FROM suppression`
  await api.db.$executeRaw`DELETE FROM inbound_message`
})

let count = 0
function paramsFor(body: string, changes: Params = {}): Params {
  count += 1
  const sid = `SM${count.toString(16).padStart(32, '0')}`
  return {
    MessageSid: sid,
    SmsSid: sid,
    AccountSid: accountSid,
    From: recipient,
    To: sender,
    Body: body,
    NumMedia: '0',
    SmsStatus: 'received',
    ...changes,
  }
}

function sign(params: Params, { token = authToken, base = publicBaseUrl } = {}): Webhook {
  return {
    url: path,
    form: new URLSearchParams(params).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': webhooks.getExpectedTwilioSignature(token, `${base}${path}`, params),
    },
  }
}

const send = ({ url, form, headers }: Webhook, app: FastifyInstance = api.app) =>
  app.inject({ method: 'POST', url, headers, payload: form })
const text = (body: string, changes: Params = {}) => send(sign(paramsFor(body, changes)))
const list = async (query = '', key?: string) =>
  (await api.get(`/v1/inbound${query}`, key === undefined ? {} : { key })).json()

/** The tenant has written to the recipient, so that answers are its own. */
const hasWritten = async (tenantId = api.tenantId, key = api.key) => {
  const { id } = (await api.post({ to: recipient, body: 'x' }, { key })).json()
  await api.db
    .$executeRaw`UPDATE mms_log SET fence = 1 WHERE id = ${id}::uuid AND tenant_id = ${tenantId}::uuid`
}

describe('a genuine inbound message', () => {
  test('STOP refuses the next message, START lets it pass again, and both are listed', async () => {
    await hasWritten()
    const answer = await text('Stop!')
    expect([answer.statusCode, answer.body]).toEqual([200, silence])
    expect(answer.headers['content-type']).toContain('text/xml')
    const refused = await api.post({ to: recipient, body: 'x' })
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'recipient_opted_out'])
    await text('START')
    expect((await api.post({ to: recipient, body: 'x' })).statusCode).toBe(202)
    expect((await list()).data).toMatchObject([
      { from: recipient, to: sender, body: 'START', keyword: 'START', action: 'start' },
      { from: recipient, to: sender, body: 'Stop!', keyword: 'STOP', action: 'stop', contentMasked: false },
    ])
  })

  test("goes by the carrier's OptOutType whatever the words", async () => {
    await text('ARRET', { OptOutType: 'STOP' })
    expect(await api.db.suppression.count({ where: { removedAt: null } })).toBe(1)
  })

  test('is stored once, and repeats get the same answer', async () => {
    const webhook = sign(paramsFor('STOP'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(webhook)))
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`))).toEqual(
      new Set([`200 ${silence}`]),
    )
    expect(await api.db.inboundMessage.count()).toBe(1)
  })

  test('signed with the token before the last rotation is taken', async () => {
    const webhook = sign(paramsFor('hello'), { token: 'fedcba9876543210fedcba9876543210' })
    expect((await send(webhook)).statusCode).toBe(200)
  })

  test('leaves no number and no text in the log', async () => {
    api.logLines.length = 0
    await text('my secret words')
    const lines = api.logLines.join('')
    expect(lines).toContain('inbound.handled')
    expect(lines).not.toContain('secret words')
    expect(lines).not.toContain(recipient.slice(1))
  })

  test('while Postgres is away is 503, and is taken when it is repeated', async () => {
    const proxy = await openTcpProxy(api.databaseUrl)
    const callbackDb = openDb({ url: proxy.url, maxConnections: 1, applicationName: 'api-inbound-test' })
    try {
      const app = await api.build({ callbackDb })
      await proxy.stop()
      const webhook = sign(paramsFor('STOP'))
      expect((await send(webhook, app)).statusCode).toBe(503)
      await proxy.resume()
      expect((await send(webhook, app)).statusCode).toBe(200)
      expect(await api.db.suppression.count()).toBe(1)
    } finally {
      await callbackDb.$disconnect()
      await proxy.close()
    }
  })
})

const withParams = (change: (params: URLSearchParams) => void) => (webhook: Webhook) => {
  const params = new URLSearchParams(webhook.form)
  change(params)
  return { ...webhook, form: params.toString() }
}
const withSignature = (signature: string) => (webhook: Webhook) => ({
  ...webhook,
  headers: { ...webhook.headers, 'x-twilio-signature': signature },
})
const resigned = (options: { token?: string; base?: string }) => (webhook: Webhook) =>
  sign(Object.fromEntries(new URLSearchParams(webhook.form)), options)

const mutations: readonly [what: string, change: (webhook: Webhook) => Webhook][] = [
  ['a parameter added', withParams((params) => params.append('Extra', '1'))],
  ['a parameter removed', withParams((params) => params.delete('NumMedia'))],
  ['a parameter changed', withParams((params) => params.set('From', '+15558675399'))],
  ['a parameter doubled', withParams((params) => params.append('Body', 'STOP'))],
  ['another account', (webhook) => sign({ ...paramsOf(webhook), AccountSid: `AC${'0'.repeat(32)}` })],
  ['a query added', (webhook) => ({ ...webhook, url: `${webhook.url}?a=1` })],
  ['signed for another host', resigned({ base: 'https://gw.example.org' })],
  ['signed for http', resigned({ base: 'http://gw.example.com' })],
  ['signed with another token', resigned({ token: '0'.repeat(32) })],
  ['signed with an empty token', resigned({ token: '' })],
  ['an empty signature', withSignature('')],
  ['a signature of 10 kB', withSignature('A'.repeat(10_000))],
  ['an empty body', (webhook) => ({ ...webhook, form: '' })],
  ['an oversized body', withParams((params) => params.append('Pad', 'x'.repeat(64 * 1024)))],
  ['101 parameters, signed', (webhook) => sign({ ...paramsOf(webhook), ...hundredMore })],
  [
    'a JSON body',
    (webhook) => ({
      ...webhook,
      form: '{}',
      headers: { ...webhook.headers, 'content-type': 'application/json' },
    }),
  ],
]
const hundredMore = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`p${n}`, '1']))
const paramsOf = ({ form }: Webhook): Params => Object.fromEntries(new URLSearchParams(form))

test.each(mutations)('a forged inbound message is 403 and changes nothing: %s', async (_what, mutate) => {
  const answer = await send(mutate(sign(paramsFor('STOP'))))
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'callback_refused'])
  expect(await api.db.inboundMessage.count()).toBe(0)
  expect(await api.db.suppression.count()).toBe(0)
})

test('a signed webhook that is no message is 400', async () => {
  const answer = await text('x', { MessageSid: 'nonsense', SmsSid: 'nonsense' })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'malformed_callback'])
})

test('without PUBLIC_BASE_URL there is no inbound webhook', async () => {
  const app = await api.build({
    settings: { requireHttpsMedia: false, sentFinalAfterMs: 1, unknownAfterMs: 1 },
  })
  expect((await send(sign(paramsFor('STOP')), app)).statusCode).toBe(404)
})

describe('GET /v1/inbound', () => {
  test('filters by number in any usual spelling, by sender and by time', async () => {
    await hasWritten()
    await text('one')
    const [{ receivedAt, id }] = (await list()).data
    const spelled = encodeURIComponent('(555) 867-5310')
    for (const query of [
      `?from=${spelled}`,
      `?to=${encodeURIComponent(sender)}`,
      `?receivedFrom=${receivedAt}`,
    ]) {
      expect((await list(query)).data).toMatchObject([{ id }])
    }
    for (const query of ['?from=%2B15558675311', '?to=12345', `?receivedTo=${receivedAt}`]) {
      expect((await list(query)).data).toEqual([])
    }
    expect((await api.get(`/v1/inbound/${id}`)).json()).toMatchObject({ id, body: 'one' })
  })

  test('pages without gaps, with cursors that fit one filter only', async () => {
    await hasWritten()
    for (const body of ['1', '2', '3']) await text(body)
    const first = await list('?limit=2')
    const second = await list(`?limit=2&cursor=${first.nextCursor}`)
    const bodies = [...first.data, ...second.data].map(({ body }: { body: string }) => body)
    expect(bodies).toEqual(['3', '2', '1'])
    expect(second.nextCursor).toBeNull()
    const other = await api.get(`/v1/inbound?limit=2&to=12345&cursor=${first.nextCursor}`)
    expect([other.statusCode, other.json().code]).toEqual([400, 'invalid_cursor'])
  })

  test('masks without content:read', async () => {
    await hasWritten()
    await text('private', { NumMedia: '1', MediaUrl0: 'https://api.twilio.com/a' })
    const [{ id }] = (await list()).data
    const scopes = ['messages:read'] as const
    const { key } = await createApiKey(api.db, { tenantId: api.tenantId, name: 'reader', scopes })
    const masked = (await api.get(`/v1/inbound/${id}`, { key })).json()
    expect(masked).toMatchObject({
      from: '+*******5310',
      to: '+*******0006',
      body: null,
      mediaUrls: [],
      mediaCount: 1,
      contentMasked: true,
    })
  })

  test("shows what is nobody's to an operator who names no tenant, and to nobody else", async () => {
    // With one tenant alone every message would be its own.
    await api.addCaller()
    await text('who are you?', { From: '+15558675377' })
    const scopes = ['messages:read', 'content:read'] as const
    const { key } = await createApiKey(api.db, { tenantId: null, name: 'operator', scopes })
    const { data } = await list('', key)
    expect(data).toMatchObject([{ from: '+15558675377', body: 'who are you?' }])
    expect((await api.get(`/v1/inbound/${data[0].id}`, { key })).statusCode).toBe(200)
    expect((await list()).data).toEqual([])
    expect((await api.get(`/v1/inbound/${data[0].id}`)).statusCode).toBe(404)
  })

  test('shows nothing to another tenant', async () => {
    await hasWritten()
    await text('private')
    const [{ id }] = (await list()).data
    const other = await api.addCaller()
    expect((await list('', other.key)).data).toEqual([])
    const answer = await api.get(`/v1/inbound/${id}`, { key: other.key })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'inbound_not_found'])
  })
})
