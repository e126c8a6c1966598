import { expect, test } from 'vitest'
import { carrierNames } from '../src/carriers.ts'
import { basic, FROM, rawCreate, startSimulator } from './harness.ts'
import { AUTH_ID, AUTH_TOKEN, create, DST, startPlivo } from './plivo-harness.ts'

test('every carrier shows its settings and numbers, and refuses a setting that does not exist', async () => {
  const simulator = await startSimulator()
  for (const name of carrierNames) {
    const settings = await simulator.control('GET', `${name}/settings`)
    expect([name, settings.status]).toEqual([name, 200])
    expect(await simulator.control('PUT', `${name}/settings`, { noSuchSetting: 1 })).toMatchObject({
      status: 400,
      body: { error: 'invalid request', problems: [expect.stringMatching(/noSuchSetting/)] },
    })
    expect((await simulator.control('GET', `${name}/settings`)).body).toEqual(settings.body)
    expect((await simulator.control('GET', `${name}/numbers`)).body).toMatchObject({
      senders: expect.arrayContaining([{ number: FROM, see: expect.any(String) }]),
      recipients: expect.arrayContaining([{ number: '+15005552511', see: expect.any(String) }]),
    })
    expect(await simulator.control('POST', `${name}/inbound`, {})).toMatchObject({ status: 400 })
  }
})

test('no carrier shows a secret', async () => {
  const simulator = await startSimulator()
  for (const carrier of simulator.carriers) {
    const secrets = Object.entries(carrier.environment(simulator.url))
      .filter(([name]) => /TOKEN|SECRET/.test(name))
      .map(([, value]) => value)
    expect(secrets.length).toBeGreaterThan(0)
    const shown = JSON.stringify(carrier.settings.show())
    for (const secret of secrets) expect(shown).not.toContain(secret)
  }
})

test.each(carrierNames)('%s is spoken alone when it is asked for alone', async (name) => {
  const simulator = await startSimulator({ carriers: [name] })
  for (const other of carrierNames)
    expect((await simulator.control('GET', `${other}/numbers`)).status).toBe(other === name ? 200 : 404)
  expect((await simulator.control('GET', 'ledger')).status).toBe(200)
  expect((await fetch(`${simulator.url}/__sim/media/heliograph.png`)).status).toBe(200)
})

test('each carrier names variables for its credentials, a sender and the way to the simulator', async () => {
  const simulator = await startSimulator()
  for (const carrier of simulator.carriers) {
    const environment = carrier.environment(simulator.url)
    expect(Object.keys(environment).length).toBeGreaterThan(3)
    const leadsHere = Object.values(environment).some((value) => value.startsWith(simulator.url))
    expect([carrier.name, leadsHere]).toEqual([carrier.name, true])
  }
})

test('creates of every carrier are in one ledger, told apart by their provider', async () => {
  const simulator = await startPlivo()
  await create(simulator)
  const twilio = await startSimulator()
  await rawCreate(twilio, { To: DST, From: FROM, Body: 'x' })
  expect(await simulator.ledger('?provider=plivo')).toMatchObject([{ provider: 'plivo', to: DST }])
  expect(await simulator.ledger('?provider=twilio')).toEqual([])
  expect(await twilio.ledger('?provider=twilio')).toMatchObject([{ provider: 'twilio', to: DST }])
})

test('a reset restores every carrier', async () => {
  const simulator = await startPlivo()
  await simulator.control('PUT', 'plivo/settings', { accountStatus: 'unverified' })
  await simulator.control('PUT', 'twilio/settings', { trial: true })
  await simulator.control('POST', 'reset')
  expect((await simulator.control('GET', 'plivo/settings')).body).toMatchObject({ accountStatus: 'active' })
  expect((await simulator.control('GET', 'settings')).body).toMatchObject({ trial: false })
})

test('an exposed simulator opens its controls with the credentials of any of its accounts', async () => {
  const simulator = await startPlivo({ isExposed: true })
  const statusWith = async (authorization: string): Promise<number> =>
    (await fetch(`${simulator.url}/__sim/ledger`, { headers: { authorization } })).status
  expect(await statusWith(basic(AUTH_ID, AUTH_TOKEN))).toBe(200)
  expect(await statusWith(basic(AUTH_ID, 'wrong'))).toBe(401)
})

test('without Twilio a path that is nobody’s is not found', async () => {
  const simulator = await startPlivo({ carriers: ['plivo'] })
  const response = await fetch(`${simulator.url}/elsewhere`)
  expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }])
})
