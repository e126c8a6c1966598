import { beforeEach, describe, expect, test } from 'vitest'
import { claimMessage } from '../../src/messages/claim-message.ts'
import { recordAcceptance } from '../../src/messages/record-acceptance.ts'
import { sendMessage } from '../../src/messages/send-message.ts'
import { settleAttempt } from '../../src/messages/settle-attempt.ts'
import { sweepLeases } from '../../src/messages/sweep-leases.ts'
import { accepted, outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { provider } = engine

describe('claiming', () => {
  test('of 30 doorbells rung at once one sends', async () => {
    const id = await engine.accept()
    const before = provider.sent.length
    const results = await Promise.all(Array.from({ length: 30 }, () => engine.send(id)))
    expect(results.filter((result) => result.kind === 'accepted')).toHaveLength(1)
    expect(provider.sent.length - before).toBe(1)
    expect(await engine.attempts(id)).toHaveLength(1)
  })

  test('a doorbell of an older generation finds nothing', async () => {
    const id = await engine.accept()
    await engine.db.mmsLog.update({ where: { id }, data: { gen: 3 } })
    const claim = { leaseMs: 1_000, worker: 'test', probeIntervalMs: 1_000 }
    expect(await claimMessage(engine.db, { id, gen: 2, ...claim })).toEqual({ kind: 'none' })
    expect(await claimMessage(engine.db, { id, gen: 3, ...claim })).toMatchObject({ kind: 'claimed' })
  })

  test('a message whose time is over expires instead of being sent', async () => {
    const id = await engine.accept()
    await engine.shift(id, 'expires_at', -1)
    expect(await engine.send(id)).toEqual({ kind: 'expired' })
    expect(await engine.row(id)).toMatchObject({ status: 'expired', errorCode: 'expired', nextAt: null })
    expect((await engine.row(id)).finalAt).not.toBeNull()
    expect(await engine.history(id)).toEqual(['message.accepted queued', 'message.expired expired'])
  })

  test('a message that is not due yet stays where it is', async () => {
    const id = await engine.accept()
    await engine.shift(id, 'next_at', 60)
    expect(await engine.send(id)).toEqual({ kind: 'none' })
    expect(await engine.history(id)).toEqual(['message.accepted queued'])
  })

  test('the attempt row is there before the provider is called', async () => {
    const id = await engine.accept()
    provider.answerWith(async () => {
      expect(await engine.attempts(id)).toMatchObject([{ n: 1, state: 'open', worker: 'test' }])
      expect(await engine.row(id)).toMatchObject({ status: 'sending', fence: 1 })
      return accepted('MM-evidence')
    })
    expect(await engine.send(id)).toEqual({ kind: 'accepted' })
  })

  test('a claim that has grown too old never reaches the provider', async () => {
    const id = await engine.accept()
    const before = provider.sent.length
    const { gen } = await engine.row(id)
    let now = 0
    const clock = () => (now += 43_000)
    await sendMessage({ ...engine.sendDeps, clock }, { id, gen }, new AbortController().signal)
    expect(provider.sent.length).toBe(before)
    expect(await engine.row(id)).toMatchObject({
      status: 'retrying',
      errorCode: 'lease_too_old',
      attemptsUsed: 0,
    })
  })

  test('a doorbell that gets its slot while the process is ending is left to others', async () => {
    const id = await engine.accept()
    const deps = { ...engine.sendDeps, isEnding: () => true }
    expect(await sendMessage(deps, { id, gen: 0 }, AbortSignal.timeout(5_000))).toEqual({ kind: 'none' })
    expect(await engine.row(id)).toMatchObject({ status: 'queued', fence: 0 })
  })

  test('a slot is held from the claim to the answer, and not while the result is written', async () => {
    const id = await engine.accept()
    const order: string[] = []
    const slot = async <T>(work: () => Promise<T>) => {
      order.push((await engine.row(id)).status)
      const result = await work()
      order.push((await engine.row(id)).status)
      return result
    }
    await sendMessage({ ...engine.sendDeps, slot }, { id, gen: 0 }, AbortSignal.timeout(5_000))
    expect([...order, (await engine.row(id)).status]).toEqual(['queued', 'sending', 'submitted'])
  })
})

describe('settling', () => {
  test('an acceptance binds the provider id everywhere in one step', async () => {
    const id = await engine.accept()
    provider.answerWith(accepted('MM-bound'))
    await engine.send(id)
    expect(await engine.row(id)).toMatchObject({
      status: 'submitted',
      providerId: 'MM-bound',
      rank: 10,
      leaseUntil: null,
    })
    expect(await engine.attempts(id)).toMatchObject([
      { state: 'accepted', providerId: 'MM-bound', httpStatus: 201 },
    ])
    expect(await engine.db.providerRef.findMany({ where: { messageId: id } })).toMatchObject([
      { providerId: 'MM-bound', n: 1 },
    ])
    expect(await engine.history(id)).toEqual([
      'message.accepted queued',
      'attempt.started sending',
      'attempt.accepted submitted',
    ])
  })

  test('a refusal is final at once and names the code', async () => {
    const id = await engine.accept()
    provider.answerWith(outcomes.rejected('21211'))
    await engine.send(id)
    expect(await engine.row(id)).toMatchObject({
      status: 'failed',
      errorCode: '21211',
      errorClass: 'recipient',
      nextAt: null,
    })
    expect(await engine.send(id)).toEqual({ kind: 'none' })
  })

  test('what certainly was not sent is retried, and the doorbell for it is rung with the delay', async () => {
    const id = await engine.accept()
    provider.answerWith(outcomes.notSent())
    engine.rings.length = 0
    await engine.send(id)
    const row = await engine.row(id)
    expect(row).toMatchObject({ status: 'retrying', attemptsUsed: 1, errorCode: 'connect_refused' })
    expect(engine.rings).toEqual([{ id, gen: row.gen, delayMs: 1_020 }])
    expect(await engine.send(id)).toEqual({ kind: 'none' })
    await engine.shift(id, 'next_at', -1)
    expect(await engine.send(id)).toEqual({ kind: 'accepted' })
    expect(await engine.attempts(id)).toMatchObject([{ state: 'not_sent' }, { state: 'accepted' }])
  })

  test('a 429 uses up no attempt and is not repeated before its time', async () => {
    const id = await engine.accept()
    provider.answerWith(outcomes.throttled(60_000))
    await engine.send(id)
    const row = await engine.row(id)
    expect(row).toMatchObject({ status: 'retrying', attemptsUsed: 0, errorCode: '20429' })
    expect((row.nextAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(55_000)
  })

  test('after the last attempt the message fails as retries_exhausted', async () => {
    const id = await engine.accept()
    await engine.db.mmsLog.update({ where: { id }, data: { attemptsUsed: 7 } })
    provider.answerWith(outcomes.notSent())
    await engine.send(id)
    expect(await engine.row(id)).toMatchObject({
      status: 'failed',
      errorCode: 'retries_exhausted',
      attemptsUsed: 8,
    })
  })

  test('a lost answer is ambiguous and is never sent again by a doorbell', async () => {
    const id = await engine.accept()
    provider.answerWith(outcomes.ambiguous())
    await engine.send(id)
    await engine.shift(id, 'next_at', -1)
    expect(await engine.send(id)).toEqual({ kind: 'none' })
    expect(await engine.row(id)).toMatchObject({ status: 'ambiguous', errorCode: 'connection_lost' })
  })
})

describe('leases', () => {
  // On a slow machine the leases of the tests above may have run out too.
  beforeEach(async () => {
    await engine.db.$executeRaw`DELETE FROM mms_log`
  })

  test('an expired lease becomes ambiguous, never retrying', async () => {
    const id = await engine.accept()
    await engine.claim(id)
    await engine.shift(id, 'lease_until', -1)
    expect(await sweepLeases(engine.db, { firstLookMs: 120_000, limit: 100 })).toBe(1)
    expect(await engine.row(id)).toMatchObject({
      status: 'ambiguous',
      errorCode: 'lease_expired',
      leaseUntil: null,
    })
    expect(await engine.attempts(id)).toMatchObject([{ state: 'ambiguous' }])
  })

  test('a running lease is left alone', async () => {
    const id = await engine.accept()
    await engine.claim(id)
    expect(await sweepLeases(engine.db, { firstLookMs: 120_000, limit: 100 })).toBe(0)
    expect(await engine.row(id)).toMatchObject({ status: 'sending' })
  })

  test.each([
    ['accepted', 'submitted'],
    ['rejected', 'failed'],
    ['not_sent', 'retrying'],
  ] as const)('a late answer %s still settles the attempt whose lease ran out', async (kind, status) => {
    const id = await engine.accept()
    const claim = await engine.claim(id)
    await engine.shift(id, 'lease_until', -1)
    await sweepLeases(engine.db, { firstLookMs: 120_000, limit: 100 })
    const deps = { db: engine.db, settings: engine.sendDeps.settings, random: () => 0.5 }
    const outcome = accepted(`MM-late-${id}`)
    if (kind === 'accepted' && outcome.kind === 'accepted')
      await recordAcceptance(deps, claim, outcome, 1_000)
    if (kind === 'rejected')
      await settleAttempt(deps, claim, { kind, fault: { code: '21211', class: 'recipient', detail: '' } })
    if (kind === 'not_sent') {
      const fault = { code: 'dns', class: 'network', detail: '' } as const
      await settleAttempt(deps, claim, { kind, fault, usesAttempt: true })
    }
    expect(await engine.row(id)).toMatchObject({ status, attemptsUsed: 1 })
  })

  test('an answer for an older attempt closes that attempt and does not touch the newer one', async () => {
    const id = await engine.accept()
    const first = await engine.claim(id)
    await engine.db.$executeRaw`UPDATE mms_attempt SET state = 'ambiguous' WHERE message_id = ${id}::uuid`
    await engine.db
      .$executeRaw`UPDATE mms_log SET status = 'retrying', lease_until = NULL, next_at = now() - interval '1 ms' WHERE id = ${id}::uuid`
    await engine.claim(id)
    const deps = { db: engine.db, settings: engine.sendDeps.settings, random: () => 0.5 }
    const fault = { code: '21211', class: 'recipient', detail: '' } as const
    expect(await settleAttempt(deps, first, { kind: 'rejected', fault })).toEqual({ status: 'stale' })
    expect(await engine.row(id)).toMatchObject({ status: 'sending', fence: 2 })
    expect(await engine.attempts(id)).toMatchObject([{ state: 'rejected' }, { state: 'open' }])
  })
})
