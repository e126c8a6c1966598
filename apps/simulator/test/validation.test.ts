import { expect, test } from 'vitest'
import { basic, FROM, rawCreate, rawRequest, SERVICE, startSimulator } from './harness.ts'

const TO = '+15558675310'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

test.each([
  ['no To', { From: FROM, Body: 'x' }, 21604],
  ['no sender', { To: TO, Body: 'x' }, 21603],
  ['no content', { To: TO, From: FROM }, 21602],
  ['blank content', { To: TO, From: FROM, Body: '' }, 21619],
  ['To that is no number', { To: 'bob', From: FROM, Body: 'x' }, 21211],
  ['To with nine digits', { To: '+1555867531', From: FROM, Body: 'x' }, 21211],
  ['To equal to From', { To: FROM, From: FROM, Body: 'x' }, 21211],
  ['From that is no number', { To: TO, From: '+', Body: 'x' }, 21212],
  ['From of somebody else', { To: TO, From: '+14155550100', Body: 'x' }, 21606],
  ['text of 1601 characters', { To: TO, From: FROM, Body: 'x'.repeat(1601) }, 21617],
  ['malformed media URL', { To: TO, From: FROM, MediaUrl: 'ftp://x/a.png' }, 21620],
  ['callback without host', { To: TO, From: FROM, Body: 'x', StatusCallback: '/hook' }, 21609],
  [
    'callback with an underscore in its host',
    { To: TO, From: FROM, Body: 'x', StatusCallback: 'https://a_b.example/' },
    21609,
  ],
  ['validity of 0', { To: TO, From: FROM, Body: 'x', ValidityPeriod: '0' }, 21624],
  ['validity of 36001', { To: TO, From: FROM, Body: 'x', ValidityPeriod: '36001' }, 21624],
  ['malformed service', { To: TO, MessagingServiceSid: 'MG1', Body: 'x' }, 21705],
  [
    'From outside of the service',
    { To: TO, MessagingServiceSid: SERVICE, From: '+14155550100', Body: 'x' },
    21711,
  ],
  [
    'schedule without service',
    { To: TO, From: FROM, Body: 'x', ScheduleType: 'fixed', SendAt: inMinutes(20) },
    35118,
  ],
  [
    'schedule without time',
    { To: TO, MessagingServiceSid: SERVICE, Body: 'x', ScheduleType: 'fixed' },
    35111,
  ],
  ['schedule too soon', scheduled(inMinutes(4)), 35114],
  ['schedule too late', scheduled(inMinutes(60 * 24 * 36)), 35114],
  ['schedule at no time', scheduled('tomorrow'), 35114],
  ['unknown schedule type', { ...scheduled(inMinutes(20)), ScheduleType: 'optimize' }, 35117],
])('a create with %s is refused with its code and creates nothing', async (_name, fields, code) => {
  const simulator = await startSimulator()
  const { status, text } = await rawCreate(simulator, fields)
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual({
    code,
    message: expect.any(String),
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status: 400,
  })
  expect(await simulator.ledger()).toMatchObject([
    { accepted: false, sid: null, answer: 400, errorCode: code },
  ])
})

test('eleven media files are refused, ten are not', async () => {
  const simulator = await startSimulator({ settings: { media: { fetch: false } } })
  const withMedia = (count: number): [string, string][] => [
    ['To', TO],
    ['From', FROM],
    ...Array.from({ length: count }, (_, i): [string, string] => [
      'MediaUrl',
      `https://media.example/${i}.png`,
    ]),
  ]
  const refused = await rawCreate(simulator, withMedia(11))
  expect(JSON.parse(refused.text).code).toBe(21623)
  const created = await rawCreate(simulator, withMedia(10))
  expect(JSON.parse(created.text)).toMatchObject({ num_media: '10' })
})

test('a JSON body is not understood: To is missing', async () => {
  const simulator = await startSimulator()
  const { status, text } = await rawRequest(simulator.messagesUrl, {
    method: 'POST',
    body: JSON.stringify({ To: TO, From: FROM, Body: 'x' }),
    headers: { authorization: simulator.basic, 'content-type': 'application/json' },
  })
  expect([status, JSON.parse(text).code]).toEqual([400, 21604])
  const broken = await rawRequest(simulator.messagesUrl, {
    method: 'POST',
    body: '{',
    headers: { authorization: simulator.basic, 'content-type': 'application/json' },
  })
  expect(broken.status).toBe(400)
})

test('the created resource has the keys of Twilio in their order, and its headers', async () => {
  const simulator = await startSimulator()
  const { status, text, headers } = await rawCreate(simulator, { To: TO, From: FROM, Body: 'hello' })
  expect(status).toBe(201)
  expect(Object.keys(JSON.parse(text))).toEqual(
    (
      'body num_segments direction from date_updated price error_message uri account_sid num_media to date_created status ' +
      'sid date_sent messaging_service_sid error_code price_unit api_version subresource_uris'
    ).split(' '),
  )
  expect(JSON.parse(text).date_created).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/)
  expect(headers['content-type']).toMatch(/^application\/json/)
  expect(headers['twilio-request-id']).toMatch(/^RQ[0-9a-f]{32}$/)
  expect(headers['twilio-request-duration']).toMatch(/^\d+\.\d{3}$/)
  expect(headers['twilio-concurrent-requests']).toBe('1')
})

test.each([
  ['no credentials', undefined],
  ['a wrong token', basic(`AC${'0'.repeat(32)}`, 'wrong')],
  ['no Basic scheme', 'Bearer x'],
])('with %s every request is refused with 401 and 20003', async (_name, authorization) => {
  const simulator = await startSimulator({ accountSid: `AC${'0'.repeat(32)}` })
  const headers = authorization === undefined ? FORM : { ...FORM, authorization }
  for (const method of ['POST', 'GET']) {
    const { status, text, headers: got } = await rawRequest(simulator.messagesUrl, { method, headers })
    expect([status, JSON.parse(text).code]).toEqual([401, 20003])
    expect(got['www-authenticate']).toMatch(/^Basic/)
  }
})

test('an API key opens the account, and a token can be rotated without a gap', async () => {
  const apiKeySid = `SK${'a'.repeat(32)}`
  const simulator = await startSimulator({ settings: { apiKeySid, apiKeySecret: 'key secret' } })
  const statusOf = async (username: string, password: string): Promise<number> => {
    const headers = { authorization: basic(username, password) }
    return (await rawRequest(simulator.messagesUrl, { method: 'GET', headers })).status
  }
  expect(await statusOf(apiKeySid, 'key secret')).toBe(200)
  expect(await statusOf(apiKeySid, 'other')).toBe(401)
  await simulator.control('PUT', 'settings', { secondaryAuthToken: 'next' })
  expect(await statusOf(simulator.accountSid, 'next')).toBe(200)
  expect(await statusOf(simulator.accountSid, simulator.authToken)).toBe(200)
  await simulator.control('PUT', 'settings', { authToken: 'next', secondaryAuthToken: null })
  expect(await statusOf(simulator.accountSid, 'next')).toBe(200)
  expect(await statusOf(simulator.accountSid, simulator.authToken)).toBe(401)
})

test('paths that do not exist are 404 with 20404, other methods 405 with 20004', async () => {
  const simulator = await startSimulator()
  const headers = { ...FORM, authorization: simulator.basic }
  const codeOf = async (method: string, path: string): Promise<unknown[]> => {
    const { status, text } = await rawRequest(`${simulator.url}${path}`, { method, headers })
    return [status, JSON.parse(text).code]
  }
  const account = `/2010-04-01/Accounts/${simulator.accountSid}`
  expect(await codeOf('GET', `${account}/Nothing.json`)).toEqual([404, 20404])
  expect(await codeOf('GET', `${account}/Messages/SM${'0'.repeat(32)}.json`)).toEqual([404, 20404])
  expect(await codeOf('POST', `/2010-04-01/Accounts/AC${'1'.repeat(32)}/Messages.json`)).toEqual([404, 20404])
  expect(await codeOf('GET', '/elsewhere')).toEqual([404, 20404])
  expect(await codeOf('PUT', `${account}/Messages.json`)).toEqual([405, 20004])
  expect(await codeOf('DELETE', `${account}/Messages.json`)).toEqual([405, 20004])
})

test('a suspended account refuses creates, a trial account unverified recipients', async () => {
  const simulator = await startSimulator()
  const create = async (To: string): Promise<{ code?: number; body?: string }> =>
    JSON.parse((await rawCreate(simulator, { To, From: FROM, Body: 'hi' })).text)
  await simulator.control('PUT', 'settings', { accountStatus: 'suspended' })
  expect((await create(TO)).code).toBe(20005)
  await simulator.control('PUT', 'settings', { accountStatus: 'active', trial: true, verifiedNumbers: [TO] })
  expect((await create('+15558675311')).code).toBe(21608)
  expect((await create(TO)).body).toBe('Sent from your Twilio trial account - hi')
})

test('with Smart Encoding the answer echoes the original and the stored body differs', async () => {
  const simulator = await startSimulator()
  const created = await simulator.client.messages.create({
    to: TO,
    from: FROM,
    body: '“a” – b…',
    smartEncoded: true,
  })
  expect(created.body).toBe('“a” – b…')
  expect((await simulator.client.messages(created.sid).fetch()).body).toBe('"a" - b...')
})

test('a media message from an alphanumeric sender is refused', async () => {
  const simulator = await startSimulator({ settings: { senders: ['Helio'] } })
  const media = { To: TO, From: 'Helio', MediaUrl: 'https://media.example/a.png' }
  expect(JSON.parse((await rawCreate(simulator, media)).text).code).toBe(21621)
})

test('more requests in flight than allowed are refused with 20429', async () => {
  const simulator = await startSimulator({ settings: { maxConcurrentRequests: 2 } })
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'slow_answer', delayMs: 300 }] })
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => rawCreate(simulator, { To: TO, From: FROM, Body: 'x' })),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(3)
})

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString()
}

function scheduled(SendAt: string): Record<string, string> {
  return { To: TO, MessagingServiceSid: SERVICE, Body: 'x', ScheduleType: 'fixed', SendAt }
}
