import { expect, test } from 'vitest'
import { watchStalls } from './watch-stalls.ts'

test('a stall stops the taking of doorbells until a turn passes without one', async () => {
  const stop = new AbortController()
  const stalls = [false, true, true, false, false]
  const changes: boolean[] = []
  const loop = watchStalls({
    signal: stop.signal,
    intervalMs: 1,
    isStalled: () => {
      if (stalls.length === 1) stop.abort()
      return stalls.shift() ?? false
    },
    setTaking: (isTaking) => changes.push(isTaking),
  })
  await loop.done
  expect(changes).toEqual([false, true])
})
