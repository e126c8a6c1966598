import type { AcceptedMessage } from '@heliograph/shared/contracts/messages'
import { priorityOfRank } from '@heliograph/shared/domain/priority'
import { isSuppressed } from '../consent/suppression-predicate.ts'
import { Prisma } from '../db/db.ts'
import type { CheckedDraft } from './check-draft.ts'
import { buildContentFacet } from './content-facet.ts'
import { listFacets } from './list-facets.ts'

/** An Idempotency-Key with the SHA-256 of the request it came with (IETF httpapi draft). */
export type IdempotencyClaim = {
  readonly route: string
  readonly key: string
  readonly requestHash: Uint8Array
}

/** One message to store. `id` is a new UUIDv7. */
export type AcceptItem = {
  readonly id: string
  readonly draft: CheckedDraft
  readonly tenantId: string
  readonly batchId?: string
  readonly idempotency?: IdempotencyClaim
  /** How long the relay leaves this message to the caller's own doorbell; 0 when the caller rings none. */
  readonly ringGraceMs?: number
}

/**
 * How items are stored. With `skipsBusyKeys` an item whose key another transaction is just writing is left out and
 * said to be busy; without it the statement waits for that transaction, at most the pool's lock timeout.
 */
export type AcceptTerms = {
  readonly ringGraceMs: number
  readonly skipsBusyKeys: boolean
}

/** What became of one item: `answer` when it was stored. */
export type AcceptRow = {
  readonly n: number
  readonly answer: AcceptedMessage | null
  readonly isSuppressed: boolean
  readonly isBusy: boolean
}

/** Stores all items that may be, each with content, first event, facets and idempotency record; answers `AcceptRow`s. */
export function acceptStatement(items: readonly AcceptItem[], terms: AcceptTerms): Prisma.Sql {
  return Prisma.sql`
    WITH ${planStatements(items, terms)}, gate AS (
      INSERT INTO idempotency_key (tenant_id, route, key, request_hash, message_id, response_status, response_body)
      SELECT tenant_id, route, key, decode(request_hash, 'hex'), id, 202, answer FROM planned WHERE key IS NOT NULL
      ON CONFLICT DO NOTHING
      RETURNING message_id
    ), stored AS MATERIALIZED (
      SELECT planned.* FROM planned LEFT JOIN gate ON gate.message_id = planned.id
      WHERE planned.key IS NULL OR gate.message_id IS NOT NULL
    ), message AS (
      INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
        messaging_service, kind, policy, priority, status, next_at, dispatch_until, media_count, reference, send_at,
        expires_at, batch_id, possible_duplicate_of)
      SELECT id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
        messaging_service, kind, policy, priority, status, due_at,
        now() + make_interval(secs => CASE status WHEN 'queued' THEN grace_seconds ELSE 0 END),
        cardinality(media_urls), reference, CASE status WHEN 'scheduled' THEN due_at END,
        expires_at, batch_id, possible_duplicate_of
      FROM stored
    ), content AS (
      INSERT INTO mms_content (message_id, tenant_id, body, media_urls, require_mms, metadata, tags)
      SELECT id, tenant_id, body, media_urls, require_mms, metadata, tags FROM stored
    ), facet AS (
      INSERT INTO mms_facet (tenant_id, facet, message_id)
      SELECT tenant_id, unnest(facets), id FROM stored
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
      SELECT id, 1, tenant_id, 'message.accepted', status, 0 FROM stored
    )
    SELECT checked.n, stored.answer, checked.is_suppressed AS "isSuppressed", checked.is_busy AS "isBusy"
    FROM checked LEFT JOIN stored USING (n)`
}

/** The same verdicts and answers without storing anything: what a dry run shows. */
export function rehearseStatement(items: readonly AcceptItem[], terms: AcceptTerms): Prisma.Sql {
  return Prisma.sql`
    WITH ${planStatements(items, terms)}
    SELECT checked.n, planned.answer, checked.is_suppressed AS "isSuppressed", checked.is_busy AS "isBusy"
    FROM checked LEFT JOIN planned USING (n)`
}

/** The items as rows: `checked` has all, `planned` those that may be stored, with times, status and answer. */
function planStatements(items: readonly AcceptItem[], terms: AcceptTerms): Prisma.Sql {
  // A lock that is never waited for tells whether another transaction is just writing the same key.
  const isBusy = terms.skipsBusyKeys
    ? Prisma.sql`given.key IS NOT NULL AND NOT pg_try_advisory_xact_lock(
        hashtextextended(given.tenant_id::text || given.route || ' ' || given.key, 0))`
    : Prisma.sql`false`
  return Prisma.sql`
    recent AS MATERIALIZED (
      -- Once per statement: as a plain expression it would be worked out for every row that is looked at.
      SELECT uuidv7_floor(now() - interval '10 minutes') AS id
    ), given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(items.map((item, n) => asRecord(item, n, terms)))}::jsonb)
      AS given (n int, id uuid, tenant_id uuid, sender_id uuid, provider_account_id uuid, provider text,
        to_number text, from_number text,
        messaging_service text, kind text, policy text, priority smallint, send_at timestamptz(3),
        validity_seconds int, grace_seconds float8, reference text, batch_id uuid, content_facet text, body text,
        media_urls text[], require_mms boolean, metadata jsonb, tags text[], facets text[], route text, key text,
        request_hash text, draft_answer jsonb)
    ), checked AS MATERIALIZED (
      SELECT given.*, ${isSuppressed('given')} AS is_suppressed, ${isBusy} AS is_busy,
        coalesce(given.send_at > now(), false) AS is_scheduled,
        greatest(given.send_at, now()::timestamptz(3)) AS due_at
      FROM given
    ), placed AS MATERIALIZED (
      SELECT checked.id, CASE WHEN is_scheduled THEN 'scheduled' ELSE 'queued' END AS status,
        due_at + make_interval(secs => validity_seconds) AS expires_at,
        coalesce(
          -- A keyed twin in this very statement may turn out to be a replay, so only the others count.
          CASE WHEN key IS NULL THEN lag(checked.id) OVER (
            PARTITION BY tenant_id, content_facet, key IS NULL ORDER BY n) END,
          (SELECT twin.message_id FROM mms_facet twin
            WHERE twin.tenant_id = checked.tenant_id AND twin.facet = checked.content_facet
              AND twin.message_id >= (SELECT id FROM recent)
            ORDER BY twin.message_id DESC LIMIT 1)
        ) AS possible_duplicate_of
      FROM checked WHERE NOT is_suppressed AND NOT is_busy
    ), planned AS MATERIALIZED (
      SELECT checked.n, checked.id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
        messaging_service, kind,
        coalesce(checked.policy, (SELECT default_policy FROM tenant WHERE tenant.id = tenant_id)) AS policy, priority,
        due_at, grace_seconds, reference, batch_id, body, media_urls, require_mms, metadata, tags,
        facets, route, key, request_hash, placed.status, placed.expires_at, placed.possible_duplicate_of,
        draft_answer || jsonb_build_object(
          'status', placed.status, 'createdAt', ${instant(Prisma.sql`now()`)},
          'sendAt', CASE WHEN is_scheduled THEN ${instant(Prisma.sql`due_at`)} END,
          'expiresAt', ${instant(Prisma.sql`placed.expires_at`)},
          'possibleDuplicateOf', placed.possible_duplicate_of) AS answer
      FROM checked JOIN placed USING (id)
    )`
}

function instant(time: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char((${time})::timestamptz(3) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

function asRecord(item: AcceptItem, n: number, terms: AcceptTerms): Record<string, unknown> {
  const { id, tenantId, batchId, idempotency, draft } = item
  const { body, account, sender } = draft
  const contentFacet = buildContentFacet(body)
  const isService = sender.kind === 'messaging_service'
  return {
    n,
    id,
    tenant_id: tenantId,
    sender_id: sender.id,
    provider_account_id: account.id,
    provider: account.provider,
    to_number: body.to,
    from_number: isService ? null : sender.address,
    messaging_service: isService ? sender.address : null,
    kind: draft.kind,
    policy: body.policy,
    priority: draft.priority,
    send_at: draft.sendAt,
    validity_seconds: draft.validitySeconds,
    grace_seconds: (item.ringGraceMs ?? terms.ringGraceMs) / 1_000,
    reference: body.reference,
    batch_id: batchId,
    content_facet: contentFacet,
    body: body.body,
    media_urls: body.mediaUrls ?? [],
    require_mms: body.requireMms ?? false,
    metadata: body.metadata ?? {},
    tags: body.tags ?? [],
    facets: [...listFacets(draft, { provider: account.provider, batchId }), contentFacet],
    route: idempotency?.route,
    key: idempotency?.key,
    request_hash:
      idempotency === undefined ? undefined : Buffer.from(idempotency.requestHash).toString('hex'),
    draft_answer: answerOf(item),
  }
}

type KnownAtOnce = Omit<
  AcceptedMessage,
  'status' | 'createdAt' | 'sendAt' | 'expiresAt' | 'possibleDuplicateOf'
>

function answerOf({ id, draft }: AcceptItem): KnownAtOnce {
  return {
    id,
    kind: draft.kind,
    to: draft.body.to,
    provider: draft.account.provider,
    from: draft.sender.address,
    reference: draft.body.reference ?? null,
    priority: priorityOfRank(draft.priority),
    error: null,
    warnings: [...draft.warnings],
    links: { self: `/v1/messages/${id}`, events: `/v1/messages/${id}/events` },
  }
}
