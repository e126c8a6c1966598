import { randomUUIDv7 } from 'node:crypto'
import type pg from 'pg'

/** Makes the plain table of the raw inserts. */
export async function makeRawTable(client: pg.Client): Promise<void> {
  await client.query(`CREATE TABLE raw_message (id uuid PRIMARY KEY, to_number text NOT NULL, body text NOT NULL,
    status text NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`)
}

/** In a database of its own: the message table as a guide would make it, one table with three indexes. */
export async function makeNaiveTable(client: pg.Client): Promise<void> {
  await client.query(`CREATE TABLE naive_log (LIKE mms_log INCLUDING DEFAULTS);
    DROP TABLE mms_log CASCADE; ALTER TABLE naive_log RENAME TO mms_log;
    ALTER TABLE mms_log ADD PRIMARY KEY (id);
    CREATE INDEX ON mms_log (tenant_id, created_at); CREATE INDEX ON mms_log (status)`)
}

/** Ids that the raw inserts write into the product's tables. */
export type Owner = { readonly tenantId: string; readonly senderId: string; readonly accountId: string }

/** What a raw insert stores of one message. */
export type RawMessage = { readonly to: string; readonly body: string }

/** As many messages as a batch has, in one bare statement: what a batch is measured against. */
export async function insertUnnested(client: pg.Client, owner: Owner, count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, n) => ({ to: numberOf(n), body: `hello ${n}` }))
  await insertRows(client, owner, messages, ['batch:raw'])
}

/** The rows that the product makes of messages, in all its tables, by one bare prepared statement. Answers their ids. */
export async function insertRows(
  db: Pick<pg.Pool, 'query'>,
  owner: Owner,
  messages: readonly RawMessage[],
  facets: readonly string[] = [],
): Promise<string[]> {
  const ids = messages.map(() => randomUUIDv7())
  await db.query({
    name: 'rows',
    text: `WITH given AS MATERIALIZED (
        SELECT id, to_number, body, now() AS at FROM unnest($1::uuid[], $2::text[], $3::text[]) AS given (id, to_number, body)
      ), message AS (
        INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number, kind,
          status, next_at, expires_at)
        SELECT id, $4::uuid, $5::uuid, $6::uuid, 'twilio', to_number, '+15005550000', 'sms', 'queued', at,
          at + interval '4 hours' FROM given
      ), content AS (
        INSERT INTO mms_content (message_id, tenant_id, body) SELECT id, $4::uuid, body FROM given
      ), facet AS (
        INSERT INTO mms_facet (tenant_id, facet, message_id)
        SELECT $4::uuid, facet, id FROM given,
          unnest('{from:+15005550000,provider:twilio}'::text[] || ('same:' || left(md5(body), 16)) || $7::text[]) AS facet
      )
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
      SELECT id, 1, $4::uuid, 'message.accepted', 'queued', 0 FROM given`,
    values: [
      ids,
      messages.map(({ to }) => to),
      messages.map(({ body }) => body),
      owner.tenantId,
      owner.senderId,
      owner.accountId,
      facets,
    ],
  })
  return ids
}

/** A possible number; one of 9,000 in turn. */
export function numberOf(n: number): string {
  return `+1555867${1_000 + (n % 9_000)}`
}
