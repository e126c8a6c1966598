import { createHmac, randomUUIDv7 } from 'node:crypto'
import { type Db, Prisma } from '@heliograph/delivery/db/db'
import { buildStatementNames } from '@heliograph/delivery/db/statement-names'
import { applyReceipt } from '@heliograph/delivery/messages/apply-receipt'
import { writeCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import { buildKeyring } from '@heliograph/delivery/secrets/keyring'
import pg from 'pg'
import type { LoadRequest } from './http-load.ts'
import { numberOf, type Owner } from './tables.ts'

/** A message that the carrier took. */
export type Handed = { readonly messageId: string; readonly providerId: string }

/** What signs a callback: ours in the path, the carrier's in the header. */
export type Signing = {
  readonly secret: string
  readonly authToken: string
  readonly accountSid: string
  readonly publicBaseUrl: string
}

/** Stores messages as they are after hand-over, each with its attempt and its provider's id. */
export async function seedHanded(client: pg.Client, owner: Owner, count: number): Promise<Handed[]> {
  const handed = Array.from({ length: count }, () => {
    const messageId = randomUUIDv7()
    return { messageId, providerId: `SM${messageId.replaceAll('-', '')}` }
  })
  await client.query(
    `WITH given AS MATERIALIZED (
      SELECT * FROM unnest($1::uuid[], $2::text[], $6::text[]) AS given (id, provider_id, to_number)
    ), message AS (
      INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, provider_id, to_number, from_number,
        kind, status, rank, fence, attempts_used, next_at, submitted_at, expires_at, version)
      SELECT id, $3::uuid, $4::uuid, $5::uuid, 'twilio', provider_id, to_number, '+15005550000', 'sms', 'submitted', 10,
        1, 1, now() + interval '10 minutes', now(), now() + interval '4 hours', 3 FROM given
    ), attempt AS (
      INSERT INTO mms_attempt (message_id, n, tenant_id, provider_account_id, state, worker, provider_id, finished_at)
      SELECT id, 1, $3::uuid, $5::uuid, 'accepted', 'bench', provider_id, now() FROM given
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id)
      SELECT id, 3, $3::uuid, 'attempt.accepted', 'submitted', 10, 1, provider_id FROM given
    )
    INSERT INTO provider_ref (provider_account_id, provider_id, tenant_id, message_id, n)
    SELECT $5::uuid, provider_id, $3::uuid, id, 1 FROM given`,
    [
      handed.map(({ messageId }) => messageId),
      handed.map(({ providerId }) => providerId),
      owner.tenantId,
      owner.senderId,
      owner.accountId,
      handed.map((_, n) => numberOf(n)),
    ],
  )
  return handed
}

/** The carrier's "delivered" for a message, signed as Twilio signs (URL, then every field and its value by name). */
export function buildCallback(signing: Signing, { messageId, providerId }: Handed): LoadRequest {
  const token = writeCallbackToken(buildKeyring([signing.secret]), { messageId, attempt: 1 })
  const path = `/webhooks/twilio/status/${token}`
  const form = { AccountSid: signing.accountSid, MessageSid: providerId, MessageStatus: 'delivered' }
  const signed = Object.entries(form).reduce(
    (text, [name, value]) => text + name + value,
    signing.publicBaseUrl + path,
  )
  const signature = createHmac('sha1', signing.authToken).update(signed).digest('base64')
  return {
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    body: new URLSearchParams(form).toString(),
  }
}

/** Applies the same receipts by the same statements over bare connections; answers the callbacks a second. */
export async function measureBareLoop(
  databaseUrl: string,
  handed: readonly Handed[],
  terms: { readonly connections: number; readonly atOnce: number },
): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: terms.connections })
  const db = drive(pool)
  const queue = handed.values()
  const work = async () => {
    for (const { messageId, providerId } of queue) {
      const target = { messageId, attempt: 1 }
      const result = await applyReceipt({ db }, target, {
        source: 'callback',
        providerId,
        status: 'delivered',
      })
      if (result.kind !== 'applied') throw new Error(`a receipt was ${result.kind}`)
    }
  }
  try {
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: terms.atOnce }, work))
    return (handed.length * 1_000) / (performance.now() - startedAt)
  } finally {
    await pool.end()
  }
}

/** Just enough of the engine's handle to run its statements, prepared, without its client. */
function drive(pool: pg.Pool): Db {
  const nameOf = buildStatementNames()
  const query = async (first: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    const statement = 'sql' in first ? first : Prisma.sql(first, ...values)
    const { rows } = await pool.query({
      name: nameOf({ sql: statement.text }),
      text: statement.text,
      values: statement.values,
    })
    return rows
  }
  // Applying a receipt uses nothing else of it; anything else would fail loudly.
  return { $queryRaw: query } as unknown as Db
}
