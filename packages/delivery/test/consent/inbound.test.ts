import { randomUUIDv7 } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { clearInbound } from '../../src/consent/clear-inbound.ts'
import { receiveInbound } from '../../src/consent/receive-inbound.ts'
import type { InboundMessage } from '../../src/providers/provider.ts'
import { openEngineFixture } from '../messages/engine-fixture.ts'

const engine = await openEngineFixture()
const { db, tenantId, account } = engine
const recipient = '+15558675310'
const number = account.senders[0]?.address ?? ''
const numberId = account.senders[0]?.id ?? ''
const service = { id: randomUUIDv7(), address: `MG${'e'.repeat(32)}` }
await db.sender.create({ data: { ...service, providerAccountId: account.id, kind: 'messaging_service' } })

beforeEach(async () => {
  for (const table of ['suppression', 'inbound_message', 'mms_log'] as const) {
    await db.$executeRawUnsafe(`DELETE FROM ${table}`)
  }
})

const receive = (body: string, changes: Partial<InboundMessage> = {}) => {
  const providerId = `SM${randomUUIDv7().replaceAll('-', '')}`
  const inbound = { providerId, from: recipient, to: number, body, mediaUrls: [], ...changes }
  return receiveInbound({ db, newId: randomUUIDv7 }, { providerAccountId: account.id, inbound })
}
const live = () => db.suppression.findMany({ where: { removedAt: null }, orderBy: { id: 'asc' } })
const stored = () => db.inboundMessage.findMany({ orderBy: { id: 'asc' } })

describe('STOP', () => {
  test('binds every tenant that uses the sender, and is shown to those that wrote to the recipient', async () => {
    const stranger = await engine.addTenant()
    await engine.send(await engine.accept())
    const [first, second] = [await engine.accept(), await engine.accept({ tenantId: stranger })]
    expect(await receive('Stop.')).toMatchObject({ kind: 'stored', tenantId, action: 'stop', changed: 1 })
    expect(await live()).toMatchObject([
      {
        tenantId: null,
        senderId: numberId,
        recipient,
        reason: 'opt_out_keyword',
        detail: 'STOP',
        shownTo: [tenantId],
      },
    ])
    expect(await engine.send(first)).toEqual({ kind: 'blocked' })
    expect(await engine.send(second)).toEqual({ kind: 'blocked' })
    const other = await engine.accept({ from: account.senders[1]?.address ?? '' })
    expect(await engine.send(other)).toEqual({ kind: 'accepted' })
  })

  test('to a number of a messaging service stops the service, too: named by the carrier or known from a receipt', async () => {
    await receive('STOP', { messagingService: service.address })
    expect((await live()).map(({ senderId }) => senderId).toSorted()).toEqual(
      [numberId, service.id].toSorted(),
    )
    await db.$executeRaw`DELETE FROM suppression`
    const id = await engine.accept()
    await engine.send(id)
    await db.$executeRaw`UPDATE mms_log SET sender_id = ${service.id}::uuid, from_number = '+15005550077'`
    await receive('STOP', { to: '+15005550077' })
    expect(await live()).toMatchObject([{ senderId: service.id, shownTo: [tenantId] }])
  })

  test('to a number that nobody knows stops all senders, and START to the same number lifts it', async () => {
    const id = await engine.accept()
    await receive('STOP', { to: '+15005559999' })
    expect(await live()).toMatchObject([{ tenantId: null, senderId: null, recipient }])
    expect(await engine.send(id)).toEqual({ kind: 'blocked' })
    await receive('START', { to: '+15005559998' })
    expect(await live()).toHaveLength(1)
    await receive('START', { to: '+15005559999' })
    expect(await live()).toEqual([])
  })

  test('said twice is one opt-out, and binds again whoever had lifted it for itself', async () => {
    await receive('STOP')
    await db.$executeRaw`UPDATE suppression SET lifted_for = ARRAY[${tenantId}::uuid]`
    await receive('stop')
    expect(await live()).toMatchObject([{ liftedFor: [] }])
    expect(await stored()).toHaveLength(2)
  })

  test('delivered 20 times at once is stored and acted on once', async () => {
    const providerId = `SM${'a'.repeat(32)}`
    const results = await Promise.all(Array.from({ length: 20 }, () => receive('STOP', { providerId })))
    expect(results.filter(({ kind }) => kind === 'stored')).toHaveLength(1)
    expect(await stored()).toHaveLength(1)
    expect(await live()).toHaveLength(1)
  })

  test('repeated by the carrier after START does not opt out again', async () => {
    const providerId = `SM${'b'.repeat(32)}`
    await receive('STOP', { providerId })
    await receive('START')
    expect(await receive('STOP', { providerId })).toEqual({ kind: 'repeated' })
    expect(await live()).toEqual([])
  })
})

describe('START', () => {
  const add = (data: { reason: string; tenantId?: string; senderId?: string | null }) =>
    db.suppression.create({ data: { senderId: numberId, recipient, ...data } })

  test("lifts the recipient's own and the carrier's opt-outs, keeps the evidence, and leaves those set by API", async () => {
    await receive('STOP')
    await add({ reason: 'provider_code', tenantId })
    const other = await engine.addTenant()
    const kept = await add({ reason: 'api', tenantId: other })
    const result = await receive('start')
    expect(result).toMatchObject({ action: 'start', changed: 2 })
    expect((await live()).map(({ id }) => id)).toEqual([kept.id])
    const startId = result.kind === 'stored' ? result.id : ''
    const lifted = await db.suppression.findMany({ where: { removedInboundId: startId } })
    expect(lifted.map(({ reason }) => reason).toSorted()).toEqual(['opt_out_keyword', 'provider_code'])
  })

  test('to one sender leaves the opt-outs of another', async () => {
    const other = account.senders[1]?.address ?? ''
    await receive('STOP')
    await receive('STOP', { to: other })
    await receive('START', { to: other })
    expect(await live()).toMatchObject([{ senderId: numberId }])
  })
})

describe('any inbound message', () => {
  test.each(['HELP', 'thanks!', ''])('is stored and changes nothing more: %j', async (body) => {
    const mediaUrls = ['https://api.example.com/media/1']
    expect(await receive(body, { mediaUrls })).toMatchObject({ kind: 'stored', changed: 0 })
    expect(await stored()).toMatchObject([
      { body, mediaUrls, mediaCount: 1, fromNumber: recipient, toNumber: number },
    ])
    expect(await live()).toEqual([])
  })

  test('belongs to the tenant that wrote last, not to one whose message never left', async () => {
    const [second, third] = [await engine.addTenant(), await engine.addTenant()]
    await engine.send(await engine.accept())
    await engine.send(await engine.accept({ tenantId: second }))
    await engine.accept({ tenantId: third })
    expect(await receive('hello')).toMatchObject({ tenantId: second })
    expect(await receive('hello', { from: '+15558675399' })).toMatchObject({ tenantId: null })
  })

  test('loses its content with age, and stays as evidence', async () => {
    await receive('STOP')
    await receive('young')
    await db.$executeRaw`UPDATE inbound_message SET received_at = now() - interval '40 days' WHERE body = 'STOP'`
    expect(await clearInbound(db, { days: 30, limit: 10 })).toBe(1)
    expect(await clearInbound(db, { days: 30, limit: 10 })).toBe(0)
    expect(await stored()).toMatchObject([
      { body: null, keyword: 'STOP', action: 'stop', fromNumber: recipient },
      { body: 'young' },
    ])
  })
})
