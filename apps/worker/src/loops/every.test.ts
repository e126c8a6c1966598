import { expect, test } from 'vitest'
import { every } from './every.ts'

test('turns never overlap, a failed one is reported and the next one comes', async () => {
  const stop = new AbortController()
  const errors: unknown[] = []
  let running = 0
  let turns = 0
  const loop = every(
    { intervalMs: 1, signal: stop.signal, onError: (error) => errors.push(error) },
    async () => {
      running += 1
      expect(running).toBe(1)
      await Promise.resolve()
      running -= 1
      turns += 1
      if (turns === 2) throw new Error('once')
      if (turns === 5) stop.abort()
      return undefined
    },
  )
  await loop.done
  expect(turns).toBe(5)
  expect(errors).toHaveLength(1)
})

test('a turn that has more to do is repeated without a wait, and an abort ends a long wait at once', async () => {
  const stop = new AbortController()
  let turns = 0
  const loop = every({ intervalMs: 3_600_000, signal: stop.signal, onError: () => undefined }, () => {
    turns += 1
    if (turns === 4) setImmediate(() => stop.abort())
    return Promise.resolve(turns < 4 ? 'again' : undefined)
  })
  await loop.done
  expect(turns).toBe(4)
})
