import { expect, test } from 'vitest'
import { appendChunk } from '../../src/batches/append-chunk.ts'
import { clearBatchDefaults, deleteOldBatches } from '../../src/retention/delete-old-batches.ts'
import { openBatchFixture } from './batch-fixture.ts'

const engine = await openBatchFixture()
const { db, addBatch } = engine
/** An id from January 2020. */
const oldId = '016f5e66-e800-7000-8000-000000000001'

test('old batches lose their shared content, and go with the names of their chunks once their messages are gone', async () => {
  const { key } = await addBatch(1)
  await appendChunk(
    { ...engine.storeDeps, db },
    { batch: key, mode: 'each', key: '1', requestHash: new Uint8Array(32), items: [engine.check()] },
  )
  await db.$executeRaw`UPDATE batch SET id = ${oldId}::uuid,
    defaults = '{"body":"text","tags":["t"],"metadata":{"a":1}}' WHERE id = ${key.id}::uuid`
  await db.$executeRaw`UPDATE batch_chunk SET batch_id = ${oldId}::uuid`
  await db.$executeRaw`UPDATE mms_facet SET facet = ${`batch:${oldId}`} WHERE facet = ${`batch:${key.id}`}`
  const terms = { days: 30, limit: 10 }

  expect(await clearBatchDefaults(db, terms)).toBe(1)
  expect(await clearBatchDefaults(db, terms)).toBe(0)
  expect((await db.batch.findUniqueOrThrow({ where: { id: oldId } })).defaults).toEqual({ tags: ['t'] })

  expect(await deleteOldBatches(db, terms)).toBe(0)
  await db.$executeRaw`DELETE FROM mms_facet`
  const young = await addBatch(1)
  expect(await deleteOldBatches(db, terms)).toBe(1)
  expect((await db.batch.findMany()).map((batch) => batch.id)).toEqual([young.key.id])
  expect(await db.batchChunk.count()).toBe(0)
})
