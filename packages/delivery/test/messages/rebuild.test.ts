import { expect, test } from 'vitest'
import { applyReceipt } from '../../src/messages/apply-receipt.ts'
import { closeSent } from '../../src/messages/close-sent.ts'
import { sweepExpired } from '../../src/messages/sweep-expired.ts'
import { sweepLeases } from '../../src/messages/sweep-leases.ts'
import { type Difference, rebuildMessages } from '../../src/rebuild/rebuild-messages.ts'
import { accepted, outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db, provider } = engine

async function rebuild(isRepairing = false) {
  const differences: Difference[] = []
  const report = await rebuildMessages({
    db,
    isRepairing,
    onDifference: (difference) => differences.push(difference),
    onProgress: () => undefined,
  })
  return { ...report, list: differences }
}

/** One message for every way that a message can take through the engine. */
async function liveManyLives(): Promise<void> {
  const receipt = (id: string, status: 'sent' | 'delivered' | 'undelivered', changes: object = {}) =>
    applyReceipt(
      { db },
      { messageId: id, attempt: 1 },
      { source: 'callback', providerId: `MM-${id}`, status, ...changes },
    )
  const submitted = async () => {
    const id = await engine.accept()
    provider.answerWith(accepted(`MM-${id}`))
    await engine.send(id)
    return id
  }
  await engine.accept()
  const delivered = await submitted()
  await receipt(delivered, 'sent', { segments: 2 })
  await receipt(delivered, 'delivered', { price: '0.00750', priceUnit: 'USD' })
  await receipt(delivered, 'sent')
  await receipt(delivered, 'undelivered', { errorCode: '30003', errorClass: 'transient' })
  const undelivered = await submitted()
  await receipt(undelivered, 'undelivered', { errorCode: '30005', errorClass: 'recipient' })
  const quiet = await submitted()
  await receipt(quiet, 'sent')
  await engine.shift(quiet, 'next_at', -1)
  await closeSent(db, { windowMs: 0, limit: 10 })
  for (const outcome of [
    outcomes.rejected('21211'),
    outcomes.notSent(),
    outcomes.throttled(1),
    outcomes.ambiguous(),
  ]) {
    const id = await engine.accept()
    provider.answerWith(outcome)
    await engine.send(id)
  }
  const crashed = await engine.accept()
  await engine.claim(crashed)
  await engine.shift(crashed, 'lease_until', -1)
  await sweepLeases(db, { firstLookMs: 1, limit: 10 })
  await receipt(crashed, 'delivered')
  const late = await engine.accept()
  await engine.shift(late, 'expires_at', -1)
  await sweepExpired(db, 10)
  await engine.claim(await engine.accept())
}

test('every row says what its history says, whatever happened to the message', async () => {
  await liveManyLives()
  const report = await rebuild()
  expect(report.list).toEqual([])
  expect(report.messages).toBeGreaterThan(10)
})

test('a row that was changed behind the engine is found, and repaired from its history', async () => {
  const id = await engine.accept()
  await db.mmsLog.update({ where: { id }, data: { status: 'delivered', rank: 40, errorCode: 'x' } })
  expect((await rebuild()).list.map((difference) => difference.column).toSorted()).toEqual([
    'errorCode',
    'rank',
    'status',
  ])
  expect(await rebuild(true)).toMatchObject({ repaired: 1 })
  expect((await rebuild()).list).toEqual([])
  expect(await engine.row(id)).toMatchObject({ status: 'queued', rank: 0, errorCode: null })
})
