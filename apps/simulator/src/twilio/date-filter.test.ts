import { expect, test } from 'vitest'
import { readDateFilter } from './date-filter.ts'

const at = (time: string | null): Parameters<NonNullable<ReturnType<typeof readDateFilter>>>[0] =>
  ({ sentAt: time === null ? null : Date.parse(time) }) as Parameters<
    NonNullable<ReturnType<typeof readDateFilter>>
  >[0]

test.each([
  ['DateSent', '2026-11-14', '2026-11-14T23:59:59.999Z', true],
  ['DateSent', '2026-11-14', '2026-11-15T00:00:00Z', false],
  ['DateSent', '2026-11-14T09:30:00Z', '2026-11-14T09:30:00.900Z', true],
  ['DateSent', '2026-11-14T09:30:00Z', '2026-11-14T09:30:01Z', false],
  ['DateSent>', '2026-11-14', '2026-11-14T00:00:00Z', true],
  ['DateSent>', '2026-11-14', '2026-11-13T23:59:59Z', false],
  ['DateSent<', '2026-11-14', '2026-11-14T12:00:00Z', true],
  ['DateSent<', '2026-11-14T09:30:00Z', '2026-11-14T09:30:02Z', false],
])('%s=%s and a message sent at %s: %s', (name, value, sentAt, expected) => {
  expect(readDateFilter(new URLSearchParams([[name, value]]))?.(at(sentAt))).toBe(expected)
})

test('a message that was not sent passes only without a date filter', () => {
  expect(readDateFilter(new URLSearchParams())?.(at(null))).toBe(true)
  expect(readDateFilter(new URLSearchParams([['DateSent<', '2026-11-14']]))?.(at(null))).toBe(false)
})

test('what is no date gives no filter', () => {
  expect(readDateFilter(new URLSearchParams([['DateSent', 'yesterday']]))).toBeUndefined()
})
