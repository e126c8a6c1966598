import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Receipt } from './receipt.ts'
import { decideReceipt, type KnownMessage } from './receipt-decision.ts'
import { messageStatuses, rankOf, receiptStatuses, statusFromReceipt } from './status.ts'

const submitted: KnownMessage = {
  status: 'submitted',
  rank: 10,
  providerId: 'MM1',
  attempt: { state: 'accepted', providerId: 'MM1' },
  isRepeat: false,
}

const receipt = (changes: Partial<Receipt> = {}): Receipt => ({
  source: 'callback',
  providerId: 'MM1',
  status: 'delivered',
  ...changes,
})

describe('decideReceipt', () => {
  test('a further receipt moves the message', () => {
    const decision = decideReceipt(submitted, receipt({ status: 'sent' }))
    expect(decision).toEqual({ kind: 'applied', status: 'sent', rank: 30, binds: false, isDuplicate: false })
  })

  test('a callback that comes before the answer is recorded binds the provider id', () => {
    const early: KnownMessage = {
      ...submitted,
      status: 'sending',
      rank: 0,
      providerId: null,
      attempt: { state: 'open', providerId: null },
    }
    expect(decideReceipt(early, receipt())).toMatchObject({
      kind: 'applied',
      status: 'delivered',
      binds: true,
    })
  })

  test('a late "sent" receipt does not move a delivered message', () => {
    const delivered: KnownMessage = { ...submitted, status: 'delivered', rank: 40 }
    expect(decideReceipt(delivered, receipt({ status: 'sent' }))).toEqual({ kind: 'ignored', isNew: true })
  })

  test('a doubled receipt leaves no second line in the history', () => {
    const delivered: KnownMessage = { ...submitted, status: 'delivered', rank: 40, isRepeat: true }
    expect(decideReceipt(delivered, receipt())).toEqual({ kind: 'ignored', isNew: false })
  })

  test('the first last word stands against a contradicting callback', () => {
    const delivered: KnownMessage = { ...submitted, status: 'delivered', rank: 40 }
    expect(decideReceipt(delivered, receipt({ status: 'failed' }))).toEqual({
      kind: 'conflicting',
      isNew: true,
    })
  })

  test("the provider's own look-up decides a contradiction", () => {
    const delivered: KnownMessage = { ...submitted, status: 'delivered', rank: 40 }
    const decision = decideReceipt(delivered, receipt({ status: 'undelivered', source: 'lookup' }))
    expect(decision).toMatchObject({ kind: 'applied', status: 'undelivered' })
  })

  test('a receipt with the provider id of another message changes nothing', () => {
    expect(decideReceipt(submitted, receipt({ providerId: 'MM2' }))).toEqual({ kind: 'mismatch' })
  })

  test('a second provider id stays bound to its attempt and is shown as duplicate', () => {
    const second: KnownMessage = { ...submitted, attempt: { state: 'ambiguous', providerId: null } }
    expect(decideReceipt(second, receipt({ providerId: 'MM2', status: 'submitted' }))).toEqual({
      kind: 'bound',
      isDuplicate: true,
    })
  })

  test.each(['failed', 'expired', 'unknown', 'canceled'] as const)(
    'proof of delivery heals a message that we ended as %s',
    (status) => {
      const ended: KnownMessage = {
        ...submitted,
        status,
        rank: 0,
        providerId: null,
        attempt: { state: 'ambiguous', providerId: null },
      }
      expect(decideReceipt(ended, receipt())).toMatchObject({ kind: 'applied', status: 'delivered' })
    },
  )
})

const anyReceipt: fc.Arbitrary<Receipt> = fc.record({
  source: fc.constantFrom('answer', 'callback', 'lookup', 'list'),
  providerId: fc.constantFrom('MM1', 'MM2'),
  status: fc.constantFrom(...receiptStatuses),
})

test('whatever comes in whatever order, rank never falls and an attempt keeps its provider id', () => {
  fc.assert(
    fc.property(
      fc.array(anyReceipt, { maxLength: 20 }),
      fc.constantFrom(...messageStatuses),
      (receipts, first) => {
        let known: KnownMessage = {
          status: first,
          rank: 0,
          providerId: null,
          attempt: { state: 'open', providerId: null },
          isRepeat: false,
        }
        for (const next of receipts) {
          const after = apply(known, next)
          expect(after.rank).toBeGreaterThanOrEqual(known.rank)
          if (known.attempt.providerId !== null) {
            expect(after.attempt.providerId).toBe(known.attempt.providerId)
          }
          if (after.rank > 0) expect(after.providerId).toBe(after.attempt.providerId)
          known = after
        }
      },
    ),
    { numRuns: 5_000 },
  )
})

test('the end does not depend on the order when receipts agree', () => {
  const story = (['submitted', 'sending', 'sent', 'delivered'] as const).map((status) => receipt({ status }))
  fc.assert(
    fc.property(fc.shuffledSubarray(story, { minLength: 4 }), (shuffled) => {
      const end = shuffled.reduce(apply, {
        ...submitted,
        rank: 0,
        providerId: null,
        attempt: { state: 'open', providerId: null },
      })
      expect(end).toMatchObject({ status: 'delivered', rank: 40, providerId: 'MM1' })
    }),
  )
})

function apply(known: KnownMessage, next: Receipt): KnownMessage {
  const decision = decideReceipt(known, next)
  if (decision.kind === 'bound')
    return { ...known, attempt: { state: 'accepted', providerId: next.providerId } }
  if (decision.kind !== 'applied') return known
  expect(decision.rank).toBe(rankOf(next.status))
  expect(decision.status).toBe(statusFromReceipt(next.status))
  return {
    ...known,
    status: decision.status,
    rank: decision.rank,
    providerId: next.providerId,
    attempt: { state: 'accepted', providerId: next.providerId },
  }
}
