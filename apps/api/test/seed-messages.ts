import { randomUUIDv7 } from 'node:crypto'
import type { ApiFixture } from './api-fixture.ts'

/** What a seeded message differs in; the rest is a delivered MMS. Times as Date.toISOString(). */
export type SeededMessage = {
  readonly at: string
  readonly status?: string
  readonly errorClass?: string
  readonly errorCode?: string
  readonly to?: string
  readonly submittedAfterMs?: number
  readonly deliveredAfterMs?: number
  readonly price?: string
  readonly priceUnit?: string
  readonly segments?: number
  readonly tags?: readonly string[]
  readonly body?: string
  readonly nextAt?: string
  readonly priority?: number
}

/** Stores messages of a tenant as if they had been accepted at `at`. Answers their ids in order. */
export async function seedMessages(
  api: ApiFixture,
  tenantId: string,
  messages: readonly SeededMessage[],
): Promise<string[]> {
  const sender = await api.db.sender.findFirstOrThrow({ where: { isDefault: true } })
  const rows = messages.map((message) => ({ ...message, id: idAt(message.at) }))
  await api.db.$executeRaw`
    INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number, kind, status,
      priority, next_at, error_code, error_class, segments, price, price_unit, expires_at, created_at, submitted_at,
      delivered_at, final_at)
    SELECT id, ${tenantId}::uuid, ${sender.id}::uuid, ${sender.providerAccountId}::uuid, 'twilio',
      coalesce("to", '+15558675310'), ${sender.address}, 'mms', coalesce(status, 'delivered'), coalesce(priority, 1),
      "nextAt", "errorCode", "errorClass", segments, price, "priceUnit", at + interval '4 hours', at,
      at + make_interval(secs => "submittedAfterMs" / 1000), at + make_interval(secs => "deliveredAfterMs" / 1000),
      CASE WHEN "nextAt" IS NULL THEN at END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (id uuid, at timestamptz, status text, "to" text,
      priority smallint, "nextAt" timestamptz, "errorCode" text, "errorClass" text, segments integer, price numeric,
      "priceUnit" text, "submittedAfterMs" float8, "deliveredAfterMs" float8)`
  await api.db.$executeRaw`
    INSERT INTO mms_content (message_id, tenant_id, body, tags)
    SELECT id, ${tenantId}::uuid, body, coalesce(ARRAY(SELECT jsonb_array_elements_text(tags)), '{}')
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (id uuid, body text, tags jsonb)`
  await api.db.$executeRaw`
    INSERT INTO mms_facet (tenant_id, facet, message_id)
    SELECT ${tenantId}::uuid, facet, id FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (id uuid)
      CROSS JOIN (VALUES ('provider:twilio'), ('from:' || ${sender.address})) AS facets (facet)`
  return rows.map((row) => row.id)
}

function idAt(at: string): string {
  const hex = new Date(at).getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}${randomUUIDv7().slice(13)}`
}
