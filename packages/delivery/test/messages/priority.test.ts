import { beforeEach, expect, test } from 'vitest'
import { takeDue } from '../../src/relay/take-due.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db } = engine
const terms = { limit: 12, ringGraceMs: 60_000 }

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
})

const acceptMany = (count: number, priority: 'urgent' | 'normal' | 'bulk') =>
  Promise.all(Array.from({ length: count }, () => engine.accept({ priority })))

test('a steady stream of urgent work does not starve bulk', async () => {
  const bulk = new Set(await acceptMany(20, 'bulk'))
  const normal = new Set(await acceptMany(20, 'normal'))
  const rung = { bulk: 0, normal: 0, urgent: 0 }
  for (let sweep = 0; sweep < 8; sweep += 1) {
    // Each sweep finds more urgent work than it may ring for.
    await acceptMany(15, 'urgent')
    for (const { id } of await takeDue(db, terms)) {
      if (bulk.has(id)) rung.bulk += 1
      else if (normal.has(id)) rung.normal += 1
      else rung.urgent += 1
    }
  }
  expect(rung.bulk).toBe(20)
  expect(rung.normal).toBe(20)
  expect(rung.urgent).toBeGreaterThanOrEqual(rung.bulk)
})

test('when there is room for one, urgent goes first', async () => {
  await acceptMany(2, 'bulk')
  const urgent = await acceptMany(2, 'urgent')
  const [ring] = await takeDue(db, { ...terms, limit: 1 })
  expect(urgent).toContain(ring?.id)
})

test('with room for one at a time, bulk gets its turn too', async () => {
  const bulk = new Set(await acceptMany(3, 'bulk'))
  let rungBulk = 0
  for (let sweep = 0; sweep < 40; sweep += 1) {
    await acceptMany(2, 'urgent')
    for (const { id } of await takeDue(db, { ...terms, limit: 1 })) rungBulk += bulk.has(id) ? 1 : 0
  }
  expect(rungBulk).toBeGreaterThan(0)
})
