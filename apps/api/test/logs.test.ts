import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { writeCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { expect, test } from 'vitest'
import { accountSid, authToken, openApiFixture, publicBaseUrl, recipient, sender } from './api-fixture.ts'

const api = await openApiFixture()
const phrase = 'a very private sentence'
const media = 'https://media.example.com/private-path/cat.jpg'
const parsed = () => api.logLines.map((line) => JSON.parse(line))

/** Every kind of request, good and bad, with everything private in it. */
async function useEverything(): Promise<{ id: string; token: string }> {
  const draft = { to: recipient, body: phrase, mediaUrls: [media], metadata: { note: phrase } }
  const { id } = (await api.post(draft, { headers: { 'idempotency-key': 'log-1' } })).json()
  await api.post(draft, { headers: { 'idempotency-key': 'log-1' } })
  await api.post({ ...draft, from: recipient, unknown: phrase })
  await api.post(`{"to":"${recipient}","body":"${phrase}`)
  await api.get(`/v1/messages?to=${encodeURIComponent(recipient)}&api_key=${api.key}`)
  await api.get(`/v1/messages?to=${encodeURIComponent(recipient)}`)
  await api.get(`/v1/messages/${id}`)
  await api.get(`/v1/messages/%zz${encodeURIComponent(recipient)}`)
  await api.get(`/nope/${encodeURIComponent(recipient)}`)
  await claimMessage(api.db, { id, gen: 0, leaseMs: 45_000, worker: 'test', probeIntervalMs: 5_000 })
  const token = writeCallbackToken(api.keyring, { messageId: id, attempt: 1 })
  const url = `/webhooks/twilio/status/${token}`
  const sid = `MM${'1'.repeat(32)}`
  const params = {
    MessageSid: sid,
    MessageStatus: 'sent',
    AccountSid: accountSid,
    To: recipient,
    From: sender,
  }
  const signature = webhooks.getExpectedTwilioSignature(authToken, `${publicBaseUrl}${url}`, params)
  for (const given of [signature, 'forged']) {
    await api.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': given },
      payload: new URLSearchParams(params).toString(),
    })
  }
  const db = new Proxy(api.db, {
    get: (target, name) => {
      if (name !== '$queryRaw') return Reflect.get(target, name)
      return () => Promise.reject(new Error(`failed for ${recipient} with ${media} and ${api.key}`))
    },
  })
  await api.post(draft, { app: await api.build({ db }) })
  return { id, token }
}

test('nothing private reaches the log, and every request leaves one line that can be found again', async () => {
  const { id, token } = await useEverything()
  const all = api.logLines.join('')
  for (const secret of [
    recipient,
    recipient.slice(1),
    encodeURIComponent(recipient),
    sender,
    phrase,
    media,
    'private-path',
    api.key,
    api.key.slice(-20),
    token,
    token.split('.').at(-1),
    authToken,
    'forged',
  ]) {
    expect(all).not.toContain(secret)
  }
  const records = parsed()
  const requests = records.filter((record) => record.event === 'request.completed')
  const callbacks = records.filter((record) => record.event === 'callback.handled')
  expect(requests.length + callbacks.length).toBe(12)
  expect(new Set(records.filter((record) => record.status).map((record) => record.requestId)).size).toBe(12)
  expect(requests[0]).toMatchObject({
    level: 'info',
    service: 'api',
    method: 'POST',
    route: '/v1/messages',
    status: 202,
    tenantId: api.tenantId,
    messageId: id,
    idempotency: 'accepted',
  })
  expect(requests[0].durationMs).toBeTypeOf('number')
  expect(requests[1]).toMatchObject({ status: 202, idempotency: 'replayed', messageId: id })
  expect(callbacks).toMatchObject([
    {
      route: '/webhooks/twilio/status/:token',
      status: 204,
      messageId: id,
      attempt: 1,
      receipt: 'sent',
      outcome: 'applied',
    },
    { route: '/webhooks/twilio/status/:token', status: 403, messageId: id, code: 'callback_refused' },
  ])
  const fault = requests.at(-1)
  expect(fault).toMatchObject({ level: 'error', status: 500, code: 'internal_error', err: { type: 'Error' } })
  expect(fault.err.frames.length).toBeGreaterThan(0)
})

test('a line stays one record and stays short, whatever a caller writes', async () => {
  const before = api.logLines.length
  await api.get(`/v1/messages?${'x'.repeat(9_000)}%0A%7B%22level%22:50%7D=1`)
  const added = api.logLines.slice(before)
  expect(added).toHaveLength(1)
  expect(added[0]?.trimEnd()).not.toContain('\n')
  expect(added[0]?.length).toBeLessThan(1_500)
})
