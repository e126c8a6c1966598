import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTimers } from './timers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a delay of 35 days is not cut short by the limit of setTimeout', () => {
  const timers = createTimers()
  const run = vi.fn()
  timers.after(35 * 86_400_000, run)
  vi.advanceTimersByTime(35 * 86_400_000 - 1)
  expect(run).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledOnce()
  expect(timers.pending()).toBe(0)
})

test('a canceled timer does not run and is not pending', () => {
  const timers = createTimers()
  const run = vi.fn()
  timers.after(10, run)()
  expect(timers.pending()).toBe(0)
  vi.advanceTimersByTime(20)
  expect(run).not.toHaveBeenCalled()
})

test('closing wakes every sleep with false and leaves no timer', async () => {
  const timers = createTimers()
  const sleeps = [timers.sleep(1_000), timers.sleep(2_000)]
  timers.close()
  expect(await Promise.all(sleeps)).toEqual([false, false])
  expect(timers.pending()).toBe(0)
  expect(await timers.sleep(1)).toBe(false)
})

test('an aborted sleep ends with false, a finished one with true', async () => {
  const timers = createTimers()
  const stop = new AbortController()
  const stopped = timers.sleep(1_000, stop.signal)
  const finished = timers.sleep(5)
  stop.abort()
  vi.advanceTimersByTime(5)
  expect([await stopped, await finished]).toEqual([false, true])
  expect(timers.pending()).toBe(0)
})
