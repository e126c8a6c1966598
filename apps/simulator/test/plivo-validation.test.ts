import { expect, test } from 'vitest'
import { basic, rawRequest } from './harness.ts'
import { AUTH_ID, AUTH_TOKEN, create, get, rawCreate, SRC, startPlivo, uuidOf } from './plivo-harness.ts'

const PICTURE = 'https://media.example/a.png'

test.each([
  ['no sender', { src: undefined }, /src or powerpack_uuid/],
  ['two senders', { powerpack_uuid: '00000000-0000-4000-8000-000000000000' }, /src or powerpack_uuid/],
  ['a sender that is no number', { src: 'Heliograph' }, /src/],
  ['a sender that is not ours', { src: '+14155550100' }, /not a number of this account/],
  ['no recipient', { dst: undefined }, /dst/],
  ['a recipient that is no number', { dst: 'bob' }, /dst/],
  ['several recipients', { dst: '14155550101<14155550102' }, /dst/],
  ['a recipient that is the sender', { dst: SRC }, /same/],
  ['a recipient outside the US and Canada', { dst: '+491711234567' }, /not supported between/],
  ['a Caribbean recipient', { dst: '+18765550101' }, /not supported between/],
  ['an unknown type', { type: 'whatsapp' }, /type/],
  ['nothing to say', { text: undefined }, /text/],
  ['too long a text', { text: 'x'.repeat(1_601) }, /1600/],
  ['eleven files', { media_urls: Array(11).fill(PICTURE) }, /more than 10/],
  ['a file without an address', { media_urls: ['ftp://media.example/a'] }, /media_urls/],
  ['uploaded files', { media_ids: ['00000000-0000-4000-8000-000000000000'] }, /media_ids/],
  ['a callback that is no address', { url: 'gw.example.com' }, /url/],
  ['a strange callback method', { method: 'PUT' }, /method/],
  ['too short a life', { message_expiry: 4 }, /message_expiry/],
  ['too long a life', { message_expiry: 10_800 }, /message_expiry/],
  ['a life that is no number', { message_expiry: 'soon' }, /message_expiry/],
  ['a strange log', { log: 'none' }, /log/],
  ['an asynchronous call', { callback_url: 'https://gw.example.com/' }, /callback_url/],
])('a create with %s is refused with 400 and a text', async (_what, fields, error) => {
  const simulator = await startPlivo()
  const { status, body } = await create(simulator, fields)
  expect(status).toBe(400)
  expect(Object.keys(body).toSorted()).toEqual(['api_id', 'error'])
  expect(body.error).toMatch(error)
  expect(await simulator.ledger()).toMatchObject([
    { accepted: false, answer: 400, errorCode: null, sid: null },
  ])
})

test.each([
  ['ten files and no text', { media_urls: Array(10).fill(PICTURE), text: undefined }],
  ['a lone file', { media_urls: PICTURE }],
  ['numbers without a plus, as numbers', { src: 15005550006, dst: 14155550101 }],
  ['numbers with punctuation', { dst: '+1 (415) 555-0101' }],
  ['the bounds of its life', { message_expiry: 5 }],
  ['the longest life', { message_expiry: '10799' }],
  ['a log switched off', { log: false }],
  ['a powerpack', { src: undefined, powerpack_uuid: '00000000-0000-4000-8000-000000000000' }],
])('a create with %s is accepted', async (_what, fields) => {
  const simulator = await startPlivo({ settings: { media: { fetch: false } } })
  const uuid = uuidOf(await create(simulator, fields))
  expect((await get(simulator, `/Message/${uuid}/`)).body).toMatchObject({
    from_number: '15005550006',
    to_number: '14155550101',
  })
})

test('without a type it is an SMS: its media is not sent and nobody is told', async () => {
  const simulator = await startPlivo()
  const uuid = uuidOf(await create(simulator, { type: undefined, media_urls: [PICTURE] }))
  expect((await get(simulator, `/Message/${uuid}/`)).body['message_type']).toBe('sms')
  expect((await get(simulator, `/Message/${uuid}/Media/`)).body.objects).toEqual([])
  expect(await simulator.ledger()).toMatchObject([{ mediaCount: 1, accepted: true }])
})

test.each([
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'src=1&dst=2&text=x'],
  ['broken JSON', { 'content-type': 'application/json' }, '{"src":'],
  ['a JSON list', { 'content-type': 'application/json' }, '[]'],
  ['no body', { 'content-type': 'application/json' }, ''],
])('%s is refused with 400, and is in the ledger', async (_what, headers, body) => {
  const simulator = await startPlivo()
  const answer = await rawRequest(simulator.messagesUrl, {
    method: 'POST',
    body,
    headers: { authorization: simulator.basic, ...headers },
  })
  expect([answer.status, JSON.parse(answer.text).error]).toEqual([
    400,
    'the request body must be a JSON object',
  ])
  expect(await simulator.ledger()).toMatchObject([{ to: null, accepted: false, answer: 400 }])
})

test('a request that is too large is refused', async () => {
  const simulator = await startPlivo()
  expect((await rawCreate(simulator, { text: 'x'.repeat(1_100_000) })).status).toBe(413)
})

test.each([
  ['no credentials', ''],
  ['a wrong token', basic(AUTH_ID, 'wrong')],
  ['a stranger', basic('MAXXXXXXXXXXXXXXXXXX', AUTH_TOKEN)],
  ['no Basic scheme', `Bearer ${AUTH_TOKEN}`],
])('with %s the answer is 401, an HTML page', async (_what, authorization) => {
  const simulator = await startPlivo()
  const { status, headers, text } = await rawCreate(simulator, {}, { headers: { authorization } })
  expect(status).toBe(401)
  expect(headers['content-type']).toMatch(/^text\/html/)
  expect(headers['www-authenticate']).toBe('Basic realm="Login Required"')
  expect(text).toMatch(/^Could not verify your access level/)
  expect(await simulator.ledger()).toMatchObject([{ accepted: false, answer: 401 }])
})

test('paths that do not exist are 404, a missing slash too; other methods are 405', async () => {
  const simulator = await startPlivo()
  const answerOf = async (method: string, path: string): Promise<[number, unknown]> => {
    const headers = { authorization: simulator.basic }
    const { status, text } = await rawRequest(`${simulator.accountUrl}${path}`, { method, headers })
    return [status, JSON.parse(text)]
  }
  expect(await answerOf('GET', '/Nothing/')).toEqual([404, { message: 'Not Found' }])
  expect(await answerOf('POST', '/Message')).toEqual([404, { message: 'Not Found' }])
  expect(await answerOf('GET', '/Message/no-such/')).toMatchObject([404, { error: 'not found' }])
  expect(await answerOf('GET', '/Message/no-such/Media/')).toMatchObject([404, { error: 'not found' }])
  expect(await answerOf('DELETE', '/Message/no-such/')).toMatchObject([405, { api_id: expect.any(String) }])
  expect(await simulator.ledger()).toEqual([])
})

test('a token can be rotated without a gap, and another account is not opened', async () => {
  const simulator = await startPlivo({ settings: { secondaryAuthToken: 'fresh' } })
  const statusOf = async (token: string, path = '/Message/'): Promise<number> => {
    const headers = { authorization: basic(AUTH_ID, token) }
    return (await rawRequest(`${simulator.url}/v1/Account/${AUTH_ID}${path}`, { method: 'GET', headers }))
      .status
  }
  expect([await statusOf(AUTH_TOKEN), await statusOf('fresh')]).toEqual([200, 200])
  const other = `${simulator.url}/v1/Account/MAXXXXXXXXXXXXXXXXXX/Message/`
  const headers = { authorization: simulator.basic }
  expect((await rawRequest(other, { method: 'GET', headers })).status).toBe(401)
})

test('an unverified account may look and not send', async () => {
  const simulator = await startPlivo({ settings: { accountStatus: 'unverified' } })
  expect((await create(simulator)).status).toBe(403)
  expect((await get(simulator, '/Message/')).status).toBe(200)
})

test('more requests than allowed are refused with 429', async () => {
  const simulator = await startPlivo({ settings: { maxRequestsPer5s: 2 } })
  const statuses = []
  for (let i = 0; i < 3; i += 1) statuses.push((await create(simulator)).status)
  expect(statuses).toEqual([202, 202, 429])
  expect((await simulator.ledger()).map(({ accepted }) => accepted)).toEqual([true, true, false])
})

test('a powerpack sends from its own numbers, and only where there is one', async () => {
  const known = '00000000-0000-4000-8000-000000000001'
  const empty = '00000000-0000-4000-8000-000000000002'
  const settings = { powerpacks: { [known]: ['+14155550199'], [empty]: [] } }
  const simulator = await startPlivo({ settings })
  const through = (powerpack_uuid: string) => create(simulator, { src: undefined, powerpack_uuid })
  const uuid = uuidOf(await through(known))
  expect((await get(simulator, `/Message/${uuid}/`)).body).toMatchObject({
    from_number: '14155550199',
    powerpack_id: known,
  })
  expect((await through(empty)).body.error).toMatch(/no number/)
  expect((await through('00000000-0000-4000-8000-000000000003')).body.error).toMatch(/not found/)
  expect(await simulator.ledger()).toMatchObject([{ from: null, messagingServiceSid: known }, {}, {}])
})
