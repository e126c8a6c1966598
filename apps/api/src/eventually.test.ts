import { describe, expect, test } from 'vitest'
import { finish, whenThere } from './eventually.ts'

const failure = new Error('no')
const refuse = () => {
  throw failure
}

describe('whenThere', () => {
  test('uses what is there at once, and what is not once it comes', async () => {
    expect(whenThere(1, (value) => value + 1)).toBe(2)
    expect(await whenThere(Promise.resolve(1), (value) => value + 1)).toBe(2)
    expect(whenThere(undefined, (value) => value)).toBeUndefined()
  })
})

describe('finish', () => {
  test('is done before it returns when nothing was waited for', () => {
    const ends: unknown[] = []
    finish(
      () => undefined,
      (error) => ends.push(error),
    )
    finish(refuse, (error) => ends.push(error))
    expect(ends).toEqual([undefined, failure])
  })

  test('is done once after waiting, with the error if there was one', async () => {
    const end = (work: () => Promise<void>) =>
      new Promise<unknown[]>((resolve) => finish(work, (...given) => resolve(given)))
    expect(await end(() => Promise.resolve())).toEqual([])
    expect(await end(() => Promise.reject(failure))).toEqual([failure])
  })
})
