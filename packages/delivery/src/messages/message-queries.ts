import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'

/** A message as stored, with its content and the holds that stop it. Times are null until they happened. */
export type MessageRow = {
  readonly id: string
  readonly providerAccountId: string
  readonly provider: string
  readonly providerId: string | null
  readonly to: string
  readonly from: string | null
  readonly messagingService: string | null
  readonly kind: string
  readonly status: string
  readonly errorCode: string | null
  readonly errorClass: string | null
  readonly segments: number | null
  readonly mediaCount: number
  readonly price: string | null
  readonly priceUnit: string | null
  readonly reference: string | null
  readonly duplicate: boolean
  readonly possibleDuplicateOf: string | null
  readonly priority: number
  readonly sendAt: Date | null
  readonly nextAt: Date | null
  readonly expiresAt: Date
  readonly createdAt: Date
  readonly submittedAt: Date | null
  readonly sentAt: Date | null
  readonly deliveredAt: Date | null
  readonly finalAt: Date | null
  readonly policy: string
  readonly attempts: number
  readonly body: string | null
  readonly mediaUrls: readonly string[] | null
  readonly metadata: unknown
  readonly tags: readonly string[] | null
  readonly accountHold: HoldRow | null
  readonly senderHold: HoldRow | null
}

/** A hold of an account or sender; times as JSON text. */
export type HoldRow = {
  readonly code: string | null
  readonly since: string
  readonly nextProbeAt: string | null
}

/** One stored line of history. */
export type EventRow = {
  readonly version: number
  readonly type: string
  readonly status: string
  readonly at: Date
  readonly attempt: number | null
  readonly providerId: string | null
  readonly errorCode: string | null
  readonly errorClass: string | null
  readonly providerAccountId: string
  readonly data: unknown
}

type Deps = { readonly db: Db }

/** One message of the tenant, or undefined. `id` must be a UUID. */
export async function findMessage(
  deps: Deps,
  key: { readonly tenantId: string; readonly id: string },
): Promise<MessageRow | undefined> {
  const rows = await deps.db.$queryRaw<MessageRow[]>(
    selectMessages(Prisma.sql`
      SELECT * FROM mms_log WHERE id = ${key.id}::uuid AND tenant_id = ${key.tenantId}::uuid`),
  )
  return rows[0]
}

/** The whole history of one message, oldest first; empty when the tenant has no such message. */
export function listEvents(
  deps: Deps,
  key: { readonly tenantId: string; readonly id: string },
): Promise<EventRow[]> {
  return deps.db.$queryRaw<EventRow[]>`
    SELECT e.version, e.type, e.status, e.at, e.attempt, e.provider_id AS "providerId",
      e.error_code AS "errorCode", e.error_class AS "errorClass", e.data,
      m.provider_account_id AS "providerAccountId"
    FROM mms_log m JOIN mms_event e ON e.message_id = m.id
    WHERE m.id = ${key.id}::uuid AND m.tenant_id = ${key.tenantId}::uuid
      AND e.message_id = ${key.id}::uuid AND e.tenant_id = ${key.tenantId}::uuid
    ORDER BY e.version`
}

/** An attempt as callbacks need to know it. */
export type AttemptRow = {
  readonly tenantId: string
  readonly providerAccountId: string
  /** Null until the provider's id is proven. */
  readonly providerId: string | null
  readonly to: string
}

/** Whose an attempt is and through which account it went; undefined when there is no such attempt. */
export async function findAttemptAnyTenant(
  deps: Deps,
  target: { readonly messageId: string; readonly attempt: number },
): Promise<AttemptRow | undefined> {
  const rows = await runStatement<AttemptRow>(
    deps.db,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.provider_account_id AS "providerAccountId", t.provider_id AS "providerId",
      m.to_number AS "to"
    FROM mms_attempt t JOIN mms_log m ON m.id = t.message_id
    WHERE t.message_id = ${target.messageId}::uuid AND t.n = ${target.attempt}::int`,
  )
  return rows[0]
}

/** The attempt that a provider id is bound to, whatever the tenant; undefined for an id that no attempt has. */
export async function findRefAnyTenant(
  deps: Deps,
  ref: { readonly providerAccountId: string; readonly providerId: string },
): Promise<{ readonly messageId: string; readonly attempt: number } | undefined> {
  const rows = await deps.db.$queryRaw<{ messageId: string; attempt: number }[]>`
    SELECT message_id AS "messageId", n AS attempt FROM provider_ref
    WHERE provider_account_id = ${ref.providerAccountId}::uuid AND provider_id = ${ref.providerId}`
  return rows[0]
}

/** Everything a view needs, for the rows that `page` picks. The page is cut before anything is joined to it. */
function selectMessages(page: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH page AS MATERIALIZED (${page})
    SELECT ${messageColumns()} FROM page m ${messageJoins()} ORDER BY m.id DESC`
}

/** The columns of a MessageRow, from `m` (a row of mms_log) and what `messageJoins` joins to it. */
export function messageColumns(): Prisma.Sql {
  return Prisma.sql`m.id, m.provider_account_id AS "providerAccountId", m.provider, m.provider_id AS "providerId",
      m.to_number AS "to", m.from_number AS "from", m.messaging_service AS "messagingService", m.kind, m.status,
      m.error_code AS "errorCode", m.error_class AS "errorClass", m.segments, m.media_count AS "mediaCount",
      trim_scale(m.price)::text AS price, m.price_unit AS "priceUnit", m.reference, m.duplicate, m.policy,
      m.possible_duplicate_of AS "possibleDuplicateOf", m.priority, m.send_at AS "sendAt",
      m.next_at AS "nextAt", m.expires_at AS "expiresAt", m.created_at AS "createdAt",
      m.submitted_at AS "submittedAt", m.sent_at AS "sentAt", m.delivered_at AS "deliveredAt",
      m.final_at AS "finalAt",
      (SELECT count(*)::int FROM mms_attempt t WHERE t.message_id = m.id) AS attempts,
      c.body, c.media_urls AS "mediaUrls", c.metadata, c.tags,
      ${holdOf('a')} AS "accountHold", ${holdOf('s')} AS "senderHold"`
}

/** What the columns of a MessageRow need besides `m`. */
export function messageJoins(): Prisma.Sql {
  return Prisma.sql`
      LEFT JOIN mms_content c ON c.message_id = m.id
      LEFT JOIN provider_account a ON a.id = m.provider_account_id
      LEFT JOIN sender s ON s.id = m.sender_id`
}

function holdOf(table: 'a' | 's'): Prisma.Sql {
  const row = table === 'a' ? Prisma.sql`a` : Prisma.sql`s`
  return Prisma.sql`CASE WHEN ${row}.held_at IS NOT NULL THEN json_build_object(
    'code', ${row}.hold_code, 'since', ${row}.held_at, 'nextProbeAt', ${row}.probe_at) END`
}
