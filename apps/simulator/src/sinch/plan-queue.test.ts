import { expect, test } from 'vitest'
import { createPlanQueue } from './plan-queue.ts'
import { defaultSettings } from './settings.ts'

const settings = (messagesPerSecond: number) => () => ({
  ...defaultSettings('token', null),
  messagesPerSecond,
})

test('a burst is drained at the rate of the plan', () => {
  const queue = createPlanQueue(settings(4))
  expect([queue.take(1_000), queue.take(1_000), queue.take(1_000)]).toEqual([0, 250, 500])
  expect(queue.take(1_600)).toBe(150)
  expect(queue.take(9_000)).toBe(0)
})

test('without a rate nobody waits', () => {
  const queue = createPlanQueue(settings(0))
  expect([queue.take(1_000), queue.take(1_000)]).toEqual([0, 0])
})
