import { refreshAccounts } from '@heliograph/delivery/accounts/refresh-accounts'
import type { Db } from '@heliograph/delivery/db/db'
import { configuredAccounts, twilioEnv } from '@heliograph/delivery/testing/configured-accounts'
import type pg from 'pg'

const tenants = 5
const senders = 4
const priorities = 3
const batch = 100_000

/** Lanes that the rows spread over: tenants × senders × priorities. */
export const lanes = tenants * senders * priorities

/** Makes tenants and senders and stores `rows` messages that have been due for up to an hour, the oldest first. */
export async function fillDue(db: Db, client: pg.Client, rows: number, newId: () => string): Promise<void> {
  const numbers = Array.from({ length: senders }, (_, index) => `+1500555000${index}`)
  await refreshAccounts(
    { db, newId },
    configuredAccounts({ ...twilioEnv, TWILIO_PHONE_NUMBER: numbers.join() }),
  )
  await client.query(
    "INSERT INTO tenant (id, name) SELECT gen_random_uuid(), 'bench ' || i FROM generate_series(1, $1::int) i",
    [tenants],
  )
  for (let from = 0; from < rows; from += batch) {
    await insert(client, {
      from,
      to: Math.min(rows, from + batch),
      dueInS: `-3600 * (1 - i::float8 / ${rows})`,
    })
  }
  await client.query('VACUUM (ANALYZE) mms_log')
}

/** Stores `rows` messages more that are due within the next hours only. */
export async function addFuture(client: pg.Client, rows: number): Promise<void> {
  await insert(client, { from: 0, to: rows, dueInS: '3600 + random() * 3600', status: 'retrying' })
}

/** Lets the oldest `rows` due messages, spread over all lanes, count as rung for as long as a phase lasts. */
export async function markRung(client: pg.Client, rows: number): Promise<void> {
  await client.query(
    `UPDATE mms_log SET dispatch_until = now() + interval '25 s' WHERE id IN (
      SELECT id FROM mms_log WHERE status IN ('queued', 'retrying') AND next_at <= now()
      ORDER BY next_at LIMIT $1)`,
    [rows],
  )
}

/** Ids are UUIDv7 of the last minutes, so that the rows lie in this month's partition. */
async function insert(
  client: pg.Client,
  part: { from: number; to: number; dueInS: string; status?: string },
): Promise<void> {
  const status =
    part.status === undefined
      ? "(ARRAY['queued', 'queued', 'queued', 'retrying'])[1 + i % 4]"
      : `'${part.status}'`
  await client.query(
    `WITH t AS (SELECT array_agg(id ORDER BY id) AS ids FROM tenant), s AS (SELECT array_agg(id ORDER BY id) AS ids,
        min(provider_account_id::text)::uuid AS account FROM sender)
      INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number, kind,
        status, priority, next_at, expires_at)
      SELECT overlay(overlay(gen_random_uuid()::text PLACING '7' FROM 15) PLACING substr(ms, 1, 8) || '-' || substr(ms, 9, 4)
          FROM 1 FOR 13)::uuid,
        t.ids[1 + i % ${tenants}], s.ids[1 + (i / ${tenants}) % ${senders}], s.account, 'twilio', '+15558675310',
        '+15005550000', 'mms', ${status}, (i / ${tenants * senders}) % ${priorities},
        now() + make_interval(secs => ${part.dueInS}), now() + interval '4 hours'
      FROM t, s, generate_series($1::int, $2::int - 1) i,
        LATERAL (SELECT lpad(to_hex((extract(epoch FROM now()) * 1000 - i % 600000)::bigint), 12, '0') AS ms) stamp`,
    [part.from, part.to],
  )
}
