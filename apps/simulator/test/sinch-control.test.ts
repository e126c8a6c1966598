import { expect, test } from 'vitest'
import { buildSimulator } from '../src/simulator.ts'
import { rawRequest } from './harness.ts'
import { PLAN, rawSinch, SECRET, send, startSinch, TO, TOKEN, untilCode } from './sinch-harness.ts'

test('settings are shown without their secrets', async () => {
  const simulator = await startSinch({
    settings: { basicAuth: { username: 'u', password: 'hidden-password' } },
  })
  const { body } = await simulator.control('GET', 'sinch/settings')
  expect(body).toMatchObject({ apiToken: '[secret]', hmacSecret: '[secret]', basicAuth: '[secret]' })
  for (const secret of [TOKEN, SECRET, 'hidden-password']) expect(JSON.stringify(body)).not.toContain(secret)
})

test('a change of settings holds at once and is checked whole', async () => {
  const simulator = await startSinch()
  await simulator.control('PUT', 'sinch/settings', { apiToken: 'other', delays: { dispatchedMs: 0 } })
  expect((await rawSinch(simulator, { method: 'GET' })).status).toBe(401)
  expect(await simulator.control('PUT', 'sinch/settings', { apiToken: TOKEN, typo: 1 })).toMatchObject({
    status: 400,
    body: { problems: [expect.stringContaining('typo')] },
  })
  expect((await rawSinch(simulator, { method: 'GET' })).status).toBe(401)
  await simulator.control('DELETE', 'sinch/settings')
  expect((await rawSinch(simulator, { method: 'GET' })).status).toBe(200)
})

test('a simulator that others can reach opens its controls to the token of the plan', async () => {
  const simulator = await startSinch({ isExposed: true })
  const status = async (authorization: string): Promise<number> =>
    (await rawRequest(`${simulator.url}/__sim/ledger`, { method: 'GET', headers: { authorization } })).status
  const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`
  expect(await status(`Bearer ${TOKEN}`)).toBe(200)
  expect(await status(basic(`${PLAN}:${TOKEN}`))).toBe(200)
  expect(await status('Bearer wrong')).toBe(401)
  expect(await status(basic(`${PLAN}:wrong`))).toBe(401)
  expect(await status('')).toBe(401)
})

test('other carriers are nobody when Sinch is spoken alone', async () => {
  const simulator = await startSinch()
  const { status } = await rawRequest(`${simulator.url}/2010-04-01/Accounts/AC/Messages.json`, {
    method: 'GET',
    headers: {},
  })
  expect(status).toBe(404)
  expect((await simulator.control('GET', 'sinch/settings')).status).toBe(200)
  expect((await simulator.control('GET', 'twilio/settings')).status).toBe(404)
})

test('the environment of the account points a client at it', async () => {
  const simulator = await startSinch()
  const environment = simulator.carrier.environment(simulator.url)
  expect(environment).toEqual({
    SIMULATOR_URL: simulator.url,
    SINCH_SERVICE_PLAN_ID: PLAN,
    SINCH_API_TOKEN: TOKEN,
    SINCH_NUMBER: '+15005550006',
    SINCH_WEBHOOK_SECRET: SECRET,
  })
  const shown = JSON.stringify(simulator.carrier.about(simulator.url))
  for (const secret of [TOKEN, SECRET]) expect(shown).not.toContain(secret)
})

test('closing leaves no message on its way', async () => {
  const simulator = await startSinch({ settings: { delays: { dispatchedMs: 60_000 } } })
  await untilCode(simulator, await send(simulator), 401)
  await send(simulator, { to: [TO], send_at: new Date(Date.now() + 86_400_000).toISOString() })
  await simulator.app.close()
  await expect(send(simulator)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a plan that was given basic credentials and no secret signs nothing', () => {
  const env = {
    SINCH_WEBHOOK_USER: 'heliograph',
    SINCH_WEBHOOK_PASSWORD: 'secret-password',
    SINCH_NUMBER: '14155550100',
  }
  const { carriers } = buildSimulator({ carriers: ['sinch'], env })
  expect(carriers[0]?.settings.show()).toMatchObject({
    hmacSecret: null,
    basicAuth: '[secret]',
    senders: ['+15005550006', '+14155550100'],
  })
  expect(carriers[0]?.environment('http://127.0.0.1:3001')).toMatchObject({
    SINCH_WEBHOOK_USER: 'heliograph',
    SINCH_WEBHOOK_PASSWORD: 'secret-password',
  })
  expect(carriers[0]?.environment('http://127.0.0.1:3001')).not.toHaveProperty('SINCH_WEBHOOK_SECRET')
})
