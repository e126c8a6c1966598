import { expect, test } from 'vitest'
import { startStack } from './stack.ts'

test('without a public URL no callback is asked for, and looking up brings the message to its end', async () => {
  await using stack = await startStack({ withoutCallbacks: true })
  const { id } = await stack.send({ to: '+15558675310', body: 'hello' })
  await stack.untilStatus(id, 'delivered', 30_000)
  const ledger = await fetch(`${stack.simulatorUrl}/__sim/ledger`)
  expect(JSON.stringify(await ledger.json())).not.toContain('/webhooks/')
})

test('without Redis messages go from Postgres straight to the worker', async () => {
  await using stack = await startStack({ withoutRedis: true })
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () => (await stack.send({ to: '+15558675310', body: 'hello' })).id),
  )
  await Promise.all(ids.map((id) => stack.untilStatus(id, 'delivered', 30_000)))
  expect(await stack.ledger()).toHaveLength(20)
})
