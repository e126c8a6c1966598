import { expect, test } from 'vitest'
import { buildDrainWindow } from './drain-window.ts'

/** A window whose clock stands until it is moved. */
function build() {
  let now = 0
  const window = buildDrainWindow(() => now)
  return {
    size: window.size,
    work: (count: number, ms: number) => {
      for (let done = 0; done < count; done += 1) window.count()
      now += ms
      return window.size()
    },
  }
}

test('an idle process may ring for 200 messages', () => {
  expect(build().size()).toBe(200)
})

test('faster work widens the window to two seconds of it at once', () => {
  expect(build().work(300, 200)).toBe(3_000)
})

test('slower work narrows it over a few seconds', () => {
  const window = build()
  window.work(1_000, 1_000)
  expect(window.work(0, 1_000)).toBe(1_400)
  expect(window.work(0, 1_000)).toBe(980)
  expect(window.work(0, 60_000)).toBe(200)
})

test('asking again within a moment does not change it', () => {
  const window = build()
  window.work(300, 200)
  expect(window.work(0, 10)).toBe(3_000)
})
