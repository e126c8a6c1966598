import { beforeEach, expect, test } from 'vitest'
import { appendChunk } from '../../src/batches/append-chunk.ts'
import { controlBatch } from '../../src/batches/control-batch.ts'
import { followBatch } from '../../src/batches/follow-batch.ts'
import { claimMessage } from '../../src/messages/claim-message.ts'
import { claimTogether } from '../../src/messages/claim-together.ts'
import { takeDue } from '../../src/relay/take-due.ts'
import { openBatchFixture } from './batch-fixture.ts'

const engine = await openBatchFixture()
const { db, addBatch, followAll } = engine
const terms = { leaseMs: 45_000, worker: 'test', probeIntervalMs: 60_000 }

beforeEach(async () => {
  await db.$executeRaw`UPDATE batch SET follow_at = NULL`
  await db.$executeRaw`DELETE FROM mms_log`
})

test('of 50 running claims none that begins after the pause claims a message of the batch', async () => {
  const { key, ids } = await addBatch(600)
  const together = claimTogether(db, terms, { maxBatch: 20, maxRunning: 4 })
  const left = [...ids]
  const claimedLate: string[] = []
  let isPaused = false
  let claimed = 0
  const claimer = async (n: number) => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const beganLate = isPaused
      const claim = n % 2 === 0 ? claimMessage(db, { id, gen: 0, ...terms }) : together({ id, gen: 0 })
      if ((await claim).kind !== 'claimed') continue
      claimed += 1
      if (beganLate) claimedLate.push(id)
    }
  }
  const claimers = Array.from({ length: 50 }, (_, n) => claimer(n))
  const pause = controlBatch(db, key, 'pause').then(() => {
    isPaused = true
  })
  await Promise.all([...claimers, pause])
  expect(claimedLate).toEqual([])
  // Both happened: claims before the pause, and messages that it kept.
  expect(claimed).toBeGreaterThan(0)
  expect(claimed).toBeLessThan(600)
  await followAll()
  expect(await takeDue(db, { limit: 1_000, ringGraceMs: 0 })).toEqual([])
  expect(await db.mmsLog.count({ where: { batchId: key.id, status: 'queued' } })).toBe(600 - claimed)
}, 30_000)

test('a message is either canceled with its batch or claimed, never both', async () => {
  const { key, ids } = await addBatch(300)
  const left = [...ids]
  const claimed: string[] = []
  const claimer = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const claim = await claimMessage(db, { id, gen: 0, ...terms })
      if (claim.kind === 'claimed') claimed.push(id)
    }
  }
  const cancel = async () => {
    await controlBatch(db, key, 'cancel')
    await Promise.all([followBatch(db), followBatch(db), followBatch(db)])
    await followAll()
  }
  await Promise.all([...Array.from({ length: 8 }, claimer), cancel()])
  // A message whose claim was under way when its page was canceled is met by the next pass.
  await db.$executeRaw`UPDATE batch SET follow_at = now() - interval '1 ms', follow_after = NULL WHERE id = ${key.id}::uuid`
  await followAll()
  const rows = await db.mmsLog.findMany({ where: { batchId: key.id } })
  const attempts = await db.mmsAttempt.findMany({ where: { messageId: { in: ids } } })
  expect(attempts.map((attempt) => attempt.messageId).toSorted()).toEqual(claimed.toSorted())
  for (const row of rows) expect(row.status).toBe(claimed.includes(row.id) ? 'sending' : 'canceled')
  const events = await db.mmsEvent.count({ where: { type: 'message.canceled', messageId: { in: ids } } })
  expect(events).toBe(300 - claimed.length)
}, 30_000)

test('a chunk that is being stored while its batch is paused is held, whichever comes first', async () => {
  const { key } = await addBatch(1)
  const chunkOf = (n: number) =>
    appendChunk(
      { ...engine.storeDeps, db },
      {
        batch: key,
        mode: 'each',
        key: String(n),
        requestHash: new Uint8Array(32),
        items: [engine.check(), engine.check()],
      },
    )
  const appends = Array.from({ length: 10 }, (_, n) => chunkOf(n))
  await Promise.all([...appends, controlBatch(db, key, 'pause')])
  await followAll()
  expect(await takeDue(db, { limit: 1_000, ringGraceMs: 0 })).toEqual([])
  await controlBatch(db, key, 'resume')
  await followAll()
  expect(await takeDue(db, { limit: 1_000, ringGraceMs: 0 })).toHaveLength(21)
})

test('no chunk gets into a batch after its cancel', async () => {
  const { key } = await addBatch(1)
  const appends = Array.from({ length: 10 }, (_, n) =>
    appendChunk(
      { ...engine.storeDeps, db },
      {
        batch: key,
        mode: 'each',
        key: String(n),
        requestHash: new Uint8Array(32),
        items: [engine.check()],
      },
    ),
  )
  const [results] = await Promise.all([Promise.all(appends), controlBatch(db, key, 'cancel')])
  await followAll()
  const appended = results.filter(({ kind }) => kind === 'appended').length
  expect(results.every(({ kind }) => kind === 'appended' || kind === 'not_open')).toBe(true)
  expect(await db.mmsLog.count({ where: { batchId: key.id, status: 'canceled' } })).toBe(appended + 1)
  expect(await db.mmsLog.count({ where: { batchId: key.id } })).toBe(appended + 1)
})
