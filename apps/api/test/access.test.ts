import { describe, expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const id = (await api.post({ to: recipient, body: 'x' })).json().id
const bodyWithoutRequest = (text: string) => ({ ...JSON.parse(text), requestId: '' })

const routes = [
  { method: 'POST', url: '/v1/messages', scope: 'messages:write' },
  { method: 'GET', url: '/v1/messages', scope: 'messages:read' },
  { method: 'GET', url: `/v1/messages/${id}`, scope: 'messages:read' },
  { method: 'GET', url: `/v1/messages/${id}/events`, scope: 'messages:read' },
] as const

describe('every way in which a key can be wrong', () => {
  test('gets the same 401 and stores nothing', async () => {
    const revoked = await api.addCaller()
    await api.db.apiKey.updateMany({ where: { tenantId: revoked.tenantId }, data: { revokedAt: new Date() } })
    const expired = await api.addCaller()
    await api.db.apiKey.updateMany({
      where: { tenantId: expired.tenantId },
      data: { expiresAt: new Date(0) },
    })
    const wrong = `${api.key.slice(0, -1)}${api.key.endsWith('0') ? '1' : '0'}`
    const headers = [
      undefined,
      '',
      'Bearer',
      `Bearer ${wrong}`,
      `Bearer ${revoked.key}`,
      `Bearer ${expired.key}`,
      `Bearer hg_${'x'.repeat(53)}`,
      `Bearer ${api.key} x`,
      `Basic ${Buffer.from(`${api.key}:`).toString('base64')}`,
      api.key,
      `Bearer ${'x'.repeat(9_000)}`,
    ]
    const before = await api.countMessages()
    for (const { method, url } of routes) {
      const bodies = new Set<string>()
      for (const authorization of headers) {
        const answer = await api.app.inject({
          method,
          url,
          headers: {
            ...(authorization === undefined ? {} : { authorization }),
            'content-type': 'application/json',
          },
          ...(method === 'POST' ? { payload: JSON.stringify({ to: recipient, body: 'x' }) } : {}),
        })
        expect(answer.statusCode).toBe(401)
        expect(answer.headers['www-authenticate']).toBe('Bearer realm="heliograph"')
        bodies.add(JSON.stringify(bodyWithoutRequest(answer.body)))
      }
      expect(bodies.size).toBe(1)
    }
    expect(await api.countMessages()).toBe(before)
  })
})

test('every route wants its own scope: any other is 403', async () => {
  const writer = await api.addCaller(['messages:write'])
  const reader = await api.addCaller(['messages:read'])
  const nobody = await api.addCaller([])
  for (const { method, url, scope } of routes) {
    for (const [caller, granted] of [
      [writer, 'messages:write'],
      [reader, 'messages:read'],
      [nobody, ''],
    ] as const) {
      const answer = await api.app.inject({ method, url, headers: { authorization: `Bearer ${caller.key}` } })
      expect([url, granted, answer.statusCode === 403]).toEqual([url, granted, granted !== scope])
      if (answer.statusCode === 403) expect(answer.json()).toMatchObject({ code: 'scope_missing' })
    }
  }
})

test.each(['api_key', 'apikey', 'access_token', 'token', 'Authorization', 'whatever'])(
  'a key in the URL as %s is 400, even with a good header',
  async (name) => {
    const answer = await api.get(`/v1/messages?${name}=${api.key}`)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'key_in_url'])
    expect(answer.body).not.toContain(api.key)
  },
)

describe('paths', () => {
  test.each([
    ['/v1/messages', 'DELETE', 'GET, HEAD, POST'],
    ['/v1/messages', 'PATCH', 'GET, HEAD, POST'],
    [`/v1/messages/${id}`, 'POST', 'GET, HEAD'],
    [`/v1/messages/${id}`, 'DELETE', 'GET, HEAD'],
    [`/v1/messages/${id}/events?x=1`, 'PUT', 'GET, HEAD'],
    ['/livez', 'POST', 'GET, HEAD'],
    ['/openapi.json', 'POST', 'GET, HEAD'],
    ['/webhooks/twilio/status/x', 'GET', 'POST'],
  ])('%s does not take %s: 405 with Allow', async (url, method, allow) => {
    const headers = { 'content-type': 'text/plain' }
    const answer = await api.app.inject({ url, method: method as 'DELETE', headers, payload: 'x' })
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, allow])
    expect(answer.json()).toMatchObject({ code: 'method_not_allowed', status: 405 })
  })

  test.each([
    '/nope',
    '/v1',
    '/v1/message',
    '/admin/queues',
    '/webhooks/nexmo/status/x',
    '/v1/messages/a/b/c',
  ])('%s is a 404 problem', async (url) => {
    const answer = await api.app.inject({ url })
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    const { requestId, ...problem } = answer.json()
    expect(problem).toMatchObject({
      type: 'urn:heliograph:problem:not_found',
      code: 'not_found',
      status: 404,
    })
    expect(answer.headers['x-request-id']).toBe(requestId)
  })

  test('a broken percent-encoding is a 400 problem', async () => {
    const answer = await api.app.inject({ url: '/v1/messages/%zz' })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'malformed_url'])
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })
})

test('a fault of ours is a 500 that tells nothing about itself', async () => {
  const providers = new Proxy(api.deps.providers, {
    get: () => {
      throw new Error('postgresql://user:secret@db/x said no')
    },
  })
  const app = await api.build({ providers })
  await api.db.mmsLog.update({ where: { id }, data: { errorCode: '30003', errorClass: 'recipient' } })
  const answer = await api.get(`/v1/messages/${id}`, { app })
  expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal_error'])
  expect(answer.body).not.toMatch(/secret|postgres|Error:|at /)
})
