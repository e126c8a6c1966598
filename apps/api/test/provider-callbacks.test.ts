import { openDb } from '@heliograph/delivery/db/db'
import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { writeCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import { openTcpProxy } from '@heliograph/testkit/tcp-proxy'
import type { FastifyInstance } from 'fastify'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import { accountSid, authToken, openApiFixture, publicBaseUrl, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()

type Callback = { url: string; form: string; headers: Record<string, string> }
type Params = Record<string, string>

let count = 0

/** A message whose first attempt is on its way: claimed, no answer recorded yet. */
async function startAttempt(): Promise<{ id: string; token: string; sid: string }> {
  const { id } = (await api.post({ to: recipient, body: 'x' })).json()
  const claim = await claimMessage(api.db, {
    id,
    gen: 0,
    leaseMs: 45_000,
    worker: 'test',
    probeIntervalMs: 5_000,
  })
  expect(claim.kind).toBe('claimed')
  count += 1
  const sid = `MM${count.toString(16).padStart(32, '0')}`
  return { id, sid, token: writeCallbackToken(api.keyring, { messageId: id, attempt: 1 }) }
}

function paramsFor(sid: string, status: string): Params {
  return {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    From: sender,
    To: recipient,
  }
}

function sign(path: string, params: Params, { token = authToken, base = publicBaseUrl } = {}): Callback {
  return {
    url: path,
    form: new URLSearchParams(params).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': webhooks.getExpectedTwilioSignature(token, `${base}${path}`, params),
    },
  }
}

const genuine = (attempt: { token: string; sid: string }, status: string) =>
  sign(`/webhooks/twilio/status/${attempt.token}`, paramsFor(attempt.sid, status))

const send = ({ url, form, headers }: Callback, app: FastifyInstance = api.app) =>
  app.inject({ method: 'POST', url, headers, payload: form })

/** Everything a callback could change. */
async function stateOf(id: string): Promise<unknown> {
  const [message, attempts, events, refs] = await Promise.all([
    api.db.mmsLog.findUniqueOrThrow({ where: { id } }),
    api.db.mmsAttempt.findMany({ where: { messageId: id } }),
    api.db.mmsEvent.findMany({
      where: { messageId: id },
      select: { version: true, type: true, status: true },
    }),
    api.db.providerRef.findMany({ where: { messageId: id } }),
  ])
  return { message, attempts, events, refs }
}

const statusOf = async (id: string) => (await api.db.mmsLog.findUniqueOrThrow({ where: { id } })).status

describe('a genuine callback', () => {
  test('before the create answer binds the provider id and moves the message', async () => {
    const attempt = await startAttempt()
    const answer = await send(genuine(attempt, 'sent'))
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    const message = (await api.get(`/v1/messages/${attempt.id}`)).json()
    expect(message).toMatchObject({ status: 'sent', providerId: attempt.sid })
  })

  test('doubled changes nothing, reordered never moves the message back', async () => {
    const attempt = await startAttempt()
    for (const status of ['queued', 'delivered', 'delivered', 'sent', 'sending']) {
      expect((await send(genuine(attempt, status))).statusCode).toBe(204)
    }
    expect(await statusOf(attempt.id)).toBe('delivered')
    const before = await stateOf(attempt.id)
    expect((await send(genuine(attempt, 'delivered'))).statusCode).toBe(204)
    expect(await stateOf(attempt.id)).toEqual(before)
  })

  test('sent 20 times at once is applied once', async () => {
    const attempt = await startAttempt()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(genuine(attempt, 'delivered'))))
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([204]))
    const events = await api.db.mmsEvent.findMany({ where: { messageId: attempt.id, status: 'delivered' } })
    expect(events).toHaveLength(1)
  })

  test('signed with the token before the last rotation is taken', async () => {
    const attempt = await startAttempt()
    const token = 'fedcba9876543210fedcba9876543210'
    const callback = sign(`/webhooks/twilio/status/${attempt.token}`, paramsFor(attempt.sid, 'sent'), {
      token,
    })
    expect((await send(callback)).statusCode).toBe(204)
  })

  test('is judged by the configured address, whatever the headers say', async () => {
    const attempt = await startAttempt()
    const callback = genuine(attempt, 'sent')
    const headers = {
      ...callback.headers,
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil',
    }
    expect((await send({ ...callback, headers })).statusCode).toBe(204)
    const evil = sign(`/webhooks/twilio/status/${attempt.token}`, paramsFor(attempt.sid, 'delivered'), {
      base: 'https://evil.example',
    })
    expect((await send({ ...evil, headers: { ...evil.headers, ...headers } })).statusCode).toBe(403)
    expect(await statusOf(attempt.id)).toBe('sent')
  })

  test('with an error explains it', async () => {
    const attempt = await startAttempt()
    const params = { ...paramsFor(attempt.sid, 'undelivered'), ErrorCode: '30003' }
    expect((await send(sign(`/webhooks/twilio/status/${attempt.token}`, params))).statusCode).toBe(204)
    const message = (await api.get(`/v1/messages/${attempt.id}`)).json()
    expect(message).toMatchObject({ status: 'undelivered', error: { code: '30003' } })
  })
})

const withParams = (change: (params: URLSearchParams) => void) => (callback: Callback) => {
  const params = new URLSearchParams(callback.form)
  change(params)
  return { ...callback, form: params.toString() }
}
const withSignature = (change: (signature: string) => string | undefined) => (callback: Callback) => {
  const { 'x-twilio-signature': signature = '', ...headers } = callback.headers
  const changed = change(signature)
  return {
    ...callback,
    headers: changed === undefined ? headers : { ...headers, 'x-twilio-signature': changed },
  }
}
/** Signed by the carrier all the same: only our MAC can tell. */
const resignedAt = (change: (url: string) => string) => (callback: Callback) =>
  sign(change(callback.url), Object.fromEntries(new URLSearchParams(callback.form)))
const resigned = (options: { token?: string; base?: string }) => (callback: Callback) =>
  sign(callback.url, Object.fromEntries(new URLSearchParams(callback.form)), options)

const mutations: readonly [what: string, change: (callback: Callback) => Callback][] = [
  ['a parameter added', withParams((params) => params.append('Extra', '1'))],
  ['a parameter removed', withParams((params) => params.delete('To'))],
  ['a parameter changed', withParams((params) => params.set('MessageStatus', 'failed'))],
  ['a parameter doubled', withParams((params) => params.append('MessageStatus', 'delivered'))],
  [
    'a parameter renamed in case',
    (callback) => ({ ...callback, form: callback.form.replace('&To=', '&to=') }),
  ],
  ['another message id', withParams((params) => params.set('MessageSid', `SM${'0'.repeat(32)}`))],
  ['another account', withParams((params) => params.set('AccountSid', `AC${'0'.repeat(32)}`))],
  ['a query added', (callback) => ({ ...callback, url: `${callback.url}?a=1` })],
  ['signed for another port', resigned({ base: `${publicBaseUrl}:8443` })],
  ['signed for http', resigned({ base: 'http://gw.example.com' })],
  ['signed for another host', resigned({ base: 'https://gw.example.org' })],
  ['signed with another token', resigned({ token: '0'.repeat(32) })],
  ['signed with an empty token', resigned({ token: '' })],
  ['no signature', withSignature(() => undefined)],
  ['an empty signature', withSignature(() => '')],
  ['a signature of 10 kB', withSignature(() => 'A'.repeat(10_000))],
  ['a signature in other case', withSignature((signature) => signature.toLowerCase())],
  [
    'another MAC',
    (callback) => ({ ...callback, url: callback.url.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) }),
  ],
  ['another attempt', (callback) => ({ ...callback, url: callback.url.replace('.1.', '.2.') })],
  ['no MAC', (callback) => ({ ...callback, url: callback.url.replace(/\.[^.]+$/, '') })],
  ['another MAC, signed', resignedAt((url) => url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))],
  ['another attempt, signed', resignedAt((url) => url.replace('.1.', '.2.'))],
  [
    'another message, signed',
    resignedAt((url) => url.replace(/[0-9a-f](?=\.1\.)/, (d) => (d === '0' ? '1' : '0'))),
  ],
  ['a slash added', resignedAt((url) => `${url}/`)],
  ['a deeper path', resignedAt((url) => `${url}/x`)],
  ['an empty body', (callback) => ({ ...callback, form: '' })],
  [
    'a JSON body',
    (callback) => ({
      ...callback,
      form: '{}',
      headers: { ...callback.headers, 'content-type': 'application/json' },
    }),
  ],
  ['an oversized body', withParams((params) => params.append('Pad', 'x'.repeat(64 * 1024)))],
  [
    'an oversized parameter within the limit',
    withParams((params) => params.append('Pad', 'x'.repeat(60_000))),
  ],
  [
    '101 parameters',
    withParams((params) => {
      for (let n = 0; n < 101; n += 1) params.append(`p${n}`, '1')
    }),
  ],
  ['__proto__ as a parameter', withParams((params) => params.append('__proto__', 'polluted'))],
  ['broken percent-encoding in the body', (callback) => ({ ...callback, form: `${callback.form}&x=%zz` })],
]

describe('a callback that was tampered with is 403 and changes nothing', () => {
  test.each(mutations)('%s', async (_what, mutate) => {
    const attempt = await startAttempt()
    const before = await stateOf(attempt.id)
    const answer = await send(mutate(genuine(attempt, 'delivered')))
    expect(answer.statusCode).toBe(403)
    expect(answer.json().code).toBe('callback_refused')
    expect(await stateOf(attempt.id)).toEqual(before)
  })

  test('101 parameters are refused even when they are signed', async () => {
    const attempt = await startAttempt()
    const more = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`p${n}`, '1']))
    const callback = sign(`/webhooks/twilio/status/${attempt.token}`, {
      ...paramsFor(attempt.sid, 'sent'),
      ...more,
    })
    expect((await send(callback)).statusCode).toBe(403)
    expect(await statusOf(attempt.id)).toBe('sending')
  })
})

test('a genuine callback about another message of the account is 409 and changes nothing', async () => {
  const [mine, theirs] = [await startAttempt(), await startAttempt()]
  await send(genuine(mine, 'sent'))
  const before = await stateOf(mine.id)
  const answer = await send(genuine({ token: mine.token, sid: theirs.sid }, 'delivered'))
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'provider_id_mismatch'])
  expect(await stateOf(mine.id)).toEqual(before)
})

test('a genuine callback whose attempt is not known (yet) is kept until it is', async () => {
  const messageId = '01a1fc39-fa88-7803-bd6d-0d7e097e6903'
  const token = writeCallbackToken(api.keyring, { messageId, attempt: 1 })
  const answer = await send(genuine({ token, sid: `MM${'1'.repeat(32)}` }, 'sent'))
  expect(answer.statusCode).toBe(204)
  const parked = await api.db.parkedReceipt.findMany({ where: { messageId } })
  expect(parked).toMatchObject([{ n: 1, providerId: `MM${'1'.repeat(32)}`, status: 'sent' }])
})

test('a signed callback without a status we know is 400', async () => {
  const attempt = await startAttempt()
  const answer = await send(genuine(attempt, 'teleported'))
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'malformed_callback'])
  expect(await statusOf(attempt.id)).toBe('sending')
})

test('a callback while Postgres is away is 503, changes nothing, and is taken when it is repeated', async () => {
  const attempt = await startAttempt()
  const proxy = await openTcpProxy(api.databaseUrl)
  const callbackDb = openDb({ url: proxy.url, maxConnections: 1, applicationName: 'api-callback-test' })
  try {
    const app = await api.build({ callbackDb })
    await proxy.stop()
    const before = await stateOf(attempt.id)
    const answer = await send(genuine(attempt, 'delivered'), app)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
    expect(await stateOf(attempt.id)).toEqual(before)
    await proxy.resume()
    expect((await send(genuine(attempt, 'delivered'), app)).statusCode).toBe(204)
    expect(await statusOf(attempt.id)).toBe('delivered')
  } finally {
    await callbackDb.$disconnect()
    await proxy.close()
  }
})

test('without PUBLIC_BASE_URL there are no callbacks', async () => {
  const app = await api.build({
    settings: { requireHttpsMedia: false, sentFinalAfterMs: 1, unknownAfterMs: 1 },
  })
  const attempt = await startAttempt()
  expect((await send(genuine(attempt, 'sent'), app)).statusCode).toBe(404)
  expect(await statusOf(attempt.id)).toBe('sending')
})
