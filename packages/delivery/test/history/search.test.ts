import { randomUUIDv7 } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { countMessages } from '../../src/history/count-messages.ts'
import type { MessageFilter } from '../../src/history/message-filter.ts'
import { maxScanned, type Search, searchMessages } from '../../src/history/search-messages.ts'
import { openEngineFixture } from '../messages/engine-fixture.ts'

const engine = await openEngineFixture()
const { db } = engine
const to = '+15558675310'

/** All ids of a search, page by page, and how many pages it took. */
async function readAll(filter: MessageFilter, more: Partial<Search> = {}) {
  const ids: string[] = []
  let afterId: string | undefined
  let pages = 0
  do {
    const page = await searchMessages({ db }, { filter, order: 'desc', limit: 7, ...more, afterId })
    ids.push(...page.rows.map((row) => row.id))
    afterId = page.nextId
    pages += 1
  } while (afterId !== undefined)
  return { ids, pages }
}

/** Stores messages a second apart, newest last; `statusOf` is SQL over their number `n`. Answers their ids. */
async function fill(tenantId: string, count: number, statusOf: string, facetOf?: string): Promise<string[]> {
  const { id: senderId } = engine.account.senders[0] ?? { id: '' }
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `WITH stored AS (
      INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number, kind, status,
        error_code, error_class, next_at, expires_at, created_at, sent_at)
      SELECT (substr(uuidv7_floor(now() - make_interval(secs => $2 - n))::text, 1, 14) || '7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        $1::uuid, $3::uuid, $4::uuid, 'twilio', '${to}', '+15005550006', 'mms', status,
        CASE status WHEN 'failed' THEN '30007' END, CASE status WHEN 'failed' THEN 'filtered' END,
        CASE status WHEN 'queued' THEN now() END, now() + interval '1 h', now() - make_interval(secs => $2 - n), now()
      FROM generate_series(1, $2::int) n, LATERAL (SELECT ${statusOf} AS status) s
      RETURNING id
    ), facet AS (
      INSERT INTO mms_facet (tenant_id, facet, message_id)
      SELECT $1::uuid, '${facetOf ?? 'tag:x'}', id FROM stored
    )
    SELECT id FROM stored ORDER BY id DESC`,
    tenantId,
    count,
    senderId,
    engine.account.id,
  )
  return rows.map((row) => row.id)
}

describe('several statuses at once', () => {
  let owner = ''
  const expected: string[] = []

  beforeAll(async () => {
    owner = await engine.addTenant()
    const ids = await fill(owner, 40, "(ARRAY['failed', 'delivered', 'undelivered', 'sent'])[1 + n % 4]")
    const rows = await db.mmsLog.findMany({ where: { tenantId: owner }, select: { id: true, status: true } })
    const statusOf = new Map(rows.map(({ id, status }) => [id, status]))
    expected.push(...ids.filter((id) => ['failed', 'undelivered'].includes(statusOf.get(id) ?? '')))
  })

  test('come in one order, each message once, newest or oldest first', async () => {
    const filter: MessageFilter = { tenantId: owner, statuses: ['failed', 'undelivered'] }
    expect(expected).toHaveLength(20)
    expect((await readAll(filter)).ids).toEqual(expected)
    expect((await readAll(filter, { order: 'asc' })).ids).toEqual(expected.toReversed())
  })

  test('are found as well when another condition leads', async () => {
    for (const more of [{ to }, { tag: 'x' }]) {
      const filter: MessageFilter = { tenantId: owner, statuses: ['failed', 'undelivered'], ...more }
      expect((await readAll(filter)).ids).toEqual(expected)
    }
  })

  test('are counted exactly', async () => {
    expect(await countMessages({ db }, { tenantId: owner, statuses: ['failed', 'undelivered'] })).toBe('20')
    expect(await countMessages({ db }, { tenantId: owner, statuses: ['unknown'] })).toBe('0')
  })
})

describe('where few of many messages match', () => {
  let owner = ''
  let ids: string[] = []
  const matching = 3

  beforeAll(async () => {
    owner = await engine.addTenant()
    // The three oldest lie behind more entries than one page reads.
    ids = await fill(owner, maxScanned + 100, `CASE WHEN n <= ${matching} THEN 'failed' ELSE 'delivered' END`)
  })

  test('a page is cut short and says where to go on, and no message is lost', async () => {
    const filter: MessageFilter = { tenantId: owner, tag: 'x', sent: { from: new Date(0) }, to }
    const rare = { ...filter, errorClass: 'filtered' } as const
    expect((await readAll(rare)).ids).toEqual(ids.slice(-matching))
    // Without an index of its own the condition is checked message by message.
    await db.$executeRaw`UPDATE mms_log SET final_at = now() WHERE tenant_id = ${owner}::uuid AND status = 'failed'`
    const first = await searchMessages(
      { db },
      { filter: { tenantId: owner, final: { from: new Date(0) } }, order: 'desc', limit: 7 },
    )
    expect(first.rows).toEqual([])
    expect(first.nextId).toBeDefined()
    const all = await readAll({ tenantId: owner, final: { from: new Date(0) } })
    expect(all.ids).toEqual(ids.slice(-matching))
    expect(all.pages).toBe(2)
  })

  test('a branch that was cut holds nothing back that lies before it, and shows nothing too early', async () => {
    // `delivered` fills no page of its own: none of its messages has ended.
    const filter: MessageFilter = {
      tenantId: owner,
      statuses: ['failed', 'delivered'],
      final: { from: new Date(0) },
    }
    const first = await searchMessages({ db }, { filter, order: 'desc', limit: 7 })
    expect(first.rows).toEqual([])
    const { ids: found } = await readAll(filter)
    expect(found).toEqual(ids.slice(-matching))
  })

  test('all are counted as long as there are not too many to look at', async () => {
    expect(await countMessages({ db }, { tenantId: owner })).toBe(String(maxScanned + 100))
  })
})

test('more than 10,000 messages are counted as 10000+', async () => {
  const owner = await engine.addTenant()
  await fill(owner, 10_001, "'delivered'")
  expect(await countMessages({ db }, { tenantId: owner })).toBe('10000+')
  expect(await countMessages({ db }, { tenantId: owner, statuses: ['delivered'] })).toBe('10000+')
  expect(await countMessages({ db }, { tenantId: owner, tag: 'x' })).toBe('10000+')
})

test('where counting would have to look at too many messages, it says how many it found at least', async () => {
  const owner = await engine.addTenant()
  await fill(owner, 20_010, "'queued'")
  const filter: MessageFilter = { tenantId: owner, sent: { from: new Date(Date.now() + 3_600_000) } }
  expect(await countMessages({ db }, filter)).toBe('0+')
})

test('no index leads into another tenant, whatever stands before or behind it', async () => {
  const [before, owner, behind] = [
    await engine.addTenant(),
    await engine.addTenant(),
    await engine.addTenant(),
  ]
  for (const tenantId of [before, behind]) await fill(tenantId, 5, "'failed'")
  expect((await readAll({ tenantId: owner })).ids).toEqual([])
  const own = await fill(owner, 3, "'failed'")
  const filters: Partial<MessageFilter>[] = [
    {},
    { statuses: ['failed'] },
    { to },
    { errorCode: '30007' },
    { tag: 'x' },
  ]
  for (const filter of filters) {
    for (const order of ['desc', 'asc'] as const) {
      const { ids } = await readAll({ tenantId: owner, ...filter }, { order })
      expect(ids.toSorted()).toEqual(own.toSorted())
    }
  }
})

test('a range of creation ends where it says, to the millisecond', async () => {
  const owner = await engine.addTenant()
  const ids = await fill(owner, 10, "'sent'")
  const rows = await db.mmsLog.findMany({ where: { tenantId: owner }, orderBy: { id: 'desc' } })
  const [from, to_] = [rows[7]?.createdAt, rows[3]?.createdAt]
  expect((await readAll({ tenantId: owner, created: { from, to: to_ } })).ids).toEqual(ids.slice(4, 8))
})

test('a message is found by the id that an earlier attempt got', async () => {
  const owner = await engine.addTenant()
  const [id = ''] = await fill(owner, 1, "'sent'")
  const providerId = `MM${randomUUIDv7().replaceAll('-', '')}`
  await db.providerRef.create({
    data: { providerAccountId: engine.account.id, providerId, tenantId: owner, messageId: id, n: 1 },
  })
  expect((await readAll({ tenantId: owner, providerId })).ids).toEqual([id])
  expect((await readAll({ tenantId: await engine.addTenant(), providerId })).ids).toEqual([])
  expect((await readAll({ tenantId: owner, providerId, statuses: ['failed'] })).ids).toEqual([])
})

test('a page that begins at an id holds only what lies behind it, inside any range', async () => {
  const owner = await engine.addTenant()
  const ids = await fill(owner, 6, "'sent'")
  const page = async (order: 'desc' | 'asc') =>
    (
      await searchMessages(
        { db },
        { filter: { tenantId: owner, created: { from: new Date(0) } }, order, limit: 9, afterId: ids[2] },
      )
    ).rows.map((row) => row.id)
  expect(await page('desc')).toEqual(ids.slice(3))
  expect(await page('asc')).toEqual(ids.slice(0, 2).toReversed())
})
