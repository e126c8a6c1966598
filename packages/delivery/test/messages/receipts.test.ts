import type { Receipt } from '@heliograph/shared/domain/receipt'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyReceipt, type ReceiptResult } from '../../src/messages/apply-receipt.ts'
import { closeOrphans } from '../../src/messages/close-orphans.ts'
import { closeSent } from '../../src/messages/close-sent.ts'
import { buildLookUpPause } from '../../src/messages/look-up-pause.ts'
import { pollSilent } from '../../src/messages/poll-silent.ts'
import { recordAcceptance } from '../../src/messages/record-acceptance.ts'
import { accepted, outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { provider } = engine

const receipt = (providerId: string, status: Receipt['status'], changes: Partial<Receipt> = {}): Receipt => ({
  source: 'callback',
  providerId,
  status,
  ...changes,
})

async function submitted(providerId: string): Promise<string> {
  const id = await engine.accept()
  provider.answerWith(accepted(providerId))
  await engine.send(id)
  return id
}

async function apply(id: string, next: Receipt, attempt = 1): Promise<Omit<ReceiptResult, 'tenantId'>> {
  const { tenantId, ...result } = await applyReceipt({ db: engine.db }, { messageId: id, attempt }, next)
  expect([engine.tenantId, undefined]).toContain(tenantId)
  return result
}

describe('receipts', () => {
  test('a callback that comes before the create answer is recorded still binds', async () => {
    const id = await engine.accept()
    const claim = await engine.claim(id)
    expect(await apply(id, receipt('MM-early', 'sent'))).toEqual({ kind: 'applied', status: 'sent' })
    expect(await engine.attempts(id)).toMatchObject([{ state: 'accepted', providerId: 'MM-early' }])
    const answer = accepted('MM-early')
    if (answer.kind === 'accepted') await recordAcceptance({ db: engine.db }, claim, answer, 1_000)
    expect(await engine.row(id)).toMatchObject({
      status: 'sent',
      rank: 30,
      providerId: 'MM-early',
      leaseUntil: null,
    })
    expect(await engine.db.providerRef.count({ where: { messageId: id } })).toBe(1)
  })

  test('a late "sent" does not move a delivered message, and is in the history', async () => {
    const id = await submitted('MM-order')
    await apply(id, receipt('MM-order', 'delivered'))
    expect(await apply(id, receipt('MM-order', 'sent'))).toEqual({ kind: 'ignored', status: 'delivered' })
    expect(await engine.row(id)).toMatchObject({ status: 'delivered', rank: 40 })
    expect((await engine.history(id)).at(-1)).toBe('receipt.ignored delivered')
  })

  test('twenty equal callbacks at once leave one line', async () => {
    const id = await submitted('MM-same')
    const results = await Promise.all(
      Array.from({ length: 20 }, () => apply(id, receipt('MM-same', 'delivered'))),
    )
    expect(results.filter((result) => result.kind === 'applied')).toHaveLength(1)
    const lines = await engine.history(id)
    expect(lines.filter((line) => line === 'receipt.applied delivered')).toHaveLength(1)
    expect(lines).toHaveLength(4)
  })

  test('different callbacks at once end at the furthest, with a version per event', async () => {
    const id = await submitted('MM-race')
    const statuses = ['sending', 'sent', 'delivered', 'sent', 'sending'] as const
    await Promise.all(statuses.map((status) => apply(id, receipt('MM-race', status))))
    const row = await engine.row(id)
    expect(row).toMatchObject({ status: 'delivered', rank: 40 })
    const events = await engine.db.mmsEvent.findMany({
      where: { messageId: id },
      orderBy: { version: 'asc' },
    })
    expect(events.map((event) => event.version)).toEqual(events.map((_, index) => index + 1))
    expect(row.version).toBe(events.length)
    const ranks = events.map((event) => event.rank)
    expect(ranks).toEqual(ranks.toSorted((left, right) => left - right))
  })

  test('a receipt with another provider id than the bound one changes nothing', async () => {
    const id = await submitted('MM-mine')
    const before = await engine.row(id)
    expect(await apply(id, receipt('MM-other', 'delivered'))).toEqual({ kind: 'mismatch' })
    expect(await engine.row(id)).toEqual(before)
  })

  test('an attempt that never was is told apart from a stale receipt', async () => {
    const id = await submitted('MM-one')
    expect(await apply(id, receipt('MM-one', 'delivered'), 7)).toEqual({ kind: 'unknown_attempt' })
  })

  test('undelivered keeps its code and class when a later contradiction brings none', async () => {
    const id = await submitted('MM-bad')
    await apply(id, receipt('MM-bad', 'undelivered', { errorCode: '30005', errorClass: 'recipient' }))
    expect(await apply(id, receipt('MM-bad', 'delivered'))).toEqual({
      kind: 'conflicting',
      status: 'undelivered',
    })
    expect(await engine.row(id)).toMatchObject({
      status: 'undelivered',
      errorCode: '30005',
      errorClass: 'recipient',
    })
  })

  test('a late receipt for a lost answer proves the message and stops a second send', async () => {
    const id = await engine.accept()
    provider.answerWith(outcomes.ambiguous())
    await engine.send(id)
    expect(await apply(id, receipt('MM-healed', 'sent'))).toEqual({ kind: 'applied', status: 'sent' })
    expect(await engine.row(id)).toMatchObject({ status: 'sent', errorCode: null, providerId: 'MM-healed' })
    expect(await engine.attempts(id)).toMatchObject([{ state: 'accepted', providerId: 'MM-healed' }])
  })

  test('two proven provider ids are both kept and shown as duplicate', async () => {
    const id = await engine.accept()
    await engine.claim(id)
    await engine.db.$executeRaw`UPDATE mms_attempt SET state = 'ambiguous' WHERE message_id = ${id}::uuid`
    await engine.db
      .$executeRaw`UPDATE mms_log SET status = 'retrying', lease_until = NULL, next_at = now() - interval '1 ms' WHERE id = ${id}::uuid`
    provider.answerWith(accepted('MM-second'))
    await engine.send(id)
    await apply(id, receipt('MM-first', 'delivered'), 1)
    expect(await engine.row(id)).toMatchObject({
      status: 'delivered',
      duplicate: true,
      providerId: 'MM-first',
    })
    expect(await engine.attempts(id)).toMatchObject([{ providerId: 'MM-first' }, { providerId: 'MM-second' }])
  })
})

test('an open attempt that its message moved on without is closed, and its callback shows the duplicate', async () => {
  const id = await engine.accept()
  await engine.claim(id)
  await engine.db.$executeRaw`UPDATE mms_attempt SET state = 'absent' WHERE message_id = ${id}::uuid`
  await engine.db
    .$executeRaw`UPDATE mms_log SET status = 'retrying', lease_until = NULL, next_at = now() - interval '1 ms' WHERE id = ${id}::uuid`
  await engine.claim(id)
  await apply(id, receipt('MM-first-after-all', 'sent'), 1)
  const age = (leaseMs: number) => closeOrphans(engine.db, { leaseMs, limit: 10 })
  expect(await age(60_000)).toBe(0)
  await engine.db
    .$executeRaw`UPDATE mms_attempt SET started_at = now() - interval '61 s' WHERE message_id = ${id}::uuid`
  expect(await age(60_000)).toBe(1)
  expect(await engine.attempts(id)).toMatchObject([{ state: 'accepted' }, { state: 'ambiguous' }])
  await apply(id, receipt('MM-second-after-all', 'delivered'), 2)
  expect(await engine.row(id)).toMatchObject({ status: 'delivered', duplicate: true })
})

describe('silence', () => {
  const pause = buildLookUpPause(() => performance.now())
  beforeEach(async () => {
    await engine.db.$executeRaw`DELETE FROM mms_log`
  })
  const poll = (limit = 50, sentFinalAfterMs = 60_000) =>
    pollSilent(
      {
        db: engine.db,
        providerOf: () => provider,
        ladderMs: [2_000, 4_000, 30_000],
        sentFinalAfterMs,
        limit,
        pause,
      },
      AbortSignal.timeout(5_000),
    )

  test('a message without news is looked up when its time has come, and waits longer each time', async () => {
    const id = await submitted('MM-silent')
    provider.knows({ kind: 'found', message: { providerId: 'MM-silent', status: 'submitted' } })
    expect(await poll()).toMatchObject({ looked: 0 })
    await engine.shift(id, 'next_at', -1)
    expect(await poll()).toMatchObject({ looked: 1, moved: 0 })
    const first = (await engine.row(id)).nextAt?.getTime() ?? 0
    await engine.shift(id, 'next_at', -1)
    await poll()
    expect(((await engine.row(id)).nextAt?.getTime() ?? 0) - first).toBeGreaterThan(20_000)
    expect(await engine.row(id)).toMatchObject({ polls: 2, status: 'submitted' })
  })

  test('a look-up moves the message and brings the price', async () => {
    const id = await submitted('MM-priced')
    await engine.shift(id, 'next_at', -1)
    provider.knows({
      kind: 'found',
      message: { providerId: 'MM-priced', status: 'delivered', price: '0.0075', priceUnit: 'USD' },
    })
    expect(await poll()).toMatchObject({ looked: 1, moved: 1 })
    const row = await engine.row(id)
    expect(row).toMatchObject({ status: 'delivered', priceUnit: 'USD', nextAt: null })
    expect(row.price?.toString()).toBe('0.0075')
  })

  test('a look-up that gets no answer changes nothing but the next look', async () => {
    const id = await submitted('MM-away')
    await engine.shift(id, 'next_at', -1)
    provider.knows({ kind: 'unavailable', detail: 'away' })
    expect(await poll()).toMatchObject({ unavailable: 1 })
    expect(await engine.row(id)).toMatchObject({ status: 'submitted', version: 3 })
  })

  test('ten workers polling at once look each message up once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, (_, index) => submitted(`MM-shared-${index}`)))
    await Promise.all(ids.map((id) => engine.shift(id, 'next_at', -1)))
    provider.knows({ kind: 'unavailable', detail: 'away' })
    const reports = await Promise.all(Array.from({ length: 10 }, () => poll(100)))
    expect(reports.reduce((sum, report) => sum + report.looked, 0)).toBe(10)
  })

  test('"sent" closes after its window and a later receipt still moves it', async () => {
    const id = await submitted('MM-quiet')
    await apply(id, receipt('MM-quiet', 'sent'))
    expect(await closeSent(engine.db, { windowMs: 1_000, limit: 10 })).toBe(0)
    await engine.shift(id, 'sent_at', -10)
    await engine.shift(id, 'next_at', -1)
    expect(await closeSent(engine.db, { windowMs: 1_000, limit: 10 })).toBe(1)
    expect(await engine.row(id)).toMatchObject({ status: 'sent', nextAt: null })
    expect((await engine.row(id)).finalAt).not.toBeNull()
    await apply(id, receipt('MM-quiet', 'delivered'))
    expect(await engine.row(id)).toMatchObject({ status: 'delivered' })
  })

  test('"sent" closes although every look in between puts off the next one', async () => {
    const id = await submitted('MM-watched')
    await apply(id, receipt('MM-watched', 'sent'))
    provider.knows({ kind: 'found', message: { providerId: 'MM-watched', status: 'sent' } })
    await engine.shift(id, 'next_at', -1)
    expect(await poll(50, 1_000)).toMatchObject({ looked: 1 })
    await engine.shift(id, 'sent_at', -10)
    await engine.shift(id, 'next_at', -30)
    expect(await poll(50, 1_000)).toMatchObject({ looked: 0 })
    expect(await closeSent(engine.db, { windowMs: 1_000, limit: 10 })).toBe(1)
  })

  test('an account that asked for patience is left alone for that long', async () => {
    const id = await submitted('MM-patient')
    await engine.shift(id, 'next_at', -1)
    provider.knows({ kind: 'unavailable', detail: 'HTTP 429', retryAfterMs: 60_000 })
    let now = 0
    const patient = buildLookUpPause(() => now)
    const ask = () =>
      pollSilent(
        {
          db: engine.db,
          providerOf: () => provider,
          ladderMs: [2_000],
          sentFinalAfterMs: 60_000,
          limit: 10,
          pause: patient,
        },
        AbortSignal.timeout(5_000),
      )
    expect(await ask()).toMatchObject({ looked: 1, unavailable: 1 })
    await engine.shift(id, 'next_at', -1)
    expect(await ask()).toMatchObject({ looked: 0 })
    now = 60_001
    expect(await ask()).toMatchObject({ looked: 1 })
  })

  test('the price is fetched after the end, once, and looked for no more than four times', async () => {
    const id = await submitted('MM-billed')
    await apply(id, receipt('MM-billed', 'delivered'))
    provider.knows({ kind: 'found', message: { providerId: 'MM-billed', status: 'delivered' } })
    for (let look = 1; look <= 4; look += 1) {
      expect((await engine.row(id)).nextAt).not.toBeNull()
      await engine.shift(id, 'next_at', -1)
      expect(await poll()).toMatchObject({ looked: 1 })
    }
    expect((await engine.row(id)).nextAt).toBeNull()
    await engine.shift(id, 'next_at', -1)
    provider.knows({
      kind: 'found',
      message: { providerId: 'MM-billed', status: 'delivered', price: '0.0100', priceUnit: 'USD' },
    })
    await poll()
    const row = await engine.row(id)
    expect([row.price?.toString(), row.priceUnit, row.nextAt]).toEqual(['0.01', 'USD', null])
    expect((await engine.history(id)).at(-1)).toBe('message.priced delivered')
  })

  test("two last words are decided by the provider's own record", async () => {
    const id = await submitted('MM-two')
    await apply(id, receipt('MM-two', 'undelivered', { errorCode: '30003', errorClass: 'transient' }))
    await apply(id, receipt('MM-two', 'delivered'))
    expect(await engine.row(id)).toMatchObject({ status: 'undelivered' })
    provider.knows({ kind: 'found', message: { providerId: 'MM-two', status: 'delivered' } })
    expect(await poll()).toMatchObject({ looked: 1, moved: 1 })
    expect(await engine.row(id)).toMatchObject({ status: 'delivered', errorCode: null })
  })
})
