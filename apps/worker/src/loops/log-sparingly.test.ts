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

test('errors that differ only in the job, script or number they name are one kind', () => {
  const lines: [string, number][] = []
  let now = 0
  const log = logSparingly({ intervalMs: 1_000, clock: () => now }, (error, repeated) =>
    lines.push([String(error), repeated]),
  )
  const jobs = ['01a1fdaa-be75-7fc1-b057-e2d34fc304c6-0', '01a1fdaa-beef-7abc-bdca-efabcdefabcd-12']
  for (const job of jobs) log(new Error(`could not renew lock for job m-${job}`))
  now = 1_001
  log(new Error('could not renew lock for job m-01a1fdab-1e75-7fc1-a057-d2d34fc304c6-1'))
  log(new Error('could not extend lock for job m-01a1fdab-1e75-7fc1-a057-d2d34fc304c6-1'))
  expect(lines.map(([line, repeated]) => [line.slice(0, 23), repeated])).toEqual([
    ['Error: could not renew ', 0],
    ['Error: could not renew ', 1],
    ['Error: could not extend', 0],
  ])
})
