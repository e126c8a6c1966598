import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { buildErrorBrake } from './error-brake.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function build() {
  const calls: string[] = []
  const brake = buildErrorBrake({
    pause: () => Promise.resolve(void calls.push('pause')),
    resume: () => void calls.push('resume'),
    clock: () => Date.now(),
  })
  return { brake, calls }
}

test('more than 20 errors within a second pause the fetch loop for 2 s, once', () => {
  const { brake, calls } = build()
  for (let error = 0; error < 500; error += 1) brake.count()
  expect(calls).toEqual(['pause'])
  vi.advanceTimersByTime(2_000)
  expect(calls).toEqual(['pause', 'resume'])
})

test('a few errors a second do not', () => {
  const { brake, calls } = build()
  for (let error = 0; error < 100; error += 1) {
    brake.count()
    vi.advanceTimersByTime(60)
  }
  expect(calls).toEqual([])
})

test('a brake that was let go leaves no timer behind', () => {
  const { brake, calls } = build()
  for (let error = 0; error < 30; error += 1) brake.count()
  brake.release()
  vi.advanceTimersByTime(10_000)
  expect(calls).toEqual(['pause'])
})
