import { Queue } from 'bullmq'
import type pg from 'pg'
import { naiveQueueName } from './naive-queue.ts'

/** Where messages are stored for both sides, and how one asks how far they are. */
export type Side = {
  /** Stores `count` messages and makes them due. */
  feed(count: number): Promise<void>
  /** Messages taken by the carrier so far. */
  countDone(): Promise<number>
  close(): Promise<void>
}

const id = (salt: string) =>
  `overlay(overlay(gen_random_uuid()::text PLACING '7' FROM 15) PLACING substr(${salt}, 1, 8) || '-' || substr(${salt}, 9, 4)
    FROM 1 FOR 13)::uuid`
const stamp = "lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0')"

/** The product's side: rows as the API stores them, all due at once, nobody rung for them. */
export function openProductSide(client: pg.Client): Side {
  return {
    feed: async (count) => {
      await client.query(
        `WITH t AS (INSERT INTO tenant (id, name) VALUES (gen_random_uuid(), gen_random_uuid()::text) RETURNING id),
          made AS (SELECT ${id('ms')} AS id FROM generate_series(1, $1::int), LATERAL (SELECT ${stamp} AS ms) stamp),
          message AS (
            INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
              kind, status, next_at, expires_at)
            SELECT made.id, t.id, s.id, s.provider_account_id, 'twilio', '+15558675310', '+15005550000', 'sms', 'queued',
              now(), now() + interval '4 hours'
            FROM made, t, (SELECT id, provider_account_id FROM sender LIMIT 1) s
            RETURNING id, tenant_id
          ), content AS (
            INSERT INTO mms_content (message_id, tenant_id, body) SELECT id, tenant_id, 'hello' FROM message
          )
          INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
          SELECT id, 1, tenant_id, 'message.accepted', 'queued', 0 FROM message`,
        [count],
      )
    },
    countDone: () => count(client, "SELECT count(*)::int AS done FROM mms_log WHERE status = 'submitted'"),
    close: () => Promise.resolve(),
  }
}

/** The control's side: one table, one job per row. */
export async function openNaiveSide(
  client: pg.Client,
  redis: { readonly url: string; readonly prefix: string },
): Promise<Side> {
  await client.query(`CREATE TABLE IF NOT EXISTS naive_message (id uuid PRIMARY KEY, to_number text NOT NULL, body text,
    status text NOT NULL, provider_id text, submitted_at timestamptz, created_at timestamptz NOT NULL DEFAULT now())`)
  const queue = new Queue(naiveQueueName, { connection: { url: redis.url }, prefix: redis.prefix })
  return {
    feed: async (total) => {
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO naive_message (id, to_number, body, status)
          SELECT ${id('ms')}, '+15558675310', 'hello', 'queued' FROM generate_series(1, $1::int),
            LATERAL (SELECT ${stamp} AS ms) stamp
          RETURNING id`,
        [total],
      )
      const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true }
      await queue.addBulk(rows.map((row) => ({ name: 'send', data: { id: row.id }, opts })))
    },
    countDone: () =>
      count(client, "SELECT count(*)::int AS done FROM naive_message WHERE status = 'submitted'"),
    close: () => queue.close(),
  }
}

async function count(client: pg.Client, statement: string): Promise<number> {
  const { rows } = await client.query<{ done: number }>(statement)
  return rows[0]?.done ?? 0
}
