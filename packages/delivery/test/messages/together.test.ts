import { randomUUIDv7 } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Receipt } from '@heliograph/shared/domain/receipt'
import { eventually } from '@heliograph/testkit/eventually'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyReceipt, applyTogether } from '../../src/messages/apply-receipt.ts'
import { claimTogether } from '../../src/messages/claim-together.ts'
import { coalesce } from '../../src/messages/coalesce.ts'
import { readReceiptRows } from '../../src/messages/receipt-row.ts'
import { recordTogether } from '../../src/messages/record-together.ts'
import { writePrices } from '../../src/messages/write-price.ts'
import { writeReceipts } from '../../src/messages/write-receipts.ts'
import { accepted } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db } = engine
const limits = { maxBatch: 16, maxRunning: 1 }
const claim = claimTogether(db, { leaseMs: 45_000, worker: 'test', probeIntervalMs: 60_000 }, limits)
const record = recordTogether(db, 60_000, limits)
const apply = applyTogether({ db, nextLookMs: 60_000 }, limits)

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
    await db.$executeRaw`UPDATE provider_account SET held_at = now(), hold_code = '20003', probe_at = now() - interval '1 ms'`
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
    await db.$executeRaw`UPDATE provider_account SET held_at = now(), hold_code = '20003', probe_at = now() - interval '1 ms'`
    await record(await claimed(id), answer())
    expect(await db.providerAccount.findFirstOrThrow()).toMatchObject({ heldAt: null })
  })
})

describe('applying receipts together', () => {
  const submitted = async (count: number) => {
    const ids = await acceptMany(count)
    for (const id of ids) {
      engine.provider.answerWith(accepted(`MM-${id}`))
      await engine.send(id)
    }
    return ids
  }
  const receipt = (id: string, status: Receipt['status'], more: Partial<Receipt> = {}): Receipt => ({
    source: 'callback',
    providerId: `MM-${id}`,
    status,
    ...more,
  })
  const aim = (messageId: string) => ({ messageId, attempt: 1 })
  const settled = async (id: string) => {
    const { status, rank, version, price, segments, polls, duplicate, ...row } = await engine.row(id)
    const isSet = Object.entries(row).map(([name, value]) => [name, value !== null])
    return { status, rank, version, price: String(price), segments, polls, duplicate, isSet }
  }

  test('leaves what applying each alone leaves, also when they are doubled, late, bad or priced', async () => {
    const sequences: Partial<Receipt>[][] = [
      [{ status: 'sent' }, { status: 'delivered' }],
      [{ status: 'sent' }, { status: 'sent' }, { status: 'delivered' }, { status: 'delivered' }],
      [{ status: 'delivered', price: '0.02', priceUnit: 'USD', segments: 2 }, { status: 'sent' }],
      [{ status: 'sending' }, { status: 'failed', errorCode: '30008', errorClass: 'filtered' }],
      [{ status: 'submitted', price: '0.01', priceUnit: 'USD' }, { status: 'delivered' }],
      [{ status: 'delivered' }, { status: 'undelivered', errorCode: '30003', errorClass: 'recipient' }],
    ]
    const alone = await submitted(sequences.length)
    const together = await submitted(sequences.length)
    const most = Math.max(...sequences.map(({ length }) => length))
    for (let step = 0; step < most; step += 1) {
      const next = (id: string, n: number) => {
        const { status, ...more } = sequences[n]?.[step] ?? {}
        return status === undefined ? undefined : receipt(id, status, more)
      }
      const expected = []
      for (const [n, id] of alone.entries()) {
        const one = next(id, n)
        expected.push(one && (await applyReceipt({ db, nextLookMs: 60_000 }, aim(id), one)))
      }
      const seen = await Promise.all(
        together.map((id, n) => {
          const one = next(id, n)
          return one && apply(aim(id), one)
        }),
      )
      expect(seen).toEqual(expected)
    }
    for (const [n, id] of together.entries()) {
      expect(await settled(id)).toEqual(await settled(alone[n] ?? ''))
      expect(await engine.history(id)).toEqual(await engine.history(alone[n] ?? ''))
    }
  })

  test('receipts of one message at the same moment move it forward only, each in its own step', async () => {
    const [id = ''] = await submitted(1)
    const statuses = ['delivered', 'sent', 'sending', 'sent', 'delivered'] as const
    await Promise.all(statuses.map((status) => apply(aim(id), receipt(id, status))))
    const events = await db.mmsEvent.findMany({ where: { messageId: id }, orderBy: { version: 'asc' } })
    expect(await engine.row(id)).toMatchObject({ status: 'delivered', version: events.length })
    expect(events.map(({ rank }) => rank)).toEqual(events.map(({ rank }) => rank).toSorted((a, b) => a - b))
  })

  test('one that the server refuses, or whose message is locked, stops no other', async () => {
    const [good = '', bad = '', locked = '', priced = ''] = await submitted(4)
    const release = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const lock = db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM mms_log WHERE id = ${locked}::uuid FOR UPDATE`
      held.resolve()
      await release.promise
    })
    await held.promise
    const price = { price: '0.02', priceUnit: 'USD' }
    const waiting = apply(aim(locked), receipt(locked, 'submitted', price))
    const results = await Promise.allSettled([
      apply(aim(bad), receipt(bad, 'sent', { providerId: 'MM-\u0000' })),
      apply(aim(good), receipt(good, 'delivered')),
      apply(aim(priced), receipt(priced, 'submitted', price)),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect((await engine.row(priced)).price?.toString()).toBe('0.02')
    expect(await engine.row(good)).toMatchObject({ status: 'delivered' })
    expect(await engine.row(bad)).toMatchObject({ status: 'submitted' })
    release.resolve()
    await lock
    await waiting
    expect((await engine.row(locked)).price?.toString()).toBe('0.02')
  })

  test('a shared statement passes over a locked message and writes the others', async () => {
    const [locked = '', free = ''] = await submitted(2)
    const news = { price: '0.02', priceUnit: 'USD' }
    const asked = [locked, free].map((id) => ({ target: aim(id), receipt: receipt(id, 'sent', news) }))
    const rows = await readReceiptRows(db, asked)
    const decision = { kind: 'applied', status: 'sent', rank: 30, binds: false, isDuplicate: false } as const
    const writes = asked.flatMap((one, n) => {
      const row = rows[n]
      return row === undefined ? [] : [{ ...one, row, decision, nextLookMs: 60_000 }]
    })
    // Inside the transaction that locks, on other connections: to wait for the lock would end in its timeout.
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM mms_log WHERE id = ${locked}::uuid FOR UPDATE`
      expect(await writePrices(db, writes, 'skips')).toEqual([false, true])
      const later = writes.map((write) => ({
        ...write,
        row: { ...write.row, version: write.row.version + 1 },
      }))
      expect(await writeReceipts(db, [...writes.slice(0, 1), ...later.slice(1)])).toEqual([false, true])
    })
    expect(await engine.row(locked)).toMatchObject({ status: 'submitted', price: null })
    expect(await engine.row(free)).toMatchObject({ status: 'sent' })
  })

  test('a receipt that came through one account never moves an attempt of another', async () => {
    const [id = ''] = await submitted(1)
    const foreign = { ...aim(id), providerAccountId: randomUUIDv7() }
    expect(await apply(foreign, receipt(id, 'delivered'))).toMatchObject({ kind: 'other_account' })
    const own = { ...aim(id), providerAccountId: engine.account.id }
    expect(await apply(own, receipt(id, 'delivered'))).toMatchObject({ kind: 'applied' })
    expect(await apply(aim(randomUUIDv7()), receipt(id, 'sent'))).toEqual({ kind: 'unknown_attempt' })
  })

  test('reads no table as a whole, however little the planner knows of it', async () => {
    const ids = await submitted(20)
    const asked = ids.map((id) => ({ target: aim(id), receipt: receipt(id, 'sent') }))
    const scans = await db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL plan_cache_mode = force_generic_plan`
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`
      // What the connection did just before may still be in these counts.
      const countScans = () => tx.$queryRaw<{ relname: string; scans: number }[]>`
        SELECT relname, seq_scan::int AS scans FROM pg_stat_xact_user_tables WHERE relname LIKE 'mms\_%' ORDER BY 1`
      const before = await countScans()
      const rows = await readReceiptRows(tx, asked)
      return { before, after: await countScans(), found: rows.filter((row) => row !== undefined).length }
    })
    expect(scans.found).toBe(20)
    expect(scans.after).toEqual(scans.before)
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
