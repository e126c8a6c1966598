import { beforeEach, describe, expect, test } from 'vitest'
import { appendChunk } from '../../src/batches/append-chunk.ts'
import { countBatch } from '../../src/batches/batch-queries.ts'
import { controlBatch } from '../../src/batches/control-batch.ts'
import { followBatch } from '../../src/batches/follow-batch.ts'
import { rebuildMessages } from '../../src/rebuild/rebuild-messages.ts'
import { takeDue } from '../../src/relay/take-due.ts'
import { openBatchFixture } from './batch-fixture.ts'

const engine = await openBatchFixture()
const { db, addBatch, followAll, statuses } = engine
const sweep = { limit: 5_000, ringGraceMs: 0 }

beforeEach(async () => {
  await db.$executeRaw`UPDATE batch SET follow_at = NULL`
  await db.$executeRaw`DELETE FROM mms_log`
})

describe('a pause', () => {
  test('takes waiting messages out of the lane, and a resume brings them back', async () => {
    const { key, ids } = await addBatch(20)
    await controlBatch(db, key, 'pause')
    expect(await takeDue(db, sweep)).toEqual([])
    expect(await followAll()).toEqual({ batches: 1, moved: 20 })
    const rows = await db.mmsLog.findMany({ where: { id: { in: ids } } })
    expect(rows.every((row) => row.nextAt?.getTime() === row.expiresAt.getTime())).toBe(true)
    expect(rows.every((row) => row.status === 'queued' && row.version === 1)).toBe(true)
    await controlBatch(db, key, 'resume')
    expect(await followAll()).toEqual({ batches: 1, moved: 20 })
    expect((await takeDue(db, sweep)).map((ring) => ring.id).toSorted()).toEqual(ids.toSorted())
  })

  test('and a resume are there for a follower that looks in the same moment', async () => {
    const { key } = await addBatch(1)
    for (let turn = 0; turn < 40; turn += 1) {
      // In one transaction now() is one moment.
      const found = await db.$transaction(async (tx) => {
        await controlBatch(tx, key, turn % 2 === 0 ? 'pause' : 'resume')
        return await tx.$queryRaw`SELECT id::text FROM batch WHERE follow_at <= now()`
      })
      expect(found).toEqual([{ id: key.id }])
    }
  })

  test('lets scheduled messages come back at their own time', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString()
    const { key, ids } = await addBatch(3, { sendAt })
    await controlBatch(db, key, 'pause')
    await followAll()
    await controlBatch(db, key, 'resume')
    await followAll()
    const rows = await db.mmsLog.findMany({ where: { id: { in: ids } } })
    expect(rows.map((row) => row.nextAt?.toISOString())).toEqual([sendAt, sendAt, sendAt])
    expect(rows.map((row) => row.status)).toEqual(['scheduled', 'scheduled', 'scheduled'])
  })

  test('of a batch at the front of a lane does not block the messages behind it', async () => {
    const { key } = await addBatch(30)
    const behind = await engine.accept()
    await controlBatch(db, key, 'pause')
    expect((await takeDue(db, { limit: 10, ringGraceMs: 0 })).map((ring) => ring.id)).toEqual([behind])
  })

  test('holds what is appended meanwhile', async () => {
    const { key } = await addBatch(1)
    await controlBatch(db, key, 'pause')
    await followAll()
    const requestHash = new Uint8Array(32)
    const chunk = { batch: key, mode: 'each', key: '1', requestHash, items: [engine.check()] } as const
    expect(await appendChunk({ ...engine.storeDeps, db }, chunk)).toMatchObject({ kind: 'appended' })
    expect(await takeDue(db, sweep)).toEqual([])
    await controlBatch(db, key, 'resume')
    expect(await followAll()).toMatchObject({ moved: 2 })
    expect(await takeDue(db, sweep)).toHaveLength(2)
  })

  test('is followed page by page and goes on where a stopped process left off', async () => {
    const { key, ids } = await addBatch(1_000)
    const requestHash = new Uint8Array(32)
    const items = Array.from({ length: 5 }, () => engine.check())
    await appendChunk({ ...engine.storeDeps, db }, { batch: key, mode: 'each', key: '1', requestHash, items })
    await controlBatch(db, key, 'pause')
    expect(await followBatch(db)).toEqual({ batches: 1, moved: 1_000 })
    expect(await countBatch(db, key)).toEqual({ queued: ids.length + 5 })
    expect(await followBatch(db)).toEqual({ batches: 1, moved: 5 })
    expect(await followBatch(db)).toEqual({ batches: 0, moved: 0 })
    expect(await takeDue(db, sweep)).toEqual([])
  })
})

describe('a cancel', () => {
  test('cancels what waits, leaves what was handed over, and comes back for what was being sent', async () => {
    const { key, ids } = await addBatch(4)
    const [sending = '', sent = ''] = ids
    const attempt = await engine.claim(sending)
    await engine.send(sent)
    await controlBatch(db, key, 'cancel')
    expect(await followAll()).toEqual({ batches: 1, moved: 2 })
    expect(await countBatch(db, key)).toEqual({ canceled: 2, sending: 1, submitted: 1 })

    await db.$executeRaw`UPDATE mms_attempt SET state = 'not_sent', finished_at = now()
      WHERE message_id = ${attempt.messageId}::uuid`
    await db.$executeRaw`UPDATE mms_log SET status = 'retrying', lease_until = NULL, next_at = now() - interval '1 ms'
      WHERE id = ${sending}::uuid`
    expect(await takeDue(db, sweep)).toEqual([])
    await db.$executeRaw`UPDATE batch SET follow_at = now() - interval '1 ms' WHERE follow_at IS NOT NULL`
    expect(await followAll()).toEqual({ batches: 1, moved: 1 })
    expect(await countBatch(db, key)).toEqual({ canceled: 3, submitted: 1 })
    expect(await db.batch.count({ where: { followAt: { not: null } } })).toBe(0)
  })

  test('writes one event per message that its row folds from', async () => {
    const { key, ids } = await addBatch(10)
    await controlBatch(db, key, 'cancel')
    await followAll()
    expect(await engine.history(ids[0] ?? '')).toEqual([
      'message.accepted queued',
      'message.canceled canceled',
    ])
    const report = await rebuildMessages({
      db,
      isRepairing: false,
      onDifference: () => undefined,
      onProgress: () => undefined,
    })
    expect(report).toEqual({ messages: 10, differences: 0, repaired: 0 })
  })

  test('also reaches messages that a pause had set aside', async () => {
    const { key, ids } = await addBatch(3)
    await controlBatch(db, key, 'pause')
    await followAll()
    await controlBatch(db, key, 'cancel')
    await followAll()
    expect(await statuses(ids)).toEqual(['canceled', 'canceled', 'canceled'])
    expect(await controlBatch(db, key, 'resume')).toMatchObject({ kind: 'canceled' })
  })
})
