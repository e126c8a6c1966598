import { randomUUIDv7 } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { applyReceipt } from '../../src/messages/apply-receipt.ts'
import { claimMessage } from '../../src/messages/claim-message.ts'
import { claimTogether } from '../../src/messages/claim-together.ts'
import { explainOwnCode } from '../../src/messages/own-codes.ts'
import { rebuildMessages } from '../../src/rebuild/rebuild-messages.ts'
import { outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from '../messages/engine-fixture.ts'

const engine = await openEngineFixture()
const { db, tenantId } = engine
const terms = { leaseMs: 45_000, worker: 'test', probeIntervalMs: 60_000 }
const together = claimTogether(db, terms, { maxBatch: 16, maxRunning: 1 })
const ways = {
  alone: (doorbell: { id: string; gen: number }) => claimMessage(db, { ...doorbell, ...terms }),
  together,
}
const recipient = '+15558675310'
const [sender, otherSender] = engine.account.senders

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM suppression`
  await db.$executeRaw`DELETE FROM mms_log`
})

const suppress = (
  changes: { tenantId?: string | null; senderId?: string | null; liftedFor?: string[] } = {},
) =>
  db.suppression.create({
    data: { tenantId, senderId: sender?.id ?? null, recipient, reason: 'api', ...changes },
  })

describe.each(Object.entries(ways))('a claim %s', (_name, claim) => {
  test('blocks the message of a recipient who opted out, and says why', async () => {
    const id = await engine.accept()
    await suppress()
    expect(await claim({ id, gen: 0 })).toEqual({ kind: 'blocked' })
    const row = await engine.row(id)
    expect(row).toMatchObject({
      status: 'blocked',
      errorCode: 'opted_out',
      errorClass: 'opt_out',
      nextAt: null,
      leaseUntil: null,
      fence: 0,
    })
    expect(row.finalAt).not.toBeNull()
    expect(await engine.history(id)).toEqual(['message.accepted queued', 'message.blocked blocked'])
    expect(await engine.attempts(id)).toEqual([])
    expect(explainOwnCode('opted_out')).toMatchObject({ class: 'opt_out' })
  })

  test.each([
    ['of the tenant from all senders', () => suppress({ senderId: null })],
    ['of all tenants from this sender', () => suppress({ tenantId: null })],
    ['of all tenants from all senders', () => suppress({ tenantId: null, senderId: null })],
  ])('knows an opt-out %s', async (_what, add) => {
    const id = await engine.accept()
    await add()
    expect(await claim({ id, gen: 0 })).toEqual({ kind: 'blocked' })
  })

  test.each([
    ['from another sender', () => suppress({ senderId: otherSender?.id ?? null })],
    ['of another tenant', () => suppress({ tenantId: randomUUIDv7() })],
    [
      'of all tenants that this one lifted for itself',
      () => suppress({ tenantId: null, liftedFor: [tenantId] }),
    ],
    [
      'that was lifted',
      async () => {
        const { id } = await suppress()
        await db.suppression.update({ where: { id }, data: { removedAt: new Date() } })
      },
    ],
  ])('is not stopped by an opt-out %s', async (_what, add) => {
    const id = await engine.accept()
    await add()
    expect(await claim({ id, gen: 0 })).toMatchObject({ kind: 'claimed' })
  })

  test('lets a message in the same batch pass that nobody objects to', async () => {
    const [blocked, free] = [await engine.accept(), await engine.accept({ to: '+15558675311' })]
    await suppress()
    const claims = await Promise.all([blocked, free].map((id) => claim({ id, gen: 0 })))
    expect(claims.map(({ kind }) => kind)).toEqual(['blocked', 'claimed'])
  })

  test('blocks even while the account is held, and leaves the probe to others', async () => {
    const id = await engine.accept()
    await suppress()
    await db.$executeRaw`UPDATE provider_account SET held_at = now(), hold_code = '20003', probe_at = now() - interval '1 ms', probes = 0`
    expect(await claim({ id, gen: 0 })).toEqual({ kind: 'blocked' })
    expect(await db.providerAccount.findFirstOrThrow()).toMatchObject({ probes: 0 })
    await db.$executeRaw`UPDATE provider_account SET held_at = NULL, hold_code = NULL, probe_at = NULL`
  })

  test.each(['pausedAt', 'canceledAt'] as const)(
    'leaves a message alone whose batch has %s, and takes it afterwards',
    async (column) => {
      const id = await engine.accept()
      const batch = { id: randomUUIDv7(), tenantId, mode: 'each' }
      await db.batch.create({ data: { ...batch, [column]: new Date() } })
      await db.$executeRaw`UPDATE mms_log SET batch_id = ${batch.id}::uuid WHERE id = ${id}::uuid`
      const before = await engine.row(id)
      expect(await claim({ id, gen: 0 })).toEqual({ kind: 'none' })
      expect(await engine.row(id)).toEqual(before)
      await db.batch.update({ where: { id: batch.id }, data: { [column]: null } })
      expect(await claim({ id, gen: 0 })).toMatchObject({ kind: 'claimed' })
    },
  )
})

test('a blocked message agrees with its history', async () => {
  const id = await engine.accept()
  await suppress()
  await engine.send(id)
  const differences: unknown[] = []
  const onDifference = (difference: unknown) => differences.push(difference)
  const report = await rebuildMessages({ db, isRepairing: false, onDifference, onProgress: () => undefined })
  expect([report.messages, differences]).toEqual([1, []])
})

describe("the carrier's opt-out codes", () => {
  const live = () => db.suppression.findMany({ where: { removedAt: null } })
  const optedOut = { ...outcomes.rejected('21610') }
  if (optedOut.kind !== 'rejected') throw new Error(optedOut.kind)
  const refusal = { ...optedOut, fault: { ...optedOut.fault, class: 'opt_out' as const } }

  test('at create suppress the pair with the failure, and the next message is blocked', async () => {
    const [id, next] = [await engine.accept(), await engine.accept()]
    engine.provider.answerWith(refusal)
    expect(await engine.send(id)).toEqual({ kind: 'rejected' })
    expect(await live()).toMatchObject([
      { tenantId, senderId: sender?.id, recipient, reason: 'provider_code', detail: '21610', messageId: id },
    ])
    expect(await engine.send(next)).toEqual({ kind: 'blocked' })
  })

  test('in a receipt suppress the pair once, however often it comes', async () => {
    const id = await engine.accept()
    await engine.send(id)
    const providerId = (await engine.row(id)).providerId ?? ''
    const receipt = { source: 'callback', providerId, errorCode: '21610', errorClass: 'opt_out' } as const
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        applyReceipt({ db }, { messageId: id, attempt: 1 }, { ...receipt, status: 'failed' }),
      ),
    )
    expect(results.filter(({ kind }) => kind === 'applied')).toHaveLength(1)
    expect(await live()).toMatchObject([{ tenantId, senderId: sender?.id, recipient, messageId: id }])
  })

  test('come again after the opt-out was lifted only with a new refusal, not with a repeated receipt', async () => {
    const id = await engine.accept()
    await engine.send(id)
    const providerId = (await engine.row(id)).providerId ?? ''
    const receipt = {
      source: 'callback',
      providerId,
      status: 'failed',
      errorCode: '21610',
      errorClass: 'opt_out',
    } as const
    await applyReceipt({ db }, { messageId: id, attempt: 1 }, receipt)
    await db.$executeRaw`UPDATE suppression SET removed_at = now()`
    await applyReceipt({ db }, { messageId: id, attempt: 1 }, receipt)
    expect(await live()).toEqual([])
  })

  test('of another class suppress nobody', async () => {
    const id = await engine.accept()
    engine.provider.answerWith(outcomes.rejected('21211'))
    await engine.send(id)
    expect(await live()).toEqual([])
  })
})
