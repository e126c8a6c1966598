import { describe, expect, test } from 'vitest'
import type { Facts, MessageRow } from './facts.ts'
import { judgeInvariants } from './invariants.ts'
import type { LedgerCallback, LedgerEntry } from './rig/simulator.ts'

const to = '+15552000000'
const id = 'message-1'

describe('a carrier that cannot be asked', () => {
  test('a lost answer may end as unknown under confirmed, and under at_least_once it may not', () => {
    expect(broken({ row: { status: 'unknown', providerId: null }, creates: [] })).toEqual([])
    const insists = { status: 'unknown', providerId: null, policy: 'at_least_once' }
    expect(broken({ row: insists, creates: [] })).toEqual(['I6'])
  })

  test('a sent message may end as unknown only when no event of it was taken', () => {
    const row = { status: 'unknown', providerId: null }
    expect(broken({ row, creates: [create([lost('MEDIA_QUEUED')])] })).toEqual([])
    expect(broken({ row, creates: [create([taken('MEDIA_QUEUED')])] })).toEqual(['I4', 'I6'])
    expect(broken({ row, creates: [create([taken('failed', ['forged'])])] })).toEqual([])
  })

  test('a message stays as the last event left it, and never behind one that was taken', () => {
    const events = [taken('MEDIA_PENDING'), lost('MEDIA_SUCCESSFUL'), lost('MEDIA_DELIVERED')]
    expect(broken({ row: { status: 'submitted' }, creates: [create(events)] })).toEqual([])
    expect(broken({ row: { status: 'sent' }, creates: [create([taken('MEDIA_SUCCESSFUL')])] })).toEqual([])
    expect(broken({ row: { status: 'submitted' }, creates: [create([taken('MEDIA_SUCCESSFUL')])] })).toEqual([
      'I2',
    ])
    expect(broken({ row: { status: 'sent' }, creates: [create([taken('MEDIA_DELIVERED')])] })).toEqual(['I2'])
    expect(broken({ row: { status: 'sending' }, creates: [create([])] })).toEqual(['I2'])
  })

  test('only at_least_once may be sent again, and only where the history says that it was a risk', () => {
    const creates = [create([], 'A'), create([taken('MEDIA_DELIVERED')], 'B')]
    const row = { status: 'delivered', isQuiet: true, providerId: 'B' }
    const attemptIds = [{ providerId: 'B', messageId: id, n: 2 }]
    const judged = (more: Partial<MessageRow>) =>
      tally({ row: { ...row, ...more }, creates, ids: attemptIds })
    expect(judged({ policy: 'at_least_once', riskyResends: 1 })).toMatchObject({
      doubled: 0,
      doubledAtRisk: 1,
    })
    expect(judged({ policy: 'at_least_once', riskyResends: 0 })).toMatchObject({ doubled: 1 })
    expect(judged({ policy: 'confirmed', riskyResends: 1 })).toMatchObject({ doubled: 1 })
  })
})

describe('a carrier that can be asked', () => {
  test('none of that is allowed', () => {
    const canBeAsked = true
    const unknown = { status: 'unknown', providerId: null }
    expect(broken({ canBeAsked, row: unknown, creates: [] })).toEqual(['I6'])
    const creates = [create([taken('MEDIA_PENDING')])]
    expect(broken({ canBeAsked, row: { status: 'submitted' }, creates })).toEqual(['I2'])
    const atMostOnce = { ...unknown, policy: 'at_most_once' }
    expect(broken({ canBeAsked, row: atMostOnce, creates: [create([])] })).toEqual(['I4', 'I6'])
  })
})

type Story = {
  readonly canBeAsked?: boolean
  readonly row: Partial<MessageRow>
  readonly creates: readonly LedgerEntry[]
  readonly ids?: Facts['attemptIds']
}

function broken(story: Story): string[] {
  const { results } = judgeInvariants(factsOf(story))
  return results.filter(({ violations }) => violations > 0).map((result) => result.id)
}

function tally(story: Story) {
  return judgeInvariants(factsOf(story)).tally
}

function factsOf({ canBeAsked = false, row: given, creates, ids }: Story): Facts {
  const row: MessageRow = {
    id,
    to,
    status: 'submitted',
    policy: 'confirmed',
    providerId: 'A',
    errorCode: null,
    isQuiet: given.status === 'unknown',
    riskyResends: 0,
    ...given,
  }
  const bound = ids ?? (row.providerId === null ? [] : [{ providerId: row.providerId, messageId: id, n: 1 }])
  return {
    canBeAsked,
    posted: [{ key: 'key-1', to, policy: 'confirmed', ids: [id], tries: 1 }],
    rows: [row],
    refs: bound,
    attemptIds: bound,
    creates,
    historyOffences: [],
    attemptOffences: [],
    leftJobs: [],
  }
}

function create(callbacks: readonly LedgerCallback[], sid = 'A'): LedgerEntry {
  const receivedAt = '2026-11-21T12:00:00.000Z'
  return { n: 1, to, receivedAt, accepted: true, sid, faults: [], answer: 200, callbacks }
}

function taken(status: string, faults: readonly string[] = []): LedgerCallback {
  return { status, at: '2026-11-21T12:00:00.000Z', faults, answers: ['timeout', 200] }
}

function lost(status: string): LedgerCallback {
  return { ...taken(status, ['lost']), answers: [] }
}
