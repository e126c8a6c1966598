import { expect, test } from 'vitest'
import { buildProgressWatch } from './watch-progress.ts'

function build() {
  const state = { waiting: 5, answeredAt: 0, isBusy: false, now: 0 }
  const isWedged = buildProgressWatch({
    waiting: () => Promise.resolve(state.waiting),
    lastAnsweredAt: () => state.answeredAt,
    isBusy: () => state.isBusy,
    clock: () => state.now,
    wedgedAfterMs: 30_000,
  })
  return { state, isWedged }
}

test('doorbells that wait for 30 s while this process takes none mean that it is wedged', async () => {
  const { state, isWedged } = build()
  expect(await isWedged()).toBe(false)
  state.now = 29_999
  expect(await isWedged()).toBe(false)
  state.now = 30_000
  expect(await isWedged()).toBe(true)
})

test.each([
  ['it took one meanwhile', { answeredAt: 20_000 }],
  ['nothing waits', { waiting: 0 }],
  ['it is busy', { isBusy: true }],
])('it is not wedged when %s', async (_why, change) => {
  const { state, isWedged } = build()
  await isWedged()
  Object.assign(state, change, { now: 40_000 })
  expect(await isWedged()).toBe(false)
})
