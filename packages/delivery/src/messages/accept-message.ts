import type { AcceptedMessage } from '@heliograph/shared/contracts/messages'
import type { RoutedAccount } from '../accounts/refresh-accounts.ts'
import { type Db, Prisma } from '../db/db.ts'
import { sqlState, sqlStateOf } from '../db/sql-state.ts'
import type { CheckedDraft } from './check-draft.ts'
import type { Probe } from './probe.ts'

/** An Idempotency-Key with the SHA-256 of the request it came with (IETF httpapi draft). */
export type IdempotencyClaim = {
  readonly route: string
  readonly key: string
  readonly requestHash: Uint8Array
}

/** Who sends, and which request of theirs this is. */
export type AcceptContext = { readonly tenantId: string; readonly idempotency?: IdempotencyClaim }

/**
 * `accepted`: stored now. `replayed`: the same key and body were accepted before, here is that answer.
 * `key_reused`: the key came with another body. `in_flight`: a request with this key is still being stored.
 */
export type Acceptance =
  | { readonly kind: 'accepted' | 'replayed'; readonly message: AcceptedMessage }
  | { readonly kind: 'key_reused' | 'in_flight' }

/** How long the engine tries before a message expires. */
const validityHours = 4

type AcceptDeps = {
  readonly db: Db
  readonly newId: () => string
  readonly account: RoutedAccount
  /** How long the relay leaves the message to the caller's own doorbell; 0 when the caller rings none. */
  readonly ringGraceMs: number
  readonly probe: Probe
}

/**
 * Stores a message with its content, first event and idempotency record in one statement. When it
 * answers `accepted` the message is durable; when it throws, nothing was stored.
 */
export async function acceptMessage(
  deps: AcceptDeps,
  draft: CheckedDraft,
  context: AcceptContext,
): Promise<Acceptance> {
  const id = deps.newId()
  await deps.probe('before_commit', id)
  const acceptance = await store(deps, id, draft, context)
  if (acceptance.kind === 'accepted') await deps.probe('after_commit', id)
  return acceptance
}

async function store(
  deps: AcceptDeps,
  id: string,
  draft: CheckedDraft,
  context: AcceptContext,
): Promise<Acceptance> {
  try {
    const rows = await deps.db.$queryRaw<{ answer: AcceptedMessage }[]>(
      acceptStatement(deps, id, draft, context),
    )
    const stored = rows[0]?.answer
    if (stored !== undefined) return { kind: 'accepted', message: stored }
  } catch (error) {
    if (sqlStateOf(error) === sqlState.lockNotAvailable) return { kind: 'in_flight' }
    throw error
  }
  return replay(deps.db, context)
}

function acceptStatement(
  deps: AcceptDeps,
  id: string,
  draft: CheckedDraft,
  context: AcceptContext,
): Prisma.Sql {
  const { body, sender, kind } = draft
  const mediaUrls = body.mediaUrls ?? []
  const service = sender.kind === 'messaging_service' ? sender.address : null
  const from = service === null ? sender.address : null
  return Prisma.sql`
    WITH answer AS (
      SELECT ${JSON.stringify(answerOf(id, draft))}::jsonb || jsonb_build_object(
        'createdAt', to_char(now()::timestamptz(3) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'expiresAt', to_char((now() + make_interval(hours => ${validityHours}::int))::timestamptz(3) AT TIME ZONE 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS body
    ), gate AS (${gateStatement(id, context)}), message AS (
      INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
        messaging_service, kind, policy, status, next_at, dispatch_until, media_count, reference,
        expires_at)
      SELECT ${id}::uuid, ${context.tenantId}::uuid, ${sender.id}::uuid, ${deps.account.id}::uuid,
        ${deps.account.provider}, ${body.to}, ${from}, ${service}, ${kind},
        coalesce(${body.policy ?? null}, (SELECT default_policy FROM tenant WHERE id = ${context.tenantId}::uuid)),
        'queued', now(),
        now() + make_interval(secs => ${deps.ringGraceMs / 1000}::float8),
        ${mediaUrls.length}::int, ${body.reference ?? null}, now() + make_interval(hours => ${validityHours}::int)
      FROM gate
      RETURNING id, tenant_id
    ), content AS (
      INSERT INTO mms_content (message_id, tenant_id, body, media_urls, require_mms, metadata, tags)
      SELECT id, tenant_id, ${body.body ?? null}, ${mediaUrls}::text[], ${body.requireMms ?? false},
        ${JSON.stringify(body.metadata ?? {})}::jsonb, ${body.tags ?? []}::text[]
      FROM message
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
      SELECT id, 1, tenant_id, 'message.accepted', 'queued', 0 FROM message
    )
    SELECT body AS answer FROM answer, message`
}

/** One row when this request may store its message, none when the key was used before. */
function gateStatement(id: string, context: AcceptContext): Prisma.Sql {
  const claim = context.idempotency
  if (claim === undefined) return Prisma.sql`SELECT 1`
  return Prisma.sql`
    INSERT INTO idempotency_key (tenant_id, route, key, request_hash, message_id, response_status, response_body)
    SELECT ${context.tenantId}::uuid, ${claim.route}, ${claim.key}, ${claim.requestHash}, ${id}::uuid, 202, body
    FROM answer
    ON CONFLICT DO NOTHING
    RETURNING 1`
}

function answerOf(id: string, draft: CheckedDraft): Omit<AcceptedMessage, 'createdAt' | 'expiresAt'> {
  return {
    id,
    status: 'queued',
    kind: draft.kind,
    to: draft.body.to,
    from: draft.sender.address,
    reference: draft.body.reference ?? null,
    warnings: [...draft.warnings],
    links: { self: `/v1/messages/${id}`, events: `/v1/messages/${id}/events` },
  }
}

async function replay(db: Db, context: AcceptContext): Promise<Acceptance> {
  const claim = context.idempotency
  if (claim === undefined) throw new Error('the message was not stored')
  const rows = await db.$queryRaw<{ sameRequest: boolean; answer: AcceptedMessage }[]>`
    SELECT request_hash = ${claim.requestHash} AS "sameRequest", response_body AS answer
    FROM idempotency_key
    WHERE tenant_id = ${context.tenantId}::uuid AND route = ${claim.route} AND key = ${claim.key}`
  const first = rows[0]
  // The row that blocked us is gone again only if its transaction was rolled back or retention removed it.
  if (first === undefined) return { kind: 'in_flight' }
  return first.sameRequest ? { kind: 'replayed', message: first.answer } : { kind: 'key_reused' }
}
