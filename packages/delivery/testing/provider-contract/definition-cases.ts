import { errorClasses } from '@heliograph/shared/domain/error-class'
import { expect, test } from 'vitest'
import type { Cases } from './bench.ts'

/** Every code has words that help, once. */
export const definitionCases: Cases = ({ definition, providerId }, bench) => {
  const rows = definition.listCodes()

  test('no two rows have one code, and there are rows', () => {
    const codes = rows.map(({ code }) => code)
    expect(codes.length).toBeGreaterThan(0)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  test('every code has a class, a title, a cause and a remedy, the same wherever it is asked for', () => {
    for (const row of rows) {
      expect(errorClasses, row.code).toContain(row.class)
      for (const words of [row.title, row.cause, row.remedy]) expect(words.trim(), row.code).not.toBe('')
      expect(definition.explain(row.code)).toEqual(row)
      expect(bench().provider.explain(row.code)).toEqual(row)
      expect(definition.reactionTo(row), row.code).toHaveProperty('kind')
      expect(definition.documentationUrl(row.code) ?? 'https://none', row.code).toMatch(/^https:\/\/\S+$/)
    }
  })

  test('a code that nobody documented has no explanation', () => {
    for (const code of ['', 'no_such_code', '0', '../x']) expect(definition.explain(code)).toBeUndefined()
  })

  test('where an operator sees a message is an https address with its id, or nowhere', () => {
    const url = definition.consoleUrl(providerId.unknown)
    if (url === null) return
    expect(new URL(url).protocol).toBe('https:')
    expect(url).toContain(providerId.unknown)
    expect(definition.consoleUrl('a/b?c')).not.toContain('a/b?c')
  })

  test('its name in words and its answers to webhooks are given', () => {
    expect(definition.title).not.toBe('')
    expect([200, 204]).toContain(definition.replies.receipt)
    expect(definition.replies.inbound.type).toMatch(/^[a-z]+\/[a-z]+$/)
  })
}
