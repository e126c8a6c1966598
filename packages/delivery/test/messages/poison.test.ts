import { defaultAmbiguitySettings } from '@heliograph/shared/domain/ambiguity-plan'
import { beforeEach, describe, expect, test } from 'vitest'
import { claimAlone } from '../../src/messages/claim-alone.ts'
import { type Claim, claimMessage } from '../../src/messages/claim-message.ts'
import { claimTogether } from '../../src/messages/claim-together.ts'
import { reconcileAmbiguous } from '../../src/messages/reconcile-ambiguous.ts'
import { settleAttempt } from '../../src/messages/settle-attempt.ts'
import { sweepLeases } from '../../src/messages/sweep-leases.ts'
import { outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db, provider } = engine
const terms = { leaseMs: 45_000, worker: 'test', probeIntervalMs: 60_000 }
const together = claimTogether(db, terms, { maxBatch: 16, maxRunning: 1 })

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
  await db.$executeRaw`UPDATE provider_account SET held_at = NULL, hold_code = NULL, probe_at = NULL, probes = 0`
  provider.lists({ kind: 'listed', messages: [], isComplete: true })
})

const inCompany = async (id: string): Promise<Claim> => together({ id, gen: (await engine.row(id)).gen })
const alone = (id: string): Promise<Claim> => claimAlone(db, { id, ...terms })

/** Claims a message, and lets the process die with it before the carrier heard of it. */
async function crash(id: string, claim: (id: string) => Promise<Claim>): Promise<void> {
  expect(await claim(id)).toMatchObject({ kind: 'claimed' })
  await engine.shift(id, 'lease_until', -1)
  await sweepLeases(db, { firstLookMs: 1, limit: 10 })
  const deps = {
    db,
    providerOf: () => provider,
    settings: defaultAmbiguitySettings,
    nextLookMs: 1,
    limit: 50,
  }
  for (const ageSeconds of [10, 70, 130]) {
    await db.$executeRaw`UPDATE mms_log SET next_at = now() - interval '1 ms' WHERE status = 'ambiguous'`
    await db.$executeRaw`UPDATE mms_attempt SET finished_at = now() - make_interval(secs => ${ageSeconds}::float8),
      checked_at = checked_at - interval '60 s' WHERE state = 'ambiguous'`
    await reconcileAmbiguous({ ...deps, onReconciled: () => undefined }, AbortSignal.timeout(10_000))
  }
}

test('a message that three processes in a row died of fails, and the last of them had nothing else in hand', async () => {
  const id = await engine.accept()
  await crash(id, inCompany)
  await crash(id, inCompany)
  expect(await inCompany(id)).toEqual({ kind: 'suspect' })
  await crash(id, alone)
  expect(await engine.row(id)).toMatchObject({ status: 'failed', errorCode: 'poison', fence: 3, crashes: 3 })
})

describe('a message that two processes died of', () => {
  async function suspect(): Promise<string> {
    const id = await engine.accept()
    await crash(id, inCompany)
    await crash(id, inCompany)
    return id
  }

  test('is not claimed beside others, and nothing about it changes', async () => {
    const id = await suspect()
    const before = await engine.row(id)
    expect(await claimMessage(db, { id, gen: before.gen, ...terms })).toEqual({ kind: 'suspect' })
    expect(await engine.row(id)).toEqual(before)
    expect(await engine.attempts(id)).toHaveLength(2)
  })

  test('stops no other doorbell of the same statement', async () => {
    const ids = [await suspect(), await engine.accept(), await engine.accept()]
    const kinds = (await Promise.all(ids.map(inCompany))).map(({ kind }) => kind)
    expect(kinds).toEqual(['suspect', 'claimed', 'claimed'])
  })

  test('is claimed alone whatever its doorbell said, by one of many, and only while it is due', async () => {
    const id = await suspect()
    await engine.shift(id, 'next_at', 60)
    expect(await alone(id)).toEqual({ kind: 'none' })
    await engine.shift(id, 'next_at', -1)
    const kinds = (await Promise.all(Array.from({ length: 8 }, () => alone(id)))).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['claimed', ...Array.from({ length: 7 }, () => 'none')])
  })

  test('is free of suspicion once a process lived to tell its answer', async () => {
    const id = await suspect()
    const claim = await alone(id)
    if (claim.kind !== 'claimed') throw new Error(claim.kind)
    const outcome = outcomes.notSent()
    if (outcome.kind !== 'not_sent') throw new Error(outcome.kind)
    const { settings } = engine.sendDeps
    await settleAttempt({ db, settings, random: () => 0 }, claim.attempt, outcome)
    await engine.shift(id, 'next_at', -1)
    await crash(id, inCompany)
    expect(await engine.row(id)).toMatchObject({ status: 'retrying', crashes: 1 })
  })

  test('expires while it waits for its turn, and takes no probe of a hold', async () => {
    const [id, late] = [await suspect(), await suspect()]
    await db.$executeRaw`UPDATE provider_account SET held_at = now(), hold_code = '20003', probe_at = now() - interval '1 ms'`
    expect(await inCompany(id)).toEqual({ kind: 'suspect' })
    expect(await db.providerAccount.findFirstOrThrow()).toMatchObject({ probes: 0 })
    expect(await alone(id)).toMatchObject({ kind: 'claimed' })
    await engine.shift(late, 'expires_at', -1)
    expect(await inCompany(late)).toEqual({ kind: 'expired' })
  })
})
