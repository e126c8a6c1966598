import { expect, test } from 'vitest'
import { measureText } from './text-parts.ts'

test.each([
  ['', 1, 'text'],
  ['a'.repeat(160), 1, 'text'],
  ['a'.repeat(161), 2, 'text'],
  ['€'.repeat(80), 1, 'text'],
  ['€'.repeat(81), 2, 'text'],
  ['ж'.repeat(70), 1, 'unicode'],
  ['ж'.repeat(71), 2, 'unicode'],
  ['ж'.repeat(134), 2, 'unicode'],
  ['ж'.repeat(135), 3, 'unicode'],
  ['line\r\n{x}', 1, 'text'],
])('%j fills %i parts as %s', (text, parts, encoding) => {
  expect(measureText(text)).toEqual({ parts, encoding })
})
