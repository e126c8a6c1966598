import { defaultAmbiguitySettings } from '@heliograph/shared/domain/ambiguity-plan'
import type { ReceiptStatus } from '@heliograph/shared/domain/status'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyReceipt } from '../../src/messages/apply-receipt.ts'
import { reconcileAmbiguous } from '../../src/messages/reconcile-ambiguous.ts'
import { resolveUnknown } from '../../src/messages/resolve-unknown.ts'
import { outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db, provider } = engine

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
  await db.$executeRaw`DELETE FROM provider_ref`
})

/** Looks into every ambiguous message as if its answer had been lost `ageSeconds` ago. */
async function look(ageSeconds: number): Promise<void> {
  await db.$executeRaw`UPDATE mms_log SET next_at = now() - interval '1 ms' WHERE status = 'ambiguous'`
  await db.$executeRaw`UPDATE mms_attempt SET finished_at = now() - make_interval(secs => ${ageSeconds}::float8),
    checked_at = checked_at - interval '60 s' WHERE state = 'ambiguous'`
  const deps = { db, providerOf: () => provider, settings: defaultAmbiguitySettings, nextLookMs: 1, limit: 5 }
  await reconcileAmbiguous({ ...deps, onReconciled: () => undefined }, AbortSignal.timeout(10_000))
}

/** A message that is unknown after so many lost attempts, all but the last declared absent by a list that lagged. */
async function unknownAfter(attempts: number): Promise<string> {
  const id = await engine.accept()
  for (let n = 1; n <= attempts; n += 1) {
    await engine.shift(id, 'next_at', -1)
    provider.answerWith(outcomes.ambiguous())
    await engine.send(id)
    if (n === attempts) break
    provider.lists({ kind: 'listed', messages: [], isComplete: true })
    for (const age of [10, 70, 130]) await look(age)
  }
  provider.lists({ kind: 'unavailable', detail: 'away' })
  await engine.shift(id, 'expires_at', -1)
  await look(20_000)
  expect(await engine.row(id)).toMatchObject({ status: 'unknown', fence: attempts })
  return id
}

const resolve = (messageId: string, providerId: string) => {
  const word = { outcome: 'delivered', note: 'seen in the console', author: 'key-1' } as const
  return resolveUnknown(db, { ...word, tenantId: engine.tenantId, messageId, providerId })
}

async function receive(id: string, attempt: number, providerId: string, status: ReceiptStatus = 'sent') {
  const receipt = { source: 'callback', providerId, status } as const
  const { tenantId: _, ...result } = await applyReceipt({ db }, { messageId: id, attempt }, receipt)
  return result
}

describe('a provider id that a person names', () => {
  test('is bound at once when only one attempt can have made it', async () => {
    const id = await unknownAfter(1)
    expect(await resolve(id, 'MM-one')).toBe('resolved')
    expect(await engine.attempts(id)).toMatchObject([{ n: 1, state: 'accepted', providerId: 'MM-one' }])
    expect(await receive(id, 1, 'MM-other')).toEqual({ kind: 'mismatch' })
    expect(await receive(id, 1, 'MM-one')).toEqual({ kind: 'applied', status: 'sent' })
  })

  test.each([1, 2, 3])(
    'of three attempts is bound by the receipts of attempt %i, which made it',
    async (maker) => {
      const id = await unknownAfter(3)
      expect(await resolve(id, 'MM-seen')).toBe('resolved')
      expect(await engine.row(id)).toMatchObject({ status: 'delivered', providerId: 'MM-seen' })
      expect((await engine.attempts(id)).map(({ providerId }) => providerId)).toEqual([null, null, null])
      expect(await receive(id, maker, 'MM-seen')).toEqual({ kind: 'applied', status: 'sent' })
      expect(await receive(id, maker, 'MM-seen', 'delivered')).toEqual({
        kind: 'applied',
        status: 'delivered',
      })
      const bound = (await engine.attempts(id)).filter(({ providerId }) => providerId !== null)
      expect(bound).toMatchObject([{ n: maker, state: 'accepted', providerId: 'MM-seen' }])
      expect(await db.providerRef.findMany()).toMatchObject([
        { messageId: id, n: maker, providerId: 'MM-seen' },
      ])
      expect(await engine.row(id)).toMatchObject({ status: 'delivered', duplicate: false, rank: 40 })
      for (const other of [1, 2, 3].filter((n) => n !== maker)) {
        expect(await receive(id, other, 'MM-seen')).toEqual({ kind: 'mismatch' })
      }
    },
  )

  test('is no other message’s, though no attempt is bound to it yet', async () => {
    const [id, other] = [await unknownAfter(2), await unknownAfter(2)]
    expect(await resolve(id, 'MM-mine')).toBe('resolved')
    expect(await receive(other, 1, 'MM-mine')).toEqual({ kind: 'mismatch' })
    expect(await resolve(other, 'MM-mine')).toBe('taken')
    expect(await engine.row(other)).toMatchObject({ status: 'unknown', providerId: null })
  })

  test('and another one that a receipt brings show the message as a duplicate', async () => {
    const id = await unknownAfter(2)
    await resolve(id, 'MM-first')
    expect(await receive(id, 2, 'MM-second')).toMatchObject({ kind: 'applied' })
    expect(await receive(id, 1, 'MM-first')).toMatchObject({ kind: 'applied' })
    expect(await engine.row(id)).toMatchObject({ duplicate: true })
    expect((await engine.attempts(id)).map(({ providerId }) => providerId)).toEqual(['MM-first', 'MM-second'])
  })

  test('goes to one attempt when receipts of two name it at once', async () => {
    const id = await unknownAfter(2)
    await resolve(id, 'MM-both')
    const kinds = await Promise.all([1, 2].map(async (n) => (await receive(id, n, 'MM-both')).kind))
    expect(kinds.toSorted()).toEqual(['applied', 'mismatch'])
    const [bound] = (await engine.attempts(id)).filter(({ providerId }) => providerId !== null)
    expect(await db.providerRef.findMany()).toMatchObject([{ messageId: id, n: bound?.n }])
  })
})
