import { expect, test } from 'vitest'
import { FROM, rawCreate, rawRequest, startSimulator } from './harness.ts'

test('an exposed simulator wants the account credentials for its controls, and only for them', async () => {
  const simulator = await startSimulator({ isExposed: true })
  const statusOf = async (path: string, authorization?: string): Promise<number> =>
    (await fetch(`${simulator.url}${path}`, authorization ? { headers: { authorization } } : {})).status
  for (const path of ['/__sim/ledger', '/__sim/faults', '/__sim/settings', '/__sim/numbers']) {
    expect(await statusOf(path)).toBe(401)
    expect(await statusOf(path, 'Basic eDp5')).toBe(401)
    expect(await statusOf(path, simulator.basic)).toBe(200)
  }
  expect(await statusOf('/__sim/health')).toBe(200)
  expect(await statusOf('/__sim/media/heliograph.png')).toBe(200)
})

test('a web page elsewhere cannot steer a simulator on its visitor’s machine', async () => {
  const simulator = await startSimulator()
  const statusWith = async (headers: Record<string, string>): Promise<number> =>
    (await rawRequest(`${simulator.url}/__sim/reset`, { method: 'POST', headers })).status
  expect(await statusWith({ origin: 'https://evil.example' })).toBe(401)
  expect(await statusWith({ host: 'rebound.example' })).toBe(401)
  expect(await statusWith({ origin: 'http://localhost:5173' })).toBe(204)
  expect(await statusWith({ host: '[::1]:3001' })).toBe(204)
  expect(await statusWith({})).toBe(204)
})

test('settings are merged, checked, shown without secrets and reset', async () => {
  const simulator = await startSimulator({ settings: { trial: true } })
  const changed = await simulator.control('PUT', 'settings', { delays: { sentMs: 5 }, senders: ['*'] })
  expect(changed.body).toMatchObject({
    delays: { queuedMs: 10, sentMs: 5 },
    senders: ['*'],
    trial: true,
    authToken: '[secret]',
    secondaryAuthToken: null,
  })
  const refused = await simulator.control('PUT', 'settings', { delay: {}, delays: { sentMs: -1 } })
  expect(refused).toMatchObject({
    status: 400,
    body: { problems: expect.arrayContaining([expect.stringMatching(/delays.sentMs/)]) },
  })
  expect((await simulator.control('GET', 'settings')).body).toEqual(changed.body)
  expect((await simulator.control('DELETE', 'settings')).body).toMatchObject({
    senders: ['+15005550006'],
    delays: { sentMs: 10 },
  })
})

test('a fault with a typing mistake is refused, not ignored', async () => {
  const simulator = await startSimulator()
  const wrong = [
    { fault: 'reset_aftr' },
    { fault: 'reset_after', propability: 1 },
    { fault: 'reset_after', probability: 2 },
  ]
  for (const rule of wrong)
    expect((await simulator.control('PUT', 'faults', { rules: [rule] })).status).toBe(400)
  expect((await simulator.control('GET', 'faults')).body).toEqual({ seed: 1, rules: [], struck: [] })
})

test('a reset forgets messages, faults and changed settings', async () => {
  const simulator = await startSimulator()
  await rawCreate(simulator, { To: '+15558675310', From: FROM, Body: 'x' })
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'unavailable' }] })
  await simulator.control('PUT', 'settings', { trial: true })
  expect((await simulator.control('POST', 'reset')).status).toBe(204)
  expect(await simulator.ledger()).toEqual([])
  expect(await simulator.client.messages.list()).toEqual([])
  expect((await simulator.control('GET', 'faults')).body).toMatchObject({ rules: [] })
  expect((await simulator.control('GET', 'settings')).body).toMatchObject({ trial: false })
})

test('closing ends hanging and slow requests, waiting walks and open callbacks', async () => {
  const simulator = await startSimulator({ settings: { delays: { queuedMs: 60_000 } } })
  await simulator.control('PUT', 'faults', {
    rules: [
      { fault: 'hang_after', to: '+15558675310' },
      { fault: 'slow_answer', delayMs: 60_000, to: '+15558675311' },
    ],
  })
  const ends = ['+15558675310', '+15558675311'].map((To) =>
    rawCreate(simulator, { To, From: FROM, Body: 'x' }, { timeoutMs: 30_000 }).catch(
      (error: Error) => error.message,
    ),
  )
  await expect.poll(async () => (await simulator.ledger()).filter(({ accepted }) => accepted).length).toBe(2)
  const startedMs = performance.now()
  await simulator.app.close()
  await Promise.all(ends)
  expect(performance.now() - startedMs).toBeLessThan(1_000)
})
