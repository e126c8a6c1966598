import { expect, test } from 'vitest'
import { buildStatementNames, plannedEachTime } from './statement-names.ts'

test('the same text keeps its name, another text gets another one', () => {
  const nameOf = buildStatementNames()
  const first = nameOf({ sql: 'SELECT 1' })
  expect(first).not.toBe('')
  expect(nameOf({ sql: 'SELECT 2' })).not.toBe(first)
  expect(nameOf({ sql: 'SELECT 1' })).toBe(first)
})

test('a statement that is planned each time has no name and uses none up', () => {
  const nameOf = buildStatementNames()
  for (let n = 0; n < 500; n += 1) expect(nameOf({ sql: `${plannedEachTime} SELECT ${n}` })).toBe('')
  expect(nameOf({ sql: 'SELECT 1' })).not.toBe('')
})
