import { expect, test } from 'vitest'
import { logSparingly } from './log-sparingly.ts'

test('the same error is written once per interval with the count of those kept back, another one at once', () => {
  let now = 0
  const lines: [string, number][] = []
  const log = logSparingly({ intervalMs: 1_000, clock: () => now }, (error, repeated) =>
    lines.push([String(error), repeated]),
  )
  for (let turn = 0; turn < 50; turn += 1) log(new Error('away'))
  log(new Error('other'))
  now = 1_001
  log(new Error('away'))
  expect(lines).toEqual([
    ['Error: away', 0],
    ['Error: other', 0],
    ['Error: away', 49],
  ])
})
