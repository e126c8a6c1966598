import { expect, test } from 'vitest'
import { createLives, type LifeStep } from './lives.ts'
import { createTimers } from './timers.ts'

type Step = [name: string, afterMs: number, report?: Promise<void>]

const begin = () => {
  const timers = createTimers()
  const entered: string[] = []
  const steps = (...list: Step[]): LifeStep[] =>
    list.map(([name, afterMs, report]) => ({
      afterMs,
      enter: () => {
        entered.push(name)
        return report
      },
    }))
  return { timers, lives: createLives<object>({ timers }), entered, steps }
}

test('steps are entered in order, and the start is over with the first report', async () => {
  const { lives, entered, steps } = begin()
  const report = Promise.withResolvers<void>()
  let isOver = false
  const started = lives
    .start({}, steps(['silent', 1], ['told', 1, report.promise], ['later', 1]), { isEarly: false })
    .then(() => {
      isOver = true
    })
  await expect.poll(() => entered).toEqual(['silent', 'told', 'later'])
  expect(isOver).toBe(false)
  report.resolve()
  await started
})

test('an early life hurries to its first report and then takes its time', async () => {
  const { timers, lives, entered, steps } = begin()
  const far = 60_000
  await lives.start({}, steps(['silent', far], ['told', far, Promise.resolve()], ['later', far]), {
    isEarly: true,
  })
  expect(entered).toEqual(['silent', 'told'])
  await expect.poll(() => timers.pending()).toBe(1)
  timers.close()
})

test('a life without a report is over at its end', async () => {
  const { lives, entered, steps } = begin()
  await lives.start({}, steps(['silent', 0]), { isEarly: false })
  expect(entered).toEqual(['silent'])
})

test('a stopped life enters nothing more, though a generator still waits for something else', async () => {
  const { timers, lives, entered, steps } = begin()
  const fetched = Promise.withResolvers<void>()
  const message = {}
  const life = async function* () {
    yield* steps(['first', 0])
    await fetched.promise
    yield* steps(['second', 0])
  }
  const over = lives.start(message, life(), { isEarly: false })
  await expect.poll(() => entered).toEqual(['first'])
  lives.stop(message)
  fetched.resolve()
  await over
  expect(entered).toEqual(['first'])
  expect(timers.pending()).toBe(0)
})

test('a life whose steps fail says so', async () => {
  const { lives, entered, steps } = begin()
  const life = function* () {
    yield* steps(['first', 0])
    throw new Error('a mistake in the steps')
  }
  await expect(lives.start({}, life(), { isEarly: false })).rejects.toThrow('a mistake in the steps')
  expect(entered).toEqual(['first'])
})
