import { openBullmqQueue } from '@heliograph/delivery/queue/bullmq-queue'
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

/** Keys of one prefix on one server. */
export type RedisCorner = { readonly url: string; readonly prefix: string }

const id = (salt: string) =>
  `overlay(overlay(gen_random_uuid()::text PLACING '7' FROM 15) PLACING substr(${salt}, 1, 8) || '-' || substr(${salt}, 9, 4)
    FROM 1 FOR 13)::uuid`
const stamp = "lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0')"

/** The product's backlog: rows as the API stores them, all due at once, nobody rung for them. */
export function openBacklogSide(client: pg.Client): Side {
  return {
    feed: async (count) => void (await storeDue(client, count, 0)),
    countDone: () => count(client, countSubmitted),
    close: () => Promise.resolve(),
  }
}

/** The product's messages with their doorbells rung already, as the control's jobs are in their queue. */
export function openRungSide(client: pg.Client, redis: RedisCorner): Side {
  const queue = openBullmqQueue({ redisUrl: redis.url, prefix: redis.prefix, onError: console.error })
  return {
    feed: async (total) => {
      const ids = await storeDue(client, total, ringGraceSeconds)
      for (let from = 0; from < ids.length; from += ringsAtOnce) {
        await queue.ring(ids.slice(from, from + ringsAtOnce).map((id) => ({ id, gen: 0 })))
      }
    },
    countDone: () => count(client, countSubmitted),
    close: () => queue.close(),
  }
}

const countSubmitted = "SELECT count(*)::int AS done FROM mms_log WHERE status = 'submitted'"
const ringsAtOnce = 500
/** Longer than a round takes, so that the relay rings for none of them again. */
const ringGraceSeconds = 600

async function storeDue(client: pg.Client, count: number, graceSeconds: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `WITH t AS (INSERT INTO tenant (id, name) VALUES (gen_random_uuid(), gen_random_uuid()::text) RETURNING id),
      made AS (SELECT ${id('ms')} AS id FROM generate_series(1, $1::int), LATERAL (SELECT ${stamp} AS ms) stamp),
      message AS (
        INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
          kind, status, next_at, dispatch_until, expires_at)
        SELECT made.id, t.id, s.id, s.provider_account_id, 'twilio', '+15558675310', '+15005550000', 'sms', 'queued',
          now(), now() + make_interval(secs => $2::float8), now() + interval '4 hours'
        FROM made, t, (SELECT id, provider_account_id FROM sender LIMIT 1) s
        RETURNING id, tenant_id
      ), content AS (
        INSERT INTO mms_content (message_id, tenant_id, body) SELECT id, tenant_id, 'hello' FROM message
      ), event AS (
        INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
        SELECT id, 1, tenant_id, 'message.accepted', 'queued', 0 FROM message
      )
      SELECT id FROM message`,
    [count, graceSeconds],
  )
  return rows.map((row) => row.id)
}

/** The control's side: one table, one job per row. */
export async function openNaiveSide(client: pg.Client, redis: RedisCorner): Promise<Side> {
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
