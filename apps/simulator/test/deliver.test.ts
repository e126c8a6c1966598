import { expect, onTestFinished, test } from 'vitest'
import { type DeliveryPolicy, deliver } from '../src/core/deliver.ts'
import { createOutbound } from '../src/core/outbound.ts'
import { createTimers } from '../src/core/timers.ts'
import { startReceiver } from './harness.ts'

const POLICY: DeliveryPolicy = {
  connectTimeoutMs: 1_000,
  readTimeoutMs: 1_000,
  totalTimeoutMs: 60_000,
  retries: 3,
  retryOn: new Set(['5xx']),
}

/** Delivers to a server that answers as told; the pauses are noted and not waited for. */
async function deliverTo(
  answer: (count: number) => number,
  policy: Partial<DeliveryPolicy>,
  isWanted: () => boolean = () => true,
) {
  const receiver = await startReceiver((_received, count) => answer(count))
  const timers = createTimers()
  const outbound = createOutbound()
  onTestFinished(() => {
    timers.close()
    outbound.close()
  })
  const pauses: number[] = []
  const sleep: typeof timers.sleep = (delayMs, signal) => {
    pauses.push(delayMs)
    return timers.sleep(0, signal)
  }
  const heard: (number | string)[] = []
  const request = {
    id: '1',
    url: receiver.url,
    method: 'POST' as const,
    headers: {},
    body: 'a=1',
    authorization: undefined,
  }
  const watch = { onAnswer: (one: number | string) => heard.push(one), isWanted }
  const answers = await deliver(
    { outbound, timers: { ...timers, sleep } },
    request,
    { ...POLICY, ...policy },
    watch,
  )
  expect(heard).toEqual(answers)
  expect(receiver.received).toHaveLength(answers.length)
  return { answers, pauses }
}

test('the pauses are the policy’s, the last one for all that follow', async () => {
  expect(await deliverTo(() => 503, { pausesMs: [60_000, 120_000] })).toEqual({
    answers: [503, 503, 503, 503],
    pauses: [60_000, 120_000, 120_000],
  })
  expect((await deliverTo(() => 503, {})).pauses).toEqual([100, 100, 100])
})

test.each([
  ['5xx', [503, 404]],
  ['4xx', [503]],
  ['429', [503]],
  ['not_200', [503, 404, 429, 204]],
] as const)(
  'retried on %s, it ends with the first answer that is none of these',
  async (reason, expected) => {
    const script = [503, 404, 429, 204, 200]
    const { answers } = await deliverTo((count) => script[count - 1] ?? 200, { retryOn: new Set([reason]) })
    expect(answers).toEqual(expected)
  },
)

test('429 is one of the 4xx and a reason of its own', async () => {
  for (const reason of ['429', '4xx'] as const) {
    const { answers } = await deliverTo((count) => (count === 1 ? 429 : 200), { retryOn: new Set([reason]) })
    expect(answers).toEqual([429, 200])
  }
})

test('what nobody wants any more is not tried again', async () => {
  let asked = 0
  const isWanted = (): boolean => {
    asked += 1
    return asked < 2
  }
  expect((await deliverTo(() => 503, {}, isWanted)).answers).toEqual([503, 503])
})
