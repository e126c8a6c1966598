import { messageStatuses } from '@heliograph/shared/domain/status'
import { describe, expect, test } from 'vitest'
import { giveVerdict, type LastMessage, type RecipientFacts } from './recipient-verdict.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

const message = (changes: Partial<LastMessage>): LastMessage => ({
  status: 'delivered',
  createdAt: ago(10),
  submittedAt: ago(9),
  sentAt: ago(8),
  deliveredAt: ago(2),
  finalAt: ago(2),
  sendAt: null,
  reason: null,
  isHeld: false,
  ...changes,
})
const verdict = (changes: Partial<RecipientFacts>) =>
  giveVerdict({ now, suppressions: [], lastMessage: undefined, refused: [], ...changes })
const fate = (changes: Partial<LastMessage>) => verdict({ lastMessage: message(changes) })

describe('the verdict', () => {
  test.each(messageStatuses)('of a last message that is %s is one sentence', (status) => {
    expect(fate({ status })).toMatch(/^The last message [^.]+\.$/)
  })

  test.each([
    [{}, 'The last message was delivered 2 minutes ago.'],
    [{ deliveredAt: ago(60) }, 'The last message was delivered 1 hour ago.'],
    [{ deliveredAt: ago(3 * 1440) }, 'The last message was delivered 3 days ago.'],
    [{ deliveredAt: ago(0.5) }, 'The last message was delivered less than a minute ago.'],
    [
      { status: 'failed', reason: 'Unreachable handset' },
      'The last message failed 2 minutes ago: Unreachable handset.',
    ],
    [
      { status: 'scheduled', sendAt: new Date('2026-11-22T08:00:00.000Z') },
      'The last message is scheduled for 2026-11-22T08:00:00.000Z.',
    ],
    [
      { status: 'retrying', isHeld: true, reason: 'Sender not usable' },
      'The last message has waited for 10 minutes because its account or sender is held: Sender not usable.',
    ],
    [
      { status: 'sent' },
      'The last message was taken by the carrier 8 minutes ago; a receipt of the handset is not usual.',
    ],
    [
      { status: 'unknown' },
      'The last message has been of unknown fate for 2 minutes: it may or may not have been sent.',
    ],
  ] as const)('of %j', (changes, expected) => {
    expect(fate(changes)).toBe(expected)
  })

  test('names the sender of an opt-out that is limited to one', () => {
    const suppressions = [{ sender: '+15005550006', since: new Date('2026-11-20T23:00:00.000Z') }]
    expect(verdict({ suppressions, lastMessage: message({}) })).toBe(
      'Blocked: the recipient opted out of +15005550006 on 2026-11-20.',
    )
  })

  test('tells of refused requests only when they are newer than the last message', () => {
    const lastMessage = message({})
    const refusedAt = (at: Date) => [{ at, code: 'rate_limited' }]
    expect(verdict({ lastMessage, refused: refusedAt(ago(11)) })).toBe(fate({}))
    expect(verdict({ lastMessage, refused: refusedAt(ago(1)) })).toBe(
      'A newer request was refused 1 minute ago (rate_limited); the last message was delivered 2 minutes ago.',
    )
    expect(verdict({ refused: [...refusedAt(ago(1)), ...refusedAt(ago(5))] })).toBe(
      'Nothing was ever sent to this number: the last request that named it was refused 1 minute ago (rate_limited).',
    )
    expect(verdict({})).toBe('Nothing was ever sent to this number.')
  })
})
