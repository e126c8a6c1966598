import { expect, test } from 'vitest'
import { applyReceipt } from '../../src/messages/apply-receipt.ts'
import { cancelMessage } from '../../src/messages/cancel-message.ts'
import { sendMessage } from '../../src/messages/send-message.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db, tenantId } = engine
const cancel = (id: string) => cancelMessage(db, { tenantId, id })

test.each(['scheduled', 'queued', 'retrying'])('a %s message is canceled and never sent', async (status) => {
  const id = await engine.accept()
  await db.mmsLog.update({ where: { id }, data: { status, errorCode: '20429', errorClass: 'throttled' } })
  const calls = engine.provider.sent.length
  expect(await cancel(id)).toMatchObject({ kind: 'canceled' })
  expect(await engine.row(id)).toMatchObject({
    status: 'canceled',
    nextAt: null,
    errorCode: null,
    finalAt: expect.any(Date),
    version: 2,
  })
  expect(await engine.send(id)).toMatchObject({ kind: 'none' })
  expect(engine.provider.sent).toHaveLength(calls)
  expect(await engine.history(id)).toEqual(['message.accepted queued', 'message.canceled canceled'])
})

test('a second cancel changes nothing and gets the same answer', async () => {
  const id = await engine.accept()
  const first = await cancel(id)
  expect(await cancel(id)).toEqual(first)
  expect((await engine.row(id)).version).toBe(2)
})

test('a message that was handed over is too late to cancel, and says since when', async () => {
  const [sending, submitted, delivered] = [
    await engine.accept(),
    await engine.accept(),
    await engine.accept(),
  ]
  await engine.claim(sending)
  await engine.send(submitted)
  await engine.send(delivered)
  const { providerId } = await engine.row(delivered)
  await applyReceipt(
    { db },
    { messageId: delivered, attempt: 1 },
    { source: 'callback', providerId: providerId ?? '', status: 'delivered' },
  )
  expect(await cancel(sending)).toMatchObject({
    kind: 'too_late',
    facts: { status: 'sending', startedAt: expect.any(Date) },
  })
  expect(await cancel(submitted)).toMatchObject({
    kind: 'too_late',
    facts: { status: 'submitted', submittedAt: expect.any(Date) },
  })
  expect(await cancel(delivered)).toMatchObject({ kind: 'too_late', facts: { status: 'delivered' } })
})

test("another tenant's message is not found and stays as it is", async () => {
  const id = await engine.accept({ tenantId: await engine.addTenant() })
  expect(await cancel(id)).toEqual({ kind: 'not_found' })
  expect(await engine.row(id)).toMatchObject({ status: 'queued', version: 1 })
})

test('of a claim and a cancel at once exactly one wins, 100 times', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, () => engine.accept()))
  const outcomes = { sent: 0, canceled: 0 }
  for (const [n, id] of ids.entries()) {
    const send = () => sendMessage(engine.sendDeps, { id, gen: 0 }, new AbortController().signal)
    const takeBack = () => cancel(id)
    // Both orders of asking, every other pair one after the other, so that both sides win some.
    const [first, second] = n % 2 === 0 ? [send, takeBack] : [takeBack, send]
    const isRace = n % 4 < 2
    const answers = isRace ? await Promise.all([first(), second()]) : [await first(), await second()]
    const kinds = answers.map(({ kind }) => kind)
    const isCanceled = kinds.includes('canceled')
    const calls = engine.provider.sent.filter(({ messageId }) => messageId === id).length
    expect({ kinds: kinds.toSorted(), status: (await engine.row(id)).status, calls }).toEqual(
      isCanceled
        ? { kinds: ['canceled', 'none'], status: 'canceled', calls: 0 }
        : { kinds: ['accepted', 'too_late'], status: 'submitted', calls: 1 },
    )
    outcomes[isCanceled ? 'canceled' : 'sent'] += 1
  }
  expect(outcomes.sent).toBeGreaterThan(0)
  expect(outcomes.canceled).toBeGreaterThan(0)
})
