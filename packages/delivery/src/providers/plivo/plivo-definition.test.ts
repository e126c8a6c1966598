import { expect, test } from 'vitest'
import { plivoDefinition } from './plivo-definition.ts'

test('every code has a reaction that fits its class', () => {
  const reactions = Object.fromEntries(
    plivoDefinition.listCodes().map((row) => [row.code, plivoDefinition.reactionTo(row)]),
  )
  expect(reactions).toMatchObject({
    200: { kind: 'reject' },
    40: { kind: 'retry', usesAttempt: false, hold: 'sender' },
    900: { kind: 'retry', usesAttempt: false, hold: 'account' },
    http_429: { kind: 'retry', usesAttempt: false, retryAfterMs: 5_000 },
    http_500: { kind: 'prove' },
    invalid_response: { kind: 'prove' },
    420: { kind: 'reject' },
  })
})

test('only codes of Plivo have a page there', () => {
  expect(plivoDefinition.documentationUrl('200')).toMatch(/^https:\/\/www\.plivo\.com\/docs\//)
  expect(plivoDefinition.documentationUrl('http_500')).toBeNull()
})

test('webhooks are answered with 200 and without words', () => {
  expect(plivoDefinition.replies).toMatchObject({ receipt: 200, inbound: { body: '' } })
})
