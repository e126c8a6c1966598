import { eventually } from '@heliograph/testkit/eventually'
import { expect, test } from 'vitest'
import { startStack } from './stack.ts'

test('SIGTERM lets a send that is under way end, and exits within 10 s with 0', async () => {
  await using stack = await startStack()
  const to = '+15558675310'
  await stack.control('PUT', '/__sim/faults', { rules: [{ fault: 'slow_answer', to, delayMs: 3_000 }] })
  const { id } = await stack.send({ to, body: 'hello' })
  await eventually(async () => expect(await stack.ledger(to)).toHaveLength(1), { timeoutMs: 10_000 })
  const stoppedAt = performance.now()
  stack.worker.kill('SIGTERM')
  expect(await stack.worker.exited).toEqual({ code: 0, signal: null })
  expect(performance.now() - stoppedAt).toBeLessThan(10_000)
  const history = await stack.history(id)
  expect(history.some((line) => line.type === 'attempt.ambiguous')).toBe(false)
  await stack.untilStatus(id, 'delivered')
})

test('SIGTERM cuts a send that hangs after its grace: the message is ambiguous, not lost and not doubled', async () => {
  await using stack = await startStack({ withoutCallbacks: true })
  const to = '+15558675310'
  await stack.control('PUT', '/__sim/faults', { rules: [{ fault: 'hang_after', to }] })
  const { id } = await stack.send({ to, body: 'hello' })
  await eventually(async () => expect(await stack.ledger(to)).toHaveLength(1), { timeoutMs: 10_000 })
  const stoppedAt = performance.now()
  stack.worker.kill('SIGTERM')
  expect(await stack.worker.exited).toEqual({ code: 0, signal: null })
  expect(performance.now() - stoppedAt).toBeLessThan(10_000)
  expect(await stack.untilStatus(id, 'ambiguous')).toMatchObject({ attempts: 1 })
  expect(await stack.ledger(to)).toHaveLength(1)
})

test('the API finishes what it was asked and exits within 10 s with 0', async () => {
  await using stack = await startStack()
  const requests = Array.from({ length: 20 }, (_, index) =>
    stack.send({ to: `+1555867530${index % 10}`, body: 'hello' }, { 'idempotency-key': `key-${index}` }),
  )
  const answers = await Promise.all(requests)
  expect(answers).toHaveLength(20)
  stack.api.kill('SIGTERM')
  expect(await stack.api.exited).toEqual({ code: 0, signal: null })
})

test('a worker whose Redis is away ends as fast', async () => {
  await using stack = await startStack({
    env: { REDIS_URL: 'redis://127.0.0.1:9/0', QUEUE_PREFIX: '{away}' },
    withoutRedis: true,
  })
  const { id } = await stack.send({ to: '+15558675310', body: 'hello' })
  await stack.untilStatus(id, 'delivered', 30_000)
  for (const child of [stack.worker, stack.api]) {
    const stoppedAt = performance.now()
    child.kill('SIGTERM')
    expect(await child.exited).toEqual({ code: 0, signal: null })
    expect(performance.now() - stoppedAt).toBeLessThan(10_000)
  }
})
