import { randomUUIDv7 } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { eventually } from '@heliograph/testkit/eventually'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyReceipt } from '../../src/messages/apply-receipt.ts'
import { claimTogether } from '../../src/messages/claim-together.ts'
import { coalesce } from '../../src/messages/coalesce.ts'
import { recordTogether } from '../../src/messages/record-together.ts'
import { accepted } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db } = engine
const limits = { maxBatch: 16, maxRunning: 1 }
const claim = claimTogether(db, { leaseMs: 45_000, worker: 'test', probeIntervalMs: 60_000 }, limits)
const record = recordTogether(db, 60_000, limits)

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
  await db.$executeRaw`UPDATE provider_account SET held_at = NULL, hold_code = NULL, probe_at = NULL`
})

const acceptMany = (count: number) => Promise.all(Array.from({ length: count }, () => engine.accept()))

function answer(providerId = `MM${randomUUIDv7()}`) {
  const outcome = accepted(providerId)
  if (outcome.kind !== 'accepted') throw new Error(outcome.kind)
  return outcome
}

describe('claiming together', () => {
  test('claims each message once, with its own attempt, content and event', async () => {
    const ids = await acceptMany(20)
    const claims = await Promise.all([...ids, ...ids].map((id) => claim({ id, gen: 0 })))
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(20)
    expect(claims.filter(({ kind }) => kind === 'none')).toHaveLength(20)
    for (const [index, id] of ids.entries()) {
      const own = claims[index]?.kind === 'claimed' ? claims[index] : claims[index + 20]
      expect(own).toMatchObject({ kind: 'claimed', attempt: { messageId: id, attempt: 1, body: 'hello' } })
      expect(await engine.attempts(id)).toMatchObject([{ n: 1, state: 'open' }])
      expect(await engine.history(id)).toEqual(['message.accepted queued', 'attempt.started sending'])
    }
  })

  test('leaves stale doorbells, messages that are not due and those whose time is over to the single claim', async () => {
    const [stale = '', later = '', over = ''] = await acceptMany(3)
    await engine.shift(later, 'next_at', 60)
    await engine.shift(over, 'expires_at', -1)
    const claims = await Promise.all([
      claim({ id: stale, gen: 7 }),
      claim({ id: later, gen: 0 }),
      claim({ id: over, gen: 0 }),
    ])
    expect(claims).toEqual([{ kind: 'none' }, { kind: 'none' }, { kind: 'expired' }])
  })

  test('lets one message through a hold to test it, and no more', async () => {
    const ids = await acceptMany(5)
    await db.$executeRaw`UPDATE provider_account SET held_at = now(), hold_code = '20003', probe_at = now()`
    const claims = await Promise.all(ids.map((id) => claim({ id, gen: 0 })))
    expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'held', 'held', 'held', 'held'])
  })
})

describe('recording together', () => {
  const claimed = async (id: string) => {
    const result = await claim({ id, gen: 0 })
    if (result.kind !== 'claimed') throw new Error(result.kind)
    return result.attempt
  }

  test('binds each provider id to its own attempt', async () => {
    const attempts = await Promise.all((await acceptMany(20)).map(claimed))
    await Promise.all(attempts.map((attempt) => record(attempt, answer(`MM-${attempt.messageId}`))))
    for (const { messageId } of attempts) {
      expect(await engine.row(messageId)).toMatchObject({
        status: 'submitted',
        rank: 10,
        providerId: `MM-${messageId}`,
        attemptsUsed: 1,
        segments: 1,
        leaseUntil: null,
      })
      expect(await engine.attempts(messageId)).toMatchObject([
        { state: 'accepted', providerId: `MM-${messageId}`, httpStatus: 201 },
      ])
    }
  })

  test('twice leaves one line of history, and never goes behind a callback that was faster', async () => {
    const [id = '', early = ''] = await acceptMany(2)
    const [attempt, overtaken] = [await claimed(id), await claimed(early)]
    const outcome = answer()
    const delivered = { source: 'callback', providerId: 'MM-early', status: 'delivered' } as const
    await applyReceipt({ db }, { messageId: early, attempt: 1 }, delivered)
    await Promise.all([record(attempt, outcome), record(overtaken, answer('MM-early'))])
    await record(attempt, outcome)
    expect(await engine.history(id)).toHaveLength(3)
    expect(await engine.row(early)).toMatchObject({ status: 'delivered', providerId: 'MM-early' })
  })

  test('lifts the hold that the message tested', async () => {
    const [id = ''] = await acceptMany(1)
    await db.$executeRaw`UPDATE provider_account SET held_at = now(), hold_code = '20003', probe_at = now()`
    await record(await claimed(id), answer())
    expect(await db.providerAccount.findFirstOrThrow()).toMatchObject({ heldAt: null })
  })
})

describe('coalesce', () => {
  test('a batch that fails fails its callers, and the next one goes on', async () => {
    const batches: number[] = []
    const double = coalesce<number, number>(
      (items) => {
        batches.push(items.length)
        return items.includes(0)
          ? Promise.reject(new Error('away'))
          : Promise.resolve(items.map((item) => item * 2))
      },
      { maxBatch: 2, maxRunning: 1 },
    )
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map(double))
    expect(results.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      ...Array(3).fill('fulfilled'),
    ])
    expect(results[4]).toMatchObject({ value: 8 })
    expect(batches).toEqual([2, 2, 1])
  })

  const stuckOn0 = (patienceMs: number) => {
    const batches: number[][] = []
    const stuck = Promise.withResolvers<void>()
    const echo = coalesce<number, number>(
      async (items) => {
        batches.push([...items])
        if (items.includes(0)) await stuck.promise
        return items
      },
      { maxBatch: 3, maxRunning: 4, patienceMs },
    )
    return { batches, echo, free: stuck.resolve }
  }

  test('a patient one waits for the running call rather than starting another, unless the batch is full', async () => {
    const { batches, echo, free } = stuckOn0(60_000)
    const first = echo(0)
    await eventually(() => expect(batches).toEqual([[0]]))
    const [one, two] = [echo(1), echo(2)]
    for (let turn = 0; turn < 5; turn += 1) await setImmediate()
    expect(batches).toEqual([[0]])
    expect(await Promise.all([one, two, echo(3)])).toEqual([1, 2, 3])
    const last = echo(4)
    free()
    expect(await Promise.all([first, last])).toEqual([0, 4])
    expect(batches).toEqual([[0], [1, 2, 3], [4]])
  })

  test('its patience ends: nobody waits for a call that is stuck', async () => {
    const { batches, echo, free } = stuckOn0(10)
    const first = echo(0)
    await eventually(() => expect(batches).toEqual([[0]]))
    expect(await Promise.all([echo(1), echo(2), echo(3), echo(4)])).toEqual([1, 2, 3, 4])
    free()
    expect(await first).toBe(0)
  })
})
