import { randomUUIDv7 } from 'node:crypto'
import { messageView } from '@heliograph/shared/contracts/messages'
import { describe, expect, test } from 'vitest'
import {
  findAttemptAnyTenant,
  findMessage,
  listEvents,
  type MessageRow,
} from '../../src/messages/message-queries.ts'
import { type Explain, viewEvent, viewMessage } from '../../src/messages/message-view.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db, tenantId } = engine
const silent: Explain = () => undefined

async function getRow(id: string): Promise<MessageRow> {
  const row = await findMessage({ db }, { tenantId, id })
  if (row === undefined) throw new Error('not found')
  return row
}

describe('one message', () => {
  test('belongs to its tenant alone', async () => {
    const id = await engine.accept()
    const other = await engine.addTenant()
    expect(await findMessage({ db }, { tenantId: other, id })).toBeUndefined()
    expect(await listEvents({ db }, { tenantId: other, id })).toEqual([])
    expect((await getRow(id)).id).toBe(id)
  })

  test('is found by id in its own partition only', async () => {
    const id = await engine.accept()
    const plan = await db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN SELECT * FROM mms_log WHERE id = '${id}'::uuid AND tenant_id = '${tenantId}'::uuid`,
    )
    const text = plan.map((line) => line['QUERY PLAN']).join('\n')
    expect(text.match(/mms_log_\d{6}/g)?.length).toBeGreaterThan(0)
    expect(new Set(text.match(/ on (mms_log_\w+)/g)).size).toBe(1)
  })

  test('shows a price without trailing zeros and its times in UTC', async () => {
    const id = await engine.accept()
    const at = new Date('2026-02-03T04:05:06.007Z')
    await db.mmsLog.update({ where: { id }, data: { price: '0.020000', priceUnit: 'USD', sentAt: at } })
    const view = viewMessage(await getRow(id), silent, true)
    expect(view).toMatchObject({ price: '0.02', priceUnit: 'USD', sentAt: at.toISOString() })
    expect(messageView.parse(view)).toEqual(view)
  })

  test('keeps every kind of metadata value', async () => {
    const metadata = { text: 'Grüße', number: 1.5, flag: false }
    const id = await engine.accept({ metadata, tags: ['a', 'b'] })
    expect(viewMessage(await getRow(id), silent, true)).toMatchObject({ metadata, tags: ['a', 'b'] })
  })

  test('whose content was cleared is still shown', async () => {
    const id = await engine.accept()
    await db.mmsContent.delete({ where: { messageId: id } })
    expect(viewMessage(await getRow(id), silent, true)).toMatchObject({
      body: null,
      mediaUrls: [],
      metadata: {},
      tags: [],
    })
  })
})

describe('a hold', () => {
  const heldAt = new Date('2026-11-01T00:00:00.000Z')

  test('is shown while the message waits, the account before the sender, and not after', async () => {
    const id = await engine.accept()
    const { senderId, providerAccountId } = await engine.row(id)
    await db.sender.update({ where: { id: senderId }, data: { heldAt, holdCode: '21606', probeAt: heldAt } })
    expect(viewMessage(await getRow(id), silent, true).hold).toMatchObject({ scope: 'sender', code: '21606' })
    await db.providerAccount.update({ where: { id: providerAccountId }, data: { heldAt, holdCode: '20003' } })
    expect(viewMessage(await getRow(id), silent, true).hold).toEqual({
      scope: 'account',
      code: '20003',
      since: heldAt.toISOString(),
      nextProbeAt: heldAt.toISOString(),
    })
    await db.mmsLog.update({ where: { id }, data: { status: 'delivered', nextAt: null } })
    expect(viewMessage(await getRow(id), silent, true)).toMatchObject({ hold: null, nextAttemptAt: null })
    const none = { heldAt: null, holdCode: null, probeAt: null }
    await db.providerAccount.update({ where: { id: providerAccountId }, data: none })
    await db.sender.update({ where: { id: senderId }, data: none })
  })
})

describe('an error is put in plain words', () => {
  const withError = async (errorCode: string, errorClass: string, explain = silent) => {
    const id = await engine.accept()
    await db.mmsLog.update({ where: { id }, data: { errorCode, errorClass } })
    return viewMessage(await getRow(id), explain, true).error
  }

  test('by its provider first, with the class that was acted on', async () => {
    const words = { code: '1', class: 'content', title: 't', cause: 'c', remedy: 'r' } as const
    expect(await withError('1', 'recipient', () => words)).toEqual({ ...words, class: 'recipient' })
  })

  test.each([
    ['retries_exhausted', 'transient'],
    ['expired', 'expired'],
    ['lease_expired', 'ambiguous'],
    ['lost_answer', 'ambiguous'],
  ])('by ourselves for %s', async (code, errorClass) => {
    const error = await withError(code, errorClass)
    expect(error).toMatchObject({ code, class: errorClass })
    expect(error?.title).not.toBe('Undocumented code')
  })

  test('and a code that nobody documented still says what to do', async () => {
    expect(await withError('99999', 'nonsense')).toMatchObject({ code: '99999', class: 'unknown' })
  })
})

test('history and attempts are read back as they were written', async () => {
  const id = await engine.accept()
  await engine.claim(id)
  const events = (await listEvents({ db }, { tenantId, id })).map((row) => viewEvent(row, silent))
  expect(events.map(({ version, type, attempt }) => [version, type, attempt])).toEqual([
    [1, 'message.accepted', null],
    [2, 'attempt.started', 1],
  ])
  expect((await getRow(id)).attempts).toBe(1)
  expect(await findAttemptAnyTenant({ db }, { messageId: id, attempt: 1 })).toEqual({
    tenantId,
    providerAccountId: engine.account.id,
    providerId: null,
    to: '+15558675310',
  })
  expect(await findAttemptAnyTenant({ db }, { messageId: id, attempt: 2 })).toBeUndefined()
  expect(await findAttemptAnyTenant({ db }, { messageId: randomUUIDv7(), attempt: 1 })).toBeUndefined()
})
