import { randomUUIDv7 } from 'node:crypto'
import { defaultAmbiguitySettings } from '@heliograph/shared/domain/ambiguity-plan'
import type { Policy } from '@heliograph/shared/domain/policy'
import { beforeEach, describe, expect, test } from 'vitest'
import { attachParked } from '../../src/messages/attach-parked.ts'
import { parkReceipt } from '../../src/messages/park-receipt.ts'
import { type ReconcileReport, reconcileAmbiguous } from '../../src/messages/reconcile-ambiguous.ts'
import { resolveUnknown } from '../../src/messages/resolve-unknown.ts'
import type { ListedMessage } from '../../src/providers/provider.ts'
import { outcomes } from '../../testing/scripted-provider.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db, provider } = engine
const hour = 3_600

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
  provider.lists({ kind: 'listed', messages: [], isComplete: true })
})

async function lost(policy: Policy = 'confirmed', body = 'hello'): Promise<string> {
  const id = await engine.accept({ policy, body })
  provider.answerWith(outcomes.ambiguous())
  await engine.send(id)
  return id
}

/** Looks into every ambiguous message now, as if `ageSeconds` had passed since its answer was lost. */
async function look(ageSeconds: number): Promise<ReconcileReport[]> {
  await db.$executeRaw`UPDATE mms_log SET next_at = now() - interval '1 ms' WHERE status = 'ambiguous'`
  await db.$executeRaw`
    UPDATE mms_attempt SET finished_at = now() - make_interval(secs => ${ageSeconds}::float8),
      started_at = now() - make_interval(secs => ${ageSeconds + 1}::float8),
      checked_at = checked_at - interval '60 s'
    WHERE state = 'ambiguous'`
  const reports: ReconcileReport[] = []
  const settings = defaultAmbiguitySettings
  const onReconciled = (report: ReconcileReport) => reports.push(report)
  const deps = { db, providerOf: () => provider, settings, nextLookMs: 60_000, limit: 50, onReconciled }
  await reconcileAmbiguous(deps, AbortSignal.timeout(10_000))
  return reports
}

const listed = (
  providerId: string,
  ageSeconds: number,
  changes: Partial<ListedMessage> = {},
): ListedMessage => ({
  providerId,
  status: 'submitted',
  to: '+15558675310',
  body: 'hello',
  mediaCount: 0,
  createdAt: new Date(Date.now() - ageSeconds * 1_000),
  ...changes,
})

const lists = (...messages: ListedMessage[]) => provider.lists({ kind: 'listed', messages, isComplete: true })

describe('what the list shows', () => {
  test('is bound to the attempt, and nothing is sent again', async () => {
    const id = await lost()
    lists(listed('MM-found', 5))
    expect(await look(5)).toMatchObject([{ messageId: id, outcome: 'found' }])
    expect(await engine.row(id)).toMatchObject({
      status: 'submitted',
      providerId: 'MM-found',
      errorCode: null,
    })
    expect(await engine.attempts(id)).toMatchObject([{ state: 'accepted', providerId: 'MM-found' }])
  })

  test('is recognised although the carrier rewrote quotes and dashes', async () => {
    const id = await lost('confirmed', '“Fine” – it’s here…')
    lists(listed('MM-smart', 5, { body: '"Fine" - it\'s here...' }))
    await look(5)
    expect(await engine.row(id)).toMatchObject({ providerId: 'MM-smart' })
  })

  test.each([
    ['another text', { body: 'other' }],
    ['another media count', { mediaCount: 2 }],
    ['another time', { createdAt: new Date(Date.now() - 10 * hour * 1_000) }],
  ])('is not taken for the message when it has %s', async (_what, changes) => {
    const id = await lost()
    lists(listed('MM-other', 5, changes))
    expect(await look(5)).toMatchObject([{ messageId: id, outcome: 'waiting' }])
    expect(await engine.row(id)).toMatchObject({ status: 'ambiguous', providerId: null })
  })

  test('of equal messages is bound oldest to oldest, each id once, and the rest are proven absent', async () => {
    const ids = [await lost(), await lost(), await lost()]
    lists(listed('MM-b', 130), listed('MM-a', 131))
    for (const age of [5, 65, 130]) await look(age)
    const rows = await Promise.all(ids.map((id) => engine.row(id)))
    expect(rows.map((row) => row.providerId).toSorted()).toEqual(['MM-a', 'MM-b', null])
    expect(rows.filter((row) => row.status === 'retrying')).toHaveLength(1)
  })

  test('is left alone while an equal message is being sent, whose create it may be', async () => {
    const id = await lost()
    await engine.claim(await engine.accept({ body: 'hello' }))
    lists(listed('MM-whose', 5))
    expect(await look(5)).toMatchObject([{ outcome: 'waiting' }])
    expect(await engine.row(id)).toMatchObject({ status: 'ambiguous', providerId: null })
  })
})

describe('confirmed', () => {
  test('sends again only after the hold and two clean lists', async () => {
    const id = await lost('confirmed')
    expect(await look(10)).toMatchObject([{ outcome: 'waiting' }])
    expect(await look(70)).toMatchObject([{ outcome: 'waiting' }])
    expect(await look(121)).toMatchObject([{ outcome: 'absent' }])
    expect(await engine.row(id)).toMatchObject({ status: 'retrying' })
    expect(await engine.attempts(id)).toMatchObject([{ n: 1, state: 'absent' }])
    expect(await engine.send(id)).toEqual({ kind: 'accepted' })
    expect(await engine.attempts(id)).toMatchObject([{ state: 'absent' }, { state: 'accepted' }])
  })

  test('never sends again while the list cannot be read, and is unknown when its validity is over', async () => {
    const id = await lost('confirmed')
    provider.lists({ kind: 'unavailable', detail: 'away' })
    for (const age of [10, 200, 3 * hour]) expect(await look(age)).toMatchObject([{ outcome: 'waiting' }])
    await engine.shift(id, 'expires_at', -1)
    expect(await look(5 * hour)).toMatchObject([{ outcome: 'unknown' }])
    expect(await engine.row(id)).toMatchObject({ status: 'unknown', nextAt: null })
  })
})

test('at_most_once is never sent again and becomes unknown after 15 minutes', async () => {
  const id = await lost('at_most_once')
  for (const age of [10, 130, 600]) expect(await look(age)).toMatchObject([{ outcome: 'waiting' }])
  expect(await look(901)).toMatchObject([{ outcome: 'unknown' }])
  expect(await engine.history(id)).toContain('message.unproven unknown')
})

test('at_least_once is sent again after 30 minutes without a list, and the history says that it is risky', async () => {
  const id = await lost('at_least_once')
  provider.lists({ kind: 'unavailable', detail: 'away' })
  expect(await look(1_700)).toMatchObject([{ outcome: 'waiting' }])
  expect(await look(1_801)).toMatchObject([{ outcome: 'risky_resend' }])
  const events = await db.mmsEvent.findMany({ where: { messageId: id, type: 'attempt.absent' } })
  expect(events).toMatchObject([{ data: { isRisky: true } }])
})

test('an unknown message is healed by a late receipt', async () => {
  const id = await lost('at_most_once')
  await look(901)
  lists(listed('MM-late', 0))
  const { applyReceipt } = await import('../../src/messages/apply-receipt.ts')
  await applyReceipt(
    { db },
    { messageId: id, attempt: 1 },
    { source: 'callback', providerId: 'MM-late', status: 'sent' },
  )
  expect(await engine.row(id)).toMatchObject({ status: 'sent', providerId: 'MM-late', finalAt: null })
})

test('ten workers looking at once look into each message once', async () => {
  for (let count = 0; count < 5; count += 1) await lost('confirmed', `text ${count}`)
  await db.$executeRaw`UPDATE mms_log SET next_at = now() - interval '1 ms' WHERE status = 'ambiguous'`
  const settings = defaultAmbiguitySettings
  const deps = {
    db,
    providerOf: () => provider,
    settings,
    nextLookMs: 1,
    limit: 50,
    onReconciled: () => undefined,
  }
  const looked = await Promise.all(
    Array.from({ length: 10 }, () => reconcileAmbiguous(deps, AbortSignal.timeout(10_000))),
  )
  expect(looked.reduce((sum, count) => sum + count, 0)).toBe(5)
})

describe('a person who knows', () => {
  const word = (messageId: string, changes: object = {}) => ({
    tenantId: engine.tenantId,
    messageId,
    author: 'key-1',
    outcome: 'delivered' as const,
    note: 'seen in the console',
    ...changes,
  })

  test('settles an unknown message, with author and note in its history', async () => {
    const id = await lost('at_most_once')
    await look(901)
    expect(await resolveUnknown(db, word(id, { providerId: 'MM-seen' }))).toBe('resolved')
    expect(await engine.row(id)).toMatchObject({ status: 'delivered', providerId: 'MM-seen', rank: 0 })
    const events = await db.mmsEvent.findMany({ where: { messageId: id, type: 'message.resolved' } })
    expect(events).toMatchObject([{ data: { author: 'key-1', note: 'seen in the console' } }])
  })

  test('cannot settle one that is not unknown, of another tenant, or with an id that is taken', async () => {
    const waiting = await lost()
    expect(await resolveUnknown(db, word(waiting))).toBe('not_unknown')
    expect(await resolveUnknown(db, word(waiting, { tenantId: randomUUIDv7() }))).toBe('not_found')
    const unknown = await lost('at_most_once', 'other text')
    await look(901)
    await engine.send(await engine.accept({ body: 'third' }))
    const [taken] = await db.providerRef.findMany({ orderBy: { createdAt: 'desc' }, take: 1 })
    expect(await resolveUnknown(db, word(unknown, { providerId: taken?.providerId }))).toBe('taken')
    expect(await engine.row(unknown)).toMatchObject({ status: 'unknown' })
  })
})

test('a parked receipt is applied once its attempt is known', async () => {
  const id = await engine.accept()
  const receipt = { source: 'callback', providerId: 'MM-parked', status: 'delivered' } as const
  await parkReceipt(db, { messageId: id, attempt: 1 }, receipt)
  await parkReceipt(db, { messageId: id, attempt: 1 }, receipt)
  expect(await attachParked(db, 10)).toBe(0)
  await engine.claim(id)
  expect(await attachParked(db, 10)).toBe(1)
  expect(await engine.row(id)).toMatchObject({ status: 'delivered', providerId: 'MM-parked' })
  expect(await db.parkedReceipt.count()).toBe(0)
})
