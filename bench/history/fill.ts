import { refreshAccounts } from '@heliograph/delivery/accounts/refresh-accounts'
import type { Db } from '@heliograph/delivery/db/db'
import { configuredAccounts, twilioEnv } from '@heliograph/delivery/testing/configured-accounts'
import type pg from 'pg'
import { copyTable } from './copy-table.ts'
import { listTables } from './list-tables.ts'
import { makeRow } from './make-row.ts'

const partRows = 250_000
const senders = ['+15005550006', '+15005550009', '+15005550010', '+15005550011']

/** Upper bounds, in thousandths, of what share of the messages belongs to each tenant. */
const tenantShares = [600, 800, 900, 970, 1_000]

/** What the measured filters ask for. Every name exists in the largest tenant. */
export type Filled = {
  readonly tenantId: string
  readonly from: Date
  readonly to: Date
  readonly accountId: string
}

/** Where the history goes: two connections to one database, because COPY out and COPY in take one each. */
export type FillTarget = { readonly db: Db; readonly client: pg.Client; readonly reader: pg.Client }

/**
 * Stores `rows` finished and waiting messages of five tenants with COPY, spread evenly over all months that have
 * partitions.
 */
export async function fillHistory(
  { db, client, reader }: FillTarget,
  { rows, newId, onPart }: { rows: number; newId: () => string; onPart: (stored: number) => void },
): Promise<Filled> {
  const accounts = configuredAccounts({ ...twilioEnv, TWILIO_PHONE_NUMBER: senders.join() })
  const [account] = await refreshAccounts({ db, newId }, accounts)
  for (const [index] of tenantShares.entries()) {
    await client.query('INSERT INTO tenant (id, name) VALUES ($1, $2)', [newId(), `bench ${index}`])
  }
  const span = await readSpan(client)
  await client.query(makeRow)
  await client.query(makeStage)
  for (let from = 0; from < rows; from += partRows) {
    const to = Math.min(rows, from + partRows)
    await client.query('TRUNCATE bench_stage')
    await client.query(fillStage, [from, to, rows, span.from, span.to])
    for (const table of listTables()) await copyTable({ reader, writer: client }, table)
    onPart(to)
  }
  await client.query('DROP TABLE bench_stage')
  // Empty partitions are left out: nobody has vacuumed those of a real installation either.
  for (const table of await listFilled(client)) await client.query(`VACUUM (ANALYZE) ${table}`)
  const tenant = await client.query<{ id: string }>("SELECT id FROM tenant WHERE name = 'bench 0'")
  return { ...span, tenantId: tenant.rows[0]?.id ?? '', accountId: account.id }
}

/** Reference, provider id and batch of message number `n`: the fill writes the same ones. */
export const nameOf = {
  reference: (n: number) => `order-${n}`,
  providerId: (n: number) => `MM${n.toString(16).padStart(32, '0')}`,
}

async function readSpan(client: pg.Client): Promise<{ from: Date; to: Date }> {
  const { rows } = await client.query<{ from: Date; to: Date }>(`
    SELECT date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS "from",
      (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '4 months') AT TIME ZONE 'UTC' AS "to"`)
  const span = rows[0]
  if (span === undefined) throw new Error('the database does not say what time it is')
  return span
}

async function listFilled(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relkind = 'r' AND pg_relation_size(c.oid) > 0
      AND (c.relname ~ '^mms_(log|content|attempt|facet)_' OR c.relname IN ('provider_ref', 'tenant', 'sender'))`)
  return rows.map(({ name }) => name)
}

// Made once and copied into each table: every table's rows are a query over the same messages.
const makeStage = `
  CREATE UNLOGGED TABLE bench_stage AS
  SELECT r.*, t.id AS tenant_id, s.id AS sender_id, s.address, s.provider_account_id
  FROM bench_row(0, 1, now(), now()) r, tenant t, sender s LIMIT 0`

const fillStage = `
  INSERT INTO bench_stage
  SELECT r.*, t.id, s.id, s.address, s.provider_account_id
  FROM generate_series($1::int, $2::int - 1) n, bench_row(n, $3::int, $4::timestamptz, $5::timestamptz) r
    JOIN tenant t ON t.name = 'bench ' || r.tenant
    JOIN (SELECT s.*, row_number() OVER (ORDER BY s.address) - 1 AS nth FROM sender s) s ON s.nth = r.sender`
