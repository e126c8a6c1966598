import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { buildTurns } from './take-turns.ts'

/** Work that says when it begins and ends when it is told to. */
function open() {
  const turns = buildTurns()
  const story: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => async () => {
    story.push(name)
    const { promise, resolve } = Promise.withResolvers<void>()
    ends.set(name, resolve)
    await promise
    story.push(`${name} ended`)
    return name
  }
  return {
    story,
    together: (name: string) => turns.together(work(name)),
    alone: (name: string) => turns.alone(work(name)),
    end: async (...names: string[]) => {
      for (const name of names) ends.get(name)?.()
      await setImmediate()
    },
  }
}

test('work runs side by side, and answers what it found', async () => {
  const { story, together, end } = open()
  const both = [together('a'), together('b')]
  await end()
  expect(story).toEqual(['a', 'b'])
  await end('a', 'b')
  expect(await Promise.all(both)).toEqual(['a', 'b'])
})

test('a turn alone begins when all others have ended, and nobody begins before it ends', async () => {
  const { story, together, alone, end } = open()
  void together('before')
  void alone('turn')
  await end()
  void together('after')
  await end()
  expect(story).toEqual(['before'])
  await end('before')
  expect(story).toEqual(['before', 'before ended', 'turn'])
  await end('turn')
  expect(story.slice(3)).toEqual(['turn ended', 'after'])
})

test('of several turns alone each has the process for itself, and those who waited go in between', async () => {
  const { story, together, alone, end } = open()
  void alone('first')
  void alone('second')
  await end()
  void together('a')
  void together('b')
  await end()
  expect(story).toEqual(['first'])
  await end('first')
  expect(story.slice(1)).toEqual(['first ended', 'a', 'b'])
  void together('late')
  await end('a')
  expect(story).not.toContain('second')
  await end('b')
  expect(story.at(-1)).toBe('second')
  await end('second')
  expect(story.slice(-2)).toEqual(['second ended', 'late'])
})

test('work that fails gives its turn up', async () => {
  const turns = buildTurns()
  const fail = () => Promise.reject(new Error('broken'))
  await expect(turns.together(fail)).rejects.toThrow('broken')
  await expect(turns.alone(fail)).rejects.toThrow('broken')
  expect(await turns.alone(() => Promise.resolve('alone'))).toBe('alone')
  expect(await turns.together(() => Promise.resolve('together'))).toBe('together')
})
