import { expect, test } from 'vitest'
import { createOptOuts, keywordTable } from './opt-outs.ts'

const optOuts = () =>
  createOptOuts(keywordTable({ STOP: ['STOP', 'STOP ALL'], START: ['START'], HELP: ['HELP'] }))

test.each([
  ['STOP', 'STOP'],
  ['  stop  all ', 'STOP'],
  ['start', 'START'],
  ['Help', 'HELP'],
  ['please stop', null],
  ['stopp', null],
  ['', null],
])('%j asks for %s', (text, meaning) => {
  expect(optOuts().understand(text)).toBe(meaning)
})

test('a phone stops one sender, not the others, until it starts it again', () => {
  const register = optOuts()
  register.stop('a', '1')
  register.stop('a', '2')
  register.start('a', '1')
  expect([...register.stoppedBy('a')]).toEqual(['2'])
  expect([...register.stoppedBy('b')]).toEqual([])
  register.clear()
  expect([...register.stoppedBy('a')]).toEqual([])
})
