import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { armDeadline } from './arm-deadline.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('aborts when its time is over, or with its parent, also one that is aborted already', () => {
  const parent = new AbortController()
  using late = armDeadline(parent.signal, 1_000)
  using early = armDeadline(parent.signal, 60_000)
  vi.advanceTimersByTime(1_000)
  expect([late.signal.aborted, early.signal.aborted]).toEqual([true, false])
  parent.abort()
  expect(early.signal.aborted).toBe(true)
  using after = armDeadline(parent.signal, 60_000)
  expect(after.signal.aborted).toBe(true)
})

test('leaves no timer behind when it is put away', () => {
  const parent = new AbortController()
  for (let count = 0; count < 100; count += 1) {
    using _deadline = armDeadline(parent.signal, 60_000)
  }
  expect(vi.getTimerCount()).toBe(0)
})
