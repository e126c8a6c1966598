import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { createLatch } from './latch.ts'

test('a latch holds its waiters until it is opened, and keeps the first value', async () => {
  const latch = createLatch<string>()
  const waiter = latch.wait()
  expect(latch.isOpen()).toBe(false)
  latch.open('first')
  latch.open('second')
  expect(await waiter).toBe('first')
  expect(await latch.wait()).toBe('first')
})

test('a latch that nobody opens fails its waiter in time', async () => {
  await expect(createLatch().wait(20)).rejects.toThrow('Latch still closed after 20 ms')
})

test('eventually answers the first value that holds', async () => {
  let tries = 0
  const value = await eventually(() => {
    tries += 1
    expect(tries).toBe(3)
    return 'held'
  })
  expect(value).toBe('held')
})

test('an assertion that never holds fails with its own last words', async () => {
  let tries = 0
  const failing = eventually(
    () => {
      tries += 1
      throw new Error(`seen ${tries}`)
    },
    { timeoutMs: 60 },
  )
  await expect(failing).rejects.toThrow(/seen [2-9]/)
})
