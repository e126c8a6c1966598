import { describe, expect, test } from 'vitest'
import { countNames, readJsonShape } from './json-shape.ts'

describe('the shape of a JSON text', () => {
  test.each([
    ['1', 0, 0],
    ['{}', 1, 0],
    ['[[[]]]', 3, 0],
    ['{"a":{"b":[1,{"c":2}]}}', 4, 3],
    ['{"a":1,"a":2}', 1, 2],
    ['{"{[:":"]}:{"}', 1, 1],
    ['{"a\\"[":"\\\\"}', 1, 1],
    ['{"a":"\\\\\\"[["}', 1, 1],
    ['"unfinished [[[ :', 0, 0],
  ])('%s', (text, depth, names) => {
    expect(readJsonShape(text)).toEqual({ depth, names })
  })

  test('of what is valid and has no name twice holds as many names as its value', () => {
    const value = { a: [{ b: 1, c: { d: [] } }, { b: 2 }], e: null, 'f:"\\': 'x:{[' }
    expect(readJsonShape(JSON.stringify(value)).names).toBe(countNames(value))
  })

  test.each(['[', '{"a":', '"\\', '\\"', '"\\"', ':', ']'])('of 1 MB of %s is read in no time', (piece) => {
    const text = piece.repeat(1_000_000 / piece.length)
    const startedAt = performance.now()
    readJsonShape(text)
    expect(performance.now() - startedAt).toBeLessThan(250)
  })
})
