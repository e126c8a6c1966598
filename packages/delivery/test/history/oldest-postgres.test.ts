import { randomUUIDv7 } from 'node:crypto'
import { createEmptyDatabase } from '@heliograph/testkit/database'
import { expect, test } from 'vitest'
import { refreshAccounts } from '../../src/accounts/refresh-accounts.ts'
import { type Db, openDb, Prisma } from '../../src/db/db.ts'
import { applyMigrations } from '../../src/db/migrate.ts'
import { MIGRATIONS_DIR } from '../../src/db/migration-files.ts'
import { countMessages } from '../../src/history/count-messages.ts'
import { planPage, type Search, searchMessages } from '../../src/history/search-messages.ts'
import { configuredAccounts } from '../../testing/configured-accounts.ts'
import { openOldestPostgres } from '../db/open-oldest-postgres.ts'

const stored = 60_000

/** Stores messages a second apart, the first of them at `startMs`; each hundredth was sent. */
async function fill(db: Db, tenantId: string, startMs: number): Promise<void> {
  const [account] = await refreshAccounts({ db, newId: randomUUIDv7 }, configuredAccounts())
  const senderId = account.senders[0]?.id
  await db.$executeRaw`
    INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, kind, status, expires_at, created_at, sent_at)
    SELECT (substr(uuidv7_floor(at)::text, 1, 14) || '7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ${tenantId}::uuid,
      ${senderId}::uuid, ${account.id}::uuid, 'twilio', '+15558675310', 'mms', 'delivered', at, at,
      CASE WHEN n % 100 = 0 THEN at END
    FROM generate_series(0, ${stored - 1}::int) n,
      LATERAL (SELECT to_timestamp(${startMs / 1_000}::float8 + n) AS at) t`
  await db.$executeRaw`ANALYZE mms_log`
}

/** Blocks that a page touches. */
async function blocksOf(db: Db, search: Search): Promise<number> {
  const { statement } = await planPage({ db }, search)
  const rows = await db.$queryRaw<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement}`,
  )
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
  return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
}

test('on Postgres 15 a search of a short span reads that span, and not the rest of the month', async (context) => {
  const server = await openOldestPostgres(context)
  try {
    await using database = await createEmptyDatabase(server.url)
    await applyMigrations({ url: database.url, migrationsDir: MIGRATIONS_DIR })
    const db = openDb({ url: database.url, maxConnections: 2, applicationName: 'oldest-search-test' })
    try {
      const { id: tenantId } = await db.tenant.create({ data: { id: randomUUIDv7(), name: 'search' } })
      const startMs = Math.floor(Date.now() / 1_000) * 1_000 - stored * 1_000
      await fill(db, tenantId, startMs)
      const at = (n: number) => new Date(startMs + n * 1_000)
      for (const order of ['desc', 'asc'] as const) {
        const newest = { from: at(stored - 30), to: at(stored - 10) }
        const oldest = { from: at(10), to: at(30) }
        const filter = { tenantId, created: order === 'desc' ? newest : oldest }
        const search: Search = { filter, order, limit: 50 }
        const { rows, nextId } = await searchMessages({ db }, search)
        const numbers = rows.map((row) => (row.createdAt.getTime() - startMs) / 1_000)
        const first = order === 'desc' ? stored - 30 : 10
        const expected = Array.from({ length: 20 }, (_, n) => first + n)
        expect(numbers).toEqual(order === 'desc' ? expected.toReversed() : expected)
        expect(nextId).toBeUndefined()
        expect(await countMessages({ db }, filter)).toBe('20')
        // Twenty rows, and at most 500 entries behind them, which stand side by side.
        expect(await blocksOf(db, search)).toBeLessThan(300)
      }
      const all = await readIds(db, {
        filter: { tenantId, created: { from: at(0), to: at(1_200) } },
        order: 'asc',
        limit: 200,
      })
      expect(all).toHaveLength(1_200)
      expect(new Set(all).size).toBe(1_200)
      // Few of many fit, so that pages are cut on the way: none is lost, and the far bound ends the search.
      for (const order of ['desc', 'asc'] as const) {
        const filter = { tenantId, created: { from: at(500), to: at(1_700) }, sent: { from: at(0) } }
        const sent = await readIds(db, { filter, order, limit: 5 })
        expect(sent).toHaveLength(12)
        expect(sent).toEqual(order === 'desc' ? sent.toSorted().toReversed() : sent.toSorted())
      }
    } finally {
      await db.$disconnect()
    }
  } finally {
    await server.stop()
  }
})

async function readIds(db: Db, search: Search): Promise<string[]> {
  const ids: string[] = []
  let afterId: string | undefined
  do {
    const page = await searchMessages({ db }, { ...search, afterId })
    ids.push(...page.rows.map(({ id }) => id))
    afterId = page.nextId
  } while (afterId !== undefined)
  return ids
}
