import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { definitions } from '../../src/providers/registry.ts'

test('every provider of the registry has a contract that it keeps', () => {
  const files = new Set(readdirSync(import.meta.dirname))
  const missing = definitions.filter(({ name }) => !files.has(`${name}.test.ts`))
  expect(missing.map(({ name }) => name)).toEqual([])
})
