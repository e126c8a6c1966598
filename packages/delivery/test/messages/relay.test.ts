import { beforeEach, describe, expect, test } from 'vitest'
import type { Ring } from '../../src/queue/message-queue.ts'
import { relayDue } from '../../src/relay/relay-due.ts'
import { takeDue } from '../../src/relay/take-due.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db } = engine

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
})

const acceptMany = (count: number, tenantId = engine.tenantId) =>
  Promise.all(Array.from({ length: count }, () => engine.accept({ tenantId })))

describe('takeDue', () => {
  test('gives every due row once within the grace, with a new generation', async () => {
    const ids = await acceptMany(5)
    const rings = await takeDue(db, { limit: 100, ringGraceMs: 60_000 })
    expect(rings.map((ring) => ring.id).toSorted()).toEqual(ids.toSorted())
    expect(rings.every((ring) => ring.gen === 1)).toBe(true)
    expect(await takeDue(db, { limit: 100, ringGraceMs: 60_000 })).toEqual([])
  })

  test('rings again when a ring led nowhere', async () => {
    const [id = ''] = await acceptMany(1)
    await takeDue(db, { limit: 10, ringGraceMs: 60_000 })
    await engine.shift(id, 'dispatch_until', -1)
    expect(await takeDue(db, { limit: 10, ringGraceMs: 60_000 })).toEqual([{ id, gen: 2 }])
  })

  test('rows that are not due stay where they are', async () => {
    const [later = '', done = ''] = await acceptMany(2)
    await engine.shift(later, 'next_at', 60)
    await engine.send(done)
    expect(await takeDue(db, { limit: 10, ringGraceMs: 0 })).toEqual([])
  })

  test('a tenant with a long backlog leaves room for the others', async () => {
    const [quiet, loud] = [await engine.addTenant(), await engine.addTenant()]
    await acceptMany(60, loud)
    const own = await acceptMany(3, quiet)
    const rings = await takeDue(db, { limit: 10, ringGraceMs: 60_000 })
    expect(rings).toHaveLength(8)
    expect(own.every((id) => rings.some((ring) => ring.id === id))).toBe(true)
  })

  test('lanes with nothing due take no places from the others', async () => {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString()
    for (let n = 0; n < 3; n += 1) await engine.accept({ tenantId: await engine.addTenant(), sendAt })
    await acceptMany(12)
    expect(await takeDue(db, { limit: 10, ringGraceMs: 60_000 })).toHaveLength(10)
  })

  test('relays side by side never take the same row', async () => {
    await acceptMany(60)
    const taken = await Promise.all(
      Array.from({ length: 6 }, () => takeDue(db, { limit: 20, ringGraceMs: 60_000 })),
    )
    const ids = taken.flat().map((ring) => ring.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('the oldest of a lane come first', async () => {
    const ids = await acceptMany(4)
    for (const [index, id] of ids.entries()) await engine.shift(id, 'next_at', -index - 1)
    const rings = await takeDue(db, { limit: 2, ringGraceMs: 60_000 })
    expect(rings.map((ring) => ring.id).toSorted()).toEqual(ids.slice(2).toSorted())
  })
})

describe('relayDue', () => {
  const queueOf = (depth: number, rung: Ring[]) => ({
    ring: (rings: readonly Ring[]) => {
      rung.push(...rings)
      return Promise.resolve()
    },
    depth: () => Promise.resolve(depth),
    waiting: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  })

  test('rings no more than the queue is short of its window', async () => {
    await acceptMany(30)
    const rung: Ring[] = []
    const report = await relayDue({ db, queue: queueOf(190, rung), window: () => 200, ringGraceMs: 60_000 })
    expect(report).toEqual({ rung: 10, depth: 200 })
    expect(rung).toHaveLength(10)
  })

  test('fills a wide window in one sweep by several short statements', async () => {
    await acceptMany(450)
    const rung: Ring[] = []
    const report = await relayDue({ db, queue: queueOf(0, rung), window: () => 430, ringGraceMs: 60_000 })
    expect(report).toEqual({ rung: 430, depth: 430 })
    expect(new Set(rung.map(({ id }) => id)).size).toBe(430)
  })

  test('a queue that is away costs nothing but the grace: the rows are still due', async () => {
    const ids = await acceptMany(3)
    const away = { ...queueOf(0, []), ring: () => Promise.reject(new Error('away')) }
    await expect(relayDue({ db, queue: away, window: () => 200, ringGraceMs: 0 })).rejects.toThrow('away')
    expect(await takeDue(db, { limit: 10, ringGraceMs: 0 })).toHaveLength(ids.length)
  })
})
