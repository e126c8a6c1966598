import { afterAll, describe, expect, test } from 'vitest'
import { carrierNames, carriers } from '../scripts/lib/start/carriers.mjs'
import { startStack } from './stack.ts'

// One installation with an account at every carrier, each simulated.

const accounts = Object.assign({}, ...carrierNames.map((name) => carriers[name].simulated()))
const stack = await startStack({ env: accounts })
afterAll(() => stack[Symbol.asyncDispose]())
for (const name of carrierNames) {
  await stack.control('PUT', `/__sim/${name}/settings`, carriers[name].webhooks(stack.apiUrl))
}
const mediaUrls = [`${stack.simulatorUrl}/__sim/media/heliograph.png`]

describe.each(carrierNames)('through %s', (provider) => {
  test('a message is delivered, and the ledger of that carrier has it once', async () => {
    const to = `+1555867${5400 + carrierNames.indexOf(provider)}`
    const { id } = await stack.send({ to, body: 'hello', mediaUrls, provider })
    const message = await stack.untilStatus(id, 'delivered', 30_000)
    const statuses = (await stack.history(id)).map(({ status }) => status)
    expect(statuses.slice(0, 3)).toEqual(['queued', 'sending', 'submitted'])
    expect(statuses.slice(-2)).toEqual(['sent', 'delivered'])
    const ledger = await stack.ledger(to)
    expect(ledger).toMatchObject([{ provider, accepted: true, sid: message.providerId }])
  })

  test('a phone that writes STOP gets nothing more from that sender', async () => {
    const to = `+1555867${5500 + carrierNames.indexOf(provider)}`
    await stack.control('POST', `/__sim/${provider}/inbound`, { from: to, body: 'STOP' })
    const refused = stack.send({ to, body: 'hello', mediaUrls, provider })
    await expect(refused).rejects.toThrow(/recipient_opted_out/)
    expect(await stack.ledger(to)).toEqual([])
  })
})

test('an account that is refused is held, and the others go on', async () => {
  await stack.control('PUT', '/__sim/faults', { rules: [{ fault: 'reject_auth', to: '+15558675600' }] })
  const { id } = await stack.send({ to: '+15558675600', body: 'hello', mediaUrls, provider: 'sinch' })
  const held = await stack.untilStatus(id, 'retrying', 30_000)
  expect(held.hold).toMatchObject({ scope: 'account', code: 'http_401' })
  const other = await stack.send({ to: '+15558675601', body: 'hello', mediaUrls, provider: 'plivo' })
  await stack.untilStatus(other.id, 'delivered', 30_000)
  await stack.control('DELETE', '/__sim/faults')
  await stack.untilStatus(id, 'delivered', 60_000)
})
