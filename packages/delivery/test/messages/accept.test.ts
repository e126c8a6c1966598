import { randomUUIDv7 } from 'node:crypto'
import type { MessageDraft } from '@heliograph/shared/contracts/messages'
import { createLatch } from '@heliograph/testkit/latch'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AcceptItem } from '../../src/messages/accept-item.ts'
import { acceptMessages, storeMessages } from '../../src/messages/accept-messages.ts'
import { acceptTogether } from '../../src/messages/accept-together.ts'
import { checkDraft } from '../../src/messages/check-draft.ts'
import { rehearseMessage } from '../../src/messages/rehearse-message.ts'
import { replayAcceptances } from '../../src/messages/replay-acceptances.ts'
import type { Ring } from '../../src/queue/message-queue.ts'
import { openRingBudget } from '../../src/queue/ring-budget.ts'
import { takeDue } from '../../src/relay/take-due.ts'
import { openEngineFixture } from './engine-fixture.ts'

const engine = await openEngineFixture()
const { db, routing, tenantId } = engine
const deps = { db, ringGraceMs: 5_000, probe: () => undefined }
const together = acceptTogether(
  { ...deps, sharedDb: deps.db, bell: undefined },
  { maxBatch: 64, maxRunning: 1 },
)

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM mms_log`
  await db.$executeRaw`DELETE FROM mms_facet`
  await db.$executeRaw`DELETE FROM idempotency_key`
})

function item(
  changes: Partial<MessageDraft> = {},
  more: { key?: string; batchId?: string; hash?: number } = {},
): AcceptItem {
  const body = { to: '+15558675310', body: 'hello', ...changes }
  const verdict = checkDraft({ requireHttps: false, routing, tenantId }, body)
  if (verdict.kind !== 'ok') throw new Error(JSON.stringify(verdict.problems))
  const requestHash = new Uint8Array(32).fill(more.hash ?? 1)
  return {
    id: randomUUIDv7(),
    draft: verdict.draft,
    tenantId,
    ...(more.batchId === undefined ? {} : { batchId: more.batchId }),
    ...(more.key === undefined
      ? {}
      : { idempotency: { route: 'POST /v1/messages', key: more.key, requestHash } }),
  }
}

const countTransactions = (items: readonly AcceptItem[]) => db.$queryRaw`
  SELECT count(*)::int AS messages, count(DISTINCT xid)::int AS transactions FROM mms_event
  WHERE message_id = ANY(${items.map(({ id }) => id)}::uuid[])`
const kinds = (acceptances: readonly { kind: string }[]) => acceptances.map(({ kind }) => kind)
/** Ids of one millisecond are in no order, so a test that needs one says how old each is. */
function idMadeAgo(ms: number): string {
  const time = (Date.now() - ms).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${randomUUIDv7().slice(13)}`
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)

describe('many in one statement', () => {
  test('are all stored in order, each with its own content, event, batch and facets', async () => {
    const batchId = randomUUIDv7()
    const items = Array.from({ length: 20 }, (_, n) =>
      item({ body: `text ${n}`, tags: ['t', 't'], metadata: { n }, reference: `r-${n}` }, { batchId }),
    )
    const acceptances = await acceptMessages(deps, items)
    for (const [n, acceptance] of acceptances.entries()) {
      const id = items[n]?.id ?? ''
      expect(acceptance).toMatchObject({ kind: 'accepted', message: { id, reference: `r-${n}` } })
      expect(await engine.row(id)).toMatchObject({ batchId, priority: 1, status: 'queued' })
      expect(await db.mmsContent.findUnique({ where: { messageId: id } })).toMatchObject({
        body: `text ${n}`,
      })
      const facets = await db.mmsFacet.findMany({ where: { messageId: id }, orderBy: { facet: 'asc' } })
      expect(facets.map(({ facet }) => facet)).toEqual([
        `batch:${batchId}`,
        'from:+15005550006',
        'meta:n',
        'provider:twilio',
        `ref:r-${n}`,
        expect.stringMatching(/^same:/),
        'tag:t',
      ])
    }
    expect(await countTransactions(items)).toEqual([{ messages: 20, transactions: 1 }])
  })

  test('in a transaction that is rolled back leave nothing', async () => {
    const rolledBack = db.$transaction(async (tx) => {
      expect(kinds(await acceptMessages({ ...deps, db: tx }, [item(), item()]))).toEqual([
        'accepted',
        'accepted',
      ])
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    expect(await db.mmsLog.count()).toBe(0)
  })

  test('are answered as they are stored and as their keys are replayed, whatever each of them has', async () => {
    const sendAt = inMinutes(60).toISOString()
    const items = [
      item({ body: 'plain' }, { key: 'a' }),
      item(
        { body: 'more', reference: 'r', tags: ['t'], metadata: { n: 1 }, priority: 'urgent' },
        { key: 'b' },
      ),
      item({ body: 'later', sendAt, validitySeconds: 600, policy: 'at_least_once' }, { key: 'c' }),
      item({ body: 'picture', mediaUrls: ['https://m.example.com/a.jpg'], requireMms: true }, { key: 'd' }),
    ]
    const accepted = await acceptMessages(deps, items)
    expect(kinds(accepted)).toEqual(Array(4).fill('accepted'))
    const replays = await replayAcceptances(db, items)
    for (const [n, { id }] of items.entries()) {
      const message = accepted[n]?.kind === 'accepted' ? accepted[n].message : undefined
      expect(replays.get(id)).toEqual({ kind: 'replayed', message })
      const row = await engine.row(id)
      expect(message).toMatchObject({
        status: row.status,
        createdAt: row.createdAt.toISOString(),
        sendAt: row.sendAt?.toISOString() ?? null,
        expiresAt: row.expiresAt.toISOString(),
      })
    }
    expect(await engine.row(items[0]?.id ?? '')).toMatchObject({ policy: 'confirmed', mediaCount: 0 })
    expect(await engine.row(items[2]?.id ?? '')).toMatchObject({ policy: 'at_least_once', priority: 1 })
    expect(await db.mmsContent.findUnique({ where: { messageId: items[0]?.id ?? '' } })).toMatchObject({
      mediaUrls: [],
      requireMms: false,
      metadata: {},
      tags: [],
    })
  })

  test('with one key among them store one message and replay it, unless the body differs', async () => {
    const items = [item({}, { key: 'k' }), item({}, { key: 'k' }), item({}, { key: 'k', hash: 2 }), item()]
    const acceptances = await acceptMessages(deps, items)
    expect(kinds(acceptances)).toEqual(['accepted', 'replayed', 'key_reused', 'accepted'])
    expect(acceptances[1]).toMatchObject({ message: { id: items[0]?.id } })
    expect(await db.mmsLog.count()).toBe(2)
  })

  test('leave out the recipient who opted out, and use up no key for it', async () => {
    const to = '+15558675311'
    await db.$executeRaw`INSERT INTO suppression (tenant_id, recipient, reason) VALUES (${tenantId}::uuid, ${to}, 'api')`
    const items = [item({ to }, { key: 'k' }), item()]
    expect(kinds(await acceptMessages(deps, items))).toEqual(['opted_out', 'accepted'])
    expect(await rehearseMessage(deps, item({ to }))).toEqual({ kind: 'opted_out' })
    expect(await db.idempotencyKey.count()).toBe(0)
    await db.$executeRaw`DELETE FROM suppression`
  })
})

describe('requests that come together', () => {
  test('share a statement', async () => {
    const items = Array.from({ length: 40 }, () => item())
    expect(new Set(kinds(await Promise.all(items.map(together))))).toEqual(new Set(['accepted']))
    expect(await countTransactions(items)).toEqual([{ messages: 40, transactions: 1 }])
  })

  test('with one key get one message, without asking the database again', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => together(item({}, { key: 'k', hash: n % 10 === 9 ? 2 : 1 }))),
    )
    expect(await db.mmsLog.count()).toBe(1)
    expect(kinds(answers).toSorted()).toEqual([
      'accepted',
      ...Array(10).fill('key_reused'),
      ...Array(89).fill('replayed'),
    ])
  })

  test('are not held up by a key that another process is just writing', async () => {
    const [stored, release] = [createLatch(), createLatch()]
    const mine = item({}, { key: 'theirs' })
    const twin = db.$transaction(
      async (tx) => {
        await storeMessages({ ...deps, db: tx }, [item({}, { key: 'theirs' })], { skipsBusyKeys: true })
        stored.open()
        await release.wait(20_000)
      },
      { timeout: 20_000 },
    )
    await stored.wait()
    const waiting = together(mine)
    const others = await Promise.all([together(item({}, { key: 'own' })), together(item())])
    // The twin is still open: the others did not wait for its end.
    expect(kinds(others)).toEqual(['accepted', 'accepted'])
    release.open()
    await twin
    expect(await waiting).toMatchObject({ kind: 'replayed' })
  })

  test('are each tried alone when the shared statement fails', async () => {
    const taken = item()
    await acceptMessages(deps, [taken])
    const [twice, fine] = await Promise.allSettled([together({ ...item(), id: taken.id }), together(item())])
    expect(twice.status).toBe('rejected')
    expect(fine).toMatchObject({ value: { kind: 'accepted' } })
  })
})

describe('the bell', () => {
  const openBell = (rings: Ring[], depth = 0) =>
    openRingBudget({
      queue: {
        ring: (given) => Promise.resolve(void rings.push(...given)),
        depth: () => new Promise<number>(() => undefined),
        waiting: () => Promise.resolve(depth),
        close: () => Promise.resolve(),
      },
      clock: () => 0,
      onError: () => undefined,
    })

  test('rings for 200 and no more; the rest is due for the relay at once', async () => {
    const rings: Ring[] = []
    const accept = acceptTogether(
      { ...deps, sharedDb: deps.db, bell: openBell(rings) },
      { maxBatch: 64, maxRunning: 2 },
    )
    await Promise.all(Array.from({ length: 230 }, () => accept(item())))
    expect(new Set(rings.map(({ id }) => id)).size).toBe(200)
    const rest = await takeDue(db, { limit: 500, ringGraceMs: 60_000 })
    expect(rest).toHaveLength(30)
  })

  test('is not rung for replays and scheduled messages, which leave room for others', async () => {
    const rings: Ring[] = []
    const accept = acceptTogether(
      { ...deps, sharedDb: deps.db, bell: openBell(rings) },
      { maxBatch: 1, maxRunning: 1 },
    )
    for (let n = 0; n < 201; n += 1) await accept(item({}, { key: 'k' }))
    await accept(item({ sendAt: inMinutes(10).toISOString() }))
    const last = item()
    await accept(last)
    expect(rings).toHaveLength(2)
    expect(rings[1]).toEqual({ id: last.id, gen: 0 })
  })
})

describe('a scheduled message', () => {
  test('waits for its time, is rung by the relay then, and expires counted from it', async () => {
    const sendAt = inMinutes(60)
    const offset = new Date(sendAt.getTime() + 7_200_000).toISOString().replace('Z', '+02:00')
    const scheduled = item({ sendAt: offset, validitySeconds: 600 })
    const [acceptance] = await acceptMessages(deps, [scheduled])
    expect(acceptance).toMatchObject({ message: { status: 'scheduled', sendAt: sendAt.toISOString() } })
    const row = await engine.row(scheduled.id)
    expect(row).toMatchObject({ status: 'scheduled', nextAt: sendAt, sendAt })
    expect(row.expiresAt).toEqual(new Date(sendAt.getTime() + 600_000))
    expect(await takeDue(db, { limit: 10, ringGraceMs: 60_000 })).toEqual([])
    await engine.shift(scheduled.id, 'next_at', -1)
    expect(await takeDue(db, { limit: 10, ringGraceMs: 60_000 })).toMatchObject([{ id: scheduled.id }])
    await engine.send(scheduled.id)
    expect(await engine.history(scheduled.id)).toEqual([
      'message.accepted scheduled',
      'attempt.started sending',
      'attempt.accepted submitted',
    ])
  })

  test('whose time is past is sent now, with a note', async () => {
    const past = item({ sendAt: '2020-01-01T00:00:00Z' })
    const [acceptance] = await acceptMessages(deps, [past])
    expect(acceptance).toMatchObject({
      message: { status: 'queued', sendAt: null, warnings: [{ code: 'send_at_past', field: 'sendAt' }] },
    })
    expect(await engine.row(past.id)).toMatchObject({ status: 'queued', sendAt: null })
  })

  test('may be 35 days ahead and no more', () => {
    const rules = { requireHttps: false, routing, tenantId, now: () => Date.UTC(2026, 0, 1) }
    const draft = { to: '+15558675310', body: 'x' }
    expect(checkDraft(rules, { ...draft, sendAt: '2026-02-05T00:00:00Z' }).kind).toBe('ok')
    expect(checkDraft(rules, { ...draft, sendAt: '2026-02-05T00:00:01Z' })).toMatchObject({
      kind: 'refused',
      problems: [{ field: 'sendAt', rule: 'schedule_window' }],
    })
  })
})

describe('possibleDuplicateOf', () => {
  const duplicateOf = async (given: AcceptItem) => {
    const [acceptance] = await acceptMessages(deps, [given])
    return acceptance?.kind === 'accepted' ? acceptance.message.possibleDuplicateOf : acceptance?.kind
  }

  test('names the newest message to the same recipient with the same content', async () => {
    const first = { ...item(), id: idMadeAgo(2_000) }
    const second = { ...item(), id: idMadeAgo(1_000) }
    expect(await duplicateOf(first)).toBeNull()
    expect(await duplicateOf(second)).toBe(first.id)
    expect(await duplicateOf({ ...item(), id: idMadeAgo(500) })).toBe(second.id)
    expect(await duplicateOf(item({ body: 'other' }))).toBeNull()
    expect(await duplicateOf(item({ to: '+15558675312' }))).toBeNull()
    expect(await duplicateOf(item({ mediaUrls: ['https://m.example.com/a.jpg'] }))).toBeNull()
    expect(await duplicateOf({ ...item(), tenantId: await engine.addTenant() })).toBeNull()
    expect(await engine.row(second.id)).toMatchObject({ possibleDuplicateOf: first.id })
  })

  test('never names a twin that was not stored', async () => {
    const toOptedOut = item()
    const sender = await db.sender.create({
      data: {
        id: randomUUIDv7(),
        providerAccountId: toOptedOut.draft.account.id,
        address: '+15005550099',
        kind: 'number',
      },
    })
    const { draft } = item()
    const other = { ...item(), draft: { ...draft, sender: { ...draft.sender, id: sender.id } } }
    await db.$executeRaw`INSERT INTO suppression (tenant_id, sender_id, recipient, reason)
      VALUES (${tenantId}::uuid, ${toOptedOut.draft.sender.id}::uuid, '+15558675310', 'api')`
    const acceptances = await acceptMessages(deps, [toOptedOut, other, item({}, { key: 'k' })])
    await db.$executeRaw`DELETE FROM suppression`
    expect(acceptances).toMatchObject([
      { kind: 'opted_out' },
      { message: { possibleDuplicateOf: null } },
      { kind: 'opted_out' },
    ])
  })

  test('sees twins in the same statement, and forgets after 10 minutes', async () => {
    const [one, two] = [item(), item()]
    await acceptMessages(deps, [{ ...item(), id: idMadeAgo(601_000) }])
    const acceptances = await acceptMessages(deps, [one, two])
    expect(acceptances).toMatchObject([
      { message: { possibleDuplicateOf: null } },
      { message: { possibleDuplicateOf: one.id } },
    ])
  })
})
