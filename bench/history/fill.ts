import { refreshAccounts } from '@heliograph/delivery/accounts/refresh-accounts'
import type { Db } from '@heliograph/delivery/db/db'
import { configuredAccounts, twilioEnv } from '@heliograph/delivery/testing/configured-accounts'
import type pg from 'pg'

const batchRows = 50_000
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

/** Stores `rows` finished and waiting messages of five tenants, spread evenly over all months that have partitions. */
export async function fillHistory(
  db: Db,
  client: pg.Client,
  { rows, newId, onPart }: { rows: number; newId: () => string; onPart: (stored: number) => void },
): Promise<Filled> {
  const accounts = configuredAccounts({ ...twilioEnv, TWILIO_PHONE_NUMBER: senders.join() })
  const [account] = await refreshAccounts({ db, newId }, accounts)
  for (const [index] of tenantShares.entries()) {
    await client.query('INSERT INTO tenant (id, name) VALUES ($1, $2)', [newId(), `bench ${index}`])
  }
  const span = await readSpan(client)
  await client.query(makeRow)
  for (let from = 0; from < rows; from += batchRows) {
    const to = Math.min(rows, from + batchRows)
    await client.query(insert, [from, to, rows, span.from, span.to])
    onPart(to)
  }
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

/** Message number `n` of `of`: a cheap hash of its number decides everything about it, so that every run is the same. */
const makeRow = `
  CREATE FUNCTION bench_row(n integer, of integer, starts timestamptz, ends timestamptz)
  RETURNS TABLE (id uuid, at timestamptz, tenant integer, sender integer, recipient text, status text,
    error_code text, error_class text, tags text[], meta text[], reference text, batch uuid, provider_id text)
  LANGUAGE sql IMMUTABLE AS $$
    SELECT (substr(ms, 1, 8) || '-' || substr(ms, 9, 4) || '-7' || substr(md5(n::text), 1, 3) || '-8'
        || substr(md5(n::text), 4, 3) || '-' || substr(md5(n::text), 7, 12))::uuid,
      stamp, tenant, (h / 1000 % 1000 >= 700)::int + (h / 1000 % 1000 >= 900)::int + (h / 1000 % 1000 >= 980)::int,
      CASE WHEN h % 211 = 0 THEN '+15558675310' ELSE '+1555' || (1000000 + h % 200003) END,
      state, fault, CASE fault WHEN '21610' THEN 'opt_out' WHEN '30003' THEN 'transient' WHEN '30005' THEN 'recipient'
        WHEN '30007' THEN 'filtered' WHEN '30410' THEN 'ambiguous' ELSE CASE WHEN fault IS NOT NULL THEN 'expired' END END,
      array_remove(ARRAY[CASE WHEN h % 10 < 5 THEN 'order' WHEN h % 10 < 8 THEN 'promo' END,
        CASE WHEN h % 997 = 0 THEN 'vip' END], NULL),
      array_remove(ARRAY[CASE WHEN h % 5 < 2 THEN 'customer' END, CASE WHEN h % 1999 = 0 THEN 'rare' END], NULL),
      CASE WHEN h % 4 = 0 THEN 'order-' || n END,
      CASE WHEN h % 5 < 2 THEN md5('batch ' || tenant || ' ' || n / 20000)::uuid END,
      CASE WHEN state NOT IN ('scheduled', 'queued', 'retrying', 'canceled', 'expired', 'blocked')
        THEN 'MM' || lpad(to_hex(n), 32, '0') END
    FROM (SELECT hashint4(n)::bigint & 2147483647 AS h, starts + (ends - starts) * (n::float8 / of) AS stamp) a,
      LATERAL (SELECT lpad(to_hex((extract(epoch FROM stamp) * 1000)::bigint), 12, '0') AS ms,
        (h % 1000 >= 600)::int + (h % 1000 >= 800)::int + (h % 1000 >= 900)::int + (h % 1000 >= 970)::int AS tenant,
        h / 7 % 10000 AS luck) b,
      LATERAL (SELECT CASE WHEN luck < 5400 THEN 'delivered' WHEN luck < 9000 THEN 'sent' WHEN luck < 9400 THEN 'failed'
        WHEN luck < 9700 THEN 'undelivered' WHEN luck < 9750 THEN 'queued' WHEN luck < 9800 THEN 'submitted'
        WHEN luck < 9850 THEN 'scheduled' WHEN luck < 9900 THEN 'expired' WHEN luck < 9940 THEN 'blocked'
        WHEN luck < 9970 THEN 'canceled' WHEN luck < 9985 THEN 'retrying' WHEN luck < 9999 THEN 'ambiguous'
        ELSE 'unknown' END AS state) c,
      LATERAL (SELECT CASE WHEN state IN ('failed', 'undelivered') THEN
          CASE WHEN h / 11 % 100 < 40 THEN '30003' WHEN h / 11 % 100 < 70 THEN '21610'
            WHEN h / 11 % 100 < 90 THEN '30005' WHEN h / 11 % 100 < 99 THEN '30007' ELSE '30410' END
        WHEN state = 'expired' THEN 'expired' END AS fault) d
  $$`

const insert = `
  WITH made AS MATERIALIZED (
    SELECT r.*, t.id AS tenant_id, s.id AS sender_id, s.address, s.provider_account_id
    FROM generate_series($1::int, $2::int - 1) n, bench_row(n, $3::int, $4::timestamptz, $5::timestamptz) r
      JOIN tenant t ON t.name = 'bench ' || r.tenant
      JOIN (SELECT s.*, row_number() OVER (ORDER BY s.address) - 1 AS nth FROM sender s) s ON s.nth = r.sender
  ), log AS (
    INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, provider_id, to_number, from_number,
      kind, status, rank, next_at, error_code, error_class, segments, media_count, reference, batch_id, expires_at,
      created_at, submitted_at, sent_at, delivered_at, final_at)
    SELECT id, tenant_id, sender_id, provider_account_id, 'twilio', provider_id, recipient, address, 'mms', status,
      CASE WHEN status IN ('delivered', 'undelivered', 'failed') THEN 40 ELSE 0 END,
      CASE WHEN status IN ('scheduled', 'queued', 'retrying', 'ambiguous') THEN at + interval '1 hour' END,
      error_code, error_class, 1, 1, reference, batch, at + interval '4 hours', at,
      CASE WHEN provider_id IS NOT NULL THEN at + interval '1 s' END,
      CASE WHEN status IN ('sent', 'delivered', 'undelivered') THEN at + interval '3 s' END,
      CASE WHEN status = 'delivered' THEN at + interval '9 s' END,
      CASE WHEN status NOT IN ('scheduled', 'queued', 'retrying', 'ambiguous', 'submitted') THEN at + interval '9 s' END
    FROM made
  ), content AS (
    INSERT INTO mms_content (message_id, tenant_id, body, media_urls, metadata, tags)
    SELECT id, tenant_id, 'Your order is on its way.', '{https://media.example.com/parcel.jpg}',
      (SELECT coalesce(jsonb_object_agg(key, 'x'), '{}') FROM unnest(meta) key), tags
    FROM made
  ), attempt AS (
    INSERT INTO mms_attempt (message_id, n, tenant_id, provider_account_id, state, worker, provider_id, started_at)
    SELECT id, 1, tenant_id, provider_account_id, 'accepted', 'bench', provider_id, at FROM made
    WHERE provider_id IS NOT NULL
  ), ref AS (
    INSERT INTO provider_ref (provider_account_id, provider_id, tenant_id, message_id, n)
    SELECT provider_account_id, provider_id, tenant_id, id, 1 FROM made WHERE provider_id IS NOT NULL
  )
  INSERT INTO mms_facet (tenant_id, facet, message_id)
  SELECT tenant_id, facet, id FROM made, LATERAL (
    SELECT 'from:' || address UNION ALL SELECT 'provider:twilio'
    UNION ALL SELECT 'tag:' || tag FROM unnest(tags) tag
    UNION ALL SELECT 'meta:' || key FROM unnest(meta) key
    UNION ALL SELECT 'ref:' || reference WHERE reference IS NOT NULL
    UNION ALL SELECT 'batch:' || batch WHERE batch IS NOT NULL
  ) f (facet)`
