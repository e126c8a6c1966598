import { beforeEach, describe, expect, test } from 'vitest'
import { claimMessage } from '../../src/messages/claim-message.ts'
import { sweepExpired } from '../../src/messages/sweep-expired.ts'
import { takeDue } from '../../src/relay/take-due.ts'
import { outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { provider, db } = engine

const account = () => db.providerAccount.findFirstOrThrow({ where: { id: engine.account.id } })
const endProbeWait = () => db.$executeRaw`UPDATE provider_account SET probe_at = now() - interval '1 s'`

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
  await db.$executeRaw`UPDATE provider_account SET held_at = NULL, hold_code = NULL, probe_at = NULL`
  await db.$executeRaw`UPDATE sender SET held_at = NULL, hold_code = NULL, probe_at = NULL`
})

describe('an account fault', () => {
  test('holds the account: the message waits with the reason, no attempt is used up', async () => {
    const id = await engine.accept()
    provider.answerWith(outcomes.held('account', '20003'))
    await engine.send(id)
    expect(await engine.row(id)).toMatchObject({
      status: 'retrying',
      errorCode: '20003',
      errorClass: 'account',
      attemptsUsed: 0,
    })
    expect(await account()).toMatchObject({ holdCode: '20003' })
  })

  test('makes messages that come to be sent wait as retrying, once in their history, without an attempt', async () => {
    const [first, second] = [await engine.accept(), await engine.accept()]
    provider.answerWith(outcomes.held('account', '20003'))
    await engine.send(first)
    const sentBefore = provider.sent.length
    expect(await engine.send(second)).toEqual({ kind: 'held' })
    expect(await engine.send(second)).toEqual({ kind: 'none' })
    expect(provider.sent.length).toBe(sentBefore)
    expect(await engine.history(second)).toEqual(['message.accepted queued', 'message.held retrying'])
    expect(await engine.row(second)).toMatchObject({ errorCode: '20003', errorClass: 'account' })
    expect(await engine.attempts(second)).toEqual([])
  })

  test('lets exactly one message pass per probe, whoever asks at once', async () => {
    const ids = await Promise.all(Array.from({ length: 11 }, () => engine.accept()))
    provider.answerWith(outcomes.held('account', '20003'))
    await engine.send(ids[0] ?? '')
    await endProbeWait()
    const claims = await Promise.all(
      ids
        .slice(1)
        .map((id) => claimMessage(db, { id, gen: 0, leaseMs: 9_000, worker: 't', probeIntervalMs: 60_000 })),
    )
    expect(claims.filter((claim) => claim.kind === 'claimed')).toHaveLength(1)
    expect(claims.filter((claim) => claim.kind === 'held')).toHaveLength(9)
  })

  test('is lifted by the first acceptance, and all that waited is due at once', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => engine.accept()))
    provider.answerWith(outcomes.held('account', '20003'))
    for (const id of ids) await engine.send(id)
    expect(await takeDue(db, { limit: 10, ringGraceMs: 0 })).toEqual([])
    await endProbeWait()
    const probe = await takeDue(db, { limit: 10, ringGraceMs: 0 })
    expect(probe).toHaveLength(1)
    expect(await engine.send(probe[0]?.id ?? '')).toEqual({ kind: 'accepted' })
    expect(await account()).toMatchObject({ heldAt: null, holdCode: null })
    const freed = await takeDue(db, { limit: 10, ringGraceMs: 0 })
    expect(freed).toHaveLength(4)
    for (const { id } of freed) expect(await engine.send(id)).toEqual({ kind: 'accepted' })
  })

  test('is not lifted by an acceptance that began before the fault', async () => {
    const [slow, faulty] = [await engine.accept(), await engine.accept()]
    provider.answerWith(async () => {
      provider.answerWith(outcomes.held('account', '20003'))
      await engine.send(faulty)
      return { kind: 'accepted', providerId: 'MM-began-before', status: 'submitted' }
    })
    await engine.send(slow)
    expect(await account()).toMatchObject({ holdCode: '20003' })
  })

  test('does not keep a message beyond its time', async () => {
    const id = await engine.accept()
    provider.answerWith(outcomes.held('account', '20003'))
    await engine.send(id)
    await engine.shift(id, 'expires_at', -1)
    expect(await sweepExpired(db, 10)).toBe(1)
    expect(await engine.row(id)).toMatchObject({ status: 'expired', errorClass: 'expired' })
  })
})

test('a sender fault holds that sender alone', async () => {
  const held = await engine.accept()
  provider.answerWith(outcomes.held('sender', '30034'))
  await engine.send(held)
  const same = await engine.accept()
  const other = await engine.accept({ from: '+15005550009' })
  expect(await engine.send(same)).toEqual({ kind: 'held' })
  expect(await engine.send(other)).toEqual({ kind: 'accepted' })
  expect(await engine.row(same)).toMatchObject({ errorCode: '30034', errorClass: 'sender' })
})
