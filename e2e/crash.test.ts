import { eventually } from '@heliograph/testkit/eventually'
import { expect, test } from 'vitest'
import { startStack } from './stack.ts'

const impatient = { SEND_TIMEOUT_MS: '3000', LEASE_MS: '4000', AMBIGUITY_HOLD_MS: '60000' }

test('killing the worker between claim and answer never leads to a second create', async () => {
  await using stack = await startStack({ workerEnv: impatient, withoutCallbacks: true })
  const to = '+15558675310'
  await stack.control('PUT', '/__sim/faults', { rules: [{ fault: 'hang_after', to }] })
  const { id } = await stack.send({ to, body: 'hello' })
  await eventually(async () => expect(await stack.ledger(to)).toHaveLength(1), { timeoutMs: 10_000 })
  stack.worker.kill('SIGKILL')
  await stack.control('DELETE', '/__sim/faults')
  await stack.startWorker()
  const message = await stack.untilStatus(id, 'ambiguous', 20_000)
  expect(message.error?.code).toBe('lease_expired')
  const other = await stack.send({ to: '+15558675311', body: 'after the crash' })
  await stack.untilStatus(other.id, 'delivered', 30_000)
  expect(await stack.ledger(to)).toHaveLength(1)
})

test('a callback that outlives the worker proves the message that the worker could not record', async () => {
  await using stack = await startStack({ workerEnv: impatient })
  const to = '+15558675310'
  await stack.control('PUT', '/__sim/faults', { rules: [{ fault: 'hang_after', to }] })
  const { id } = await stack.send({ to, body: 'hello' })
  await eventually(async () => expect(await stack.ledger(to)).toHaveLength(1), { timeoutMs: 10_000 })
  stack.worker.kill('SIGKILL')
  await stack.untilStatus(id, 'delivered', 20_000)
  expect(await stack.ledger(to)).toHaveLength(1)
})
