import { isSuppressed } from '../consent/suppression-predicate.ts'
import { Prisma } from '../db/db.ts'
import { uuidv7Floor } from '../db/uuidv7-floor.ts'
import type { Placement } from './accept-answer.ts'
import type { AcceptItem } from './accept-item.ts'
import { writeParameters } from './accept-parameters.ts'

/**
 * How items are stored. With `skipsBusyKeys` an item whose key another transaction is just writing is left out and
 * said to be busy; without it the statement waits for that transaction, at most the pool's lock timeout.
 */
export type AcceptTerms = {
  readonly ringGraceMs: number
  readonly skipsBusyKeys: boolean
}

/** What became of item `n`. With `isStored` the placement is that of the stored message. */
export type AcceptRow = Placement & {
  readonly n: number
  readonly isStored: boolean
  readonly isSuppressed: boolean
  readonly isBusy: boolean
}

/** How far back a message with the same content is pointed out. */
const recentMs = 600_000
const dayMs = 86_400_000

/** Stores all items that may be, each with content, first event, facets and idempotency record; answers `AcceptRow`s. */
export function acceptStatement(items: readonly AcceptItem[], terms: AcceptTerms): Prisma.Sql {
  return Prisma.sql`
    WITH ${planStatements(items, terms)}, ${hasKeys(items) ? passKeys : passAll}, message AS (
      INSERT INTO mms_log (id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
        messaging_service, kind, policy, priority, status, next_at, dispatch_until, media_count, reference, send_at,
        expires_at, batch_id, possible_duplicate_of)
      SELECT id, tenant_id, sender_id, provider_account_id, provider, to_number, from_number,
        messaging_service, kind, policy, priority, status, due_at,
        now() + make_interval(secs => CASE WHEN is_scheduled THEN 0 ELSE grace_seconds END),
        coalesce(cardinality(media_urls), 0), reference, CASE WHEN is_scheduled THEN due_at END,
        expires_at, batch_id, possible_duplicate_of
      FROM stored
    ), content AS (
      INSERT INTO mms_content (message_id, tenant_id, body, media_urls, require_mms, metadata, tags)
      SELECT id, tenant_id, body, coalesce(media_urls, '{}'), coalesce(require_mms, false), coalesce(metadata, '{}'),
        coalesce(tags, '{}')
      FROM stored
    ), facet AS (
      INSERT INTO mms_facet (tenant_id, facet, message_id)
      SELECT tenant_id, unnest(shared_facets || content_facet || facets), id FROM stored
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank)
      SELECT id, 1, tenant_id, 'message.accepted', status, 0 FROM stored
    )
    ${answerFrom('stored')}`
}

/** The same verdicts and answers without storing anything: what a dry run shows. */
export function rehearseStatement(items: readonly AcceptItem[], terms: AcceptTerms): Prisma.Sql {
  return Prisma.sql`WITH ${planStatements(items, terms)} ${answerFrom('planned')}`
}

// Two statements, so that messages without keys do not pay for keys.
const passAll = Prisma.sql`stored AS NOT MATERIALIZED (SELECT * FROM planned)`
const passKeys = Prisma.sql`
  gate AS (
    INSERT INTO idempotency_key (tenant_id, route, key, request_hash, message_id, response_status, response_body)
    SELECT tenant_id, route, key, decode(request_hash, 'hex'), id, 202, draft_answer || jsonb_build_object(
      'status', status, 'createdAt', ${instant('now()')},
      'sendAt', CASE WHEN is_scheduled THEN ${instant('due_at')} END,
      'expiresAt', ${instant('expires_at')}, 'possibleDuplicateOf', possible_duplicate_of)
    FROM planned WHERE key IS NOT NULL
    -- The first of equal keys is the one that is stored.
    ORDER BY n
    ON CONFLICT DO NOTHING
    RETURNING message_id
  ), stored AS MATERIALIZED (
    SELECT planned.* FROM planned LEFT JOIN gate ON gate.message_id = planned.id
    WHERE planned.key IS NULL OR gate.message_id IS NOT NULL
  )`

/** The items as rows: `checked` has all, `planned` those that may be stored, with status and times. */
function planStatements(items: readonly AcceptItem[], terms: AcceptTerms): Prisma.Sql {
  const parameters = writeParameters(items, terms.ringGraceMs)
  // A lock that is never waited for tells whether another transaction is just writing the same key.
  const isBusy =
    terms.skipsBusyKeys && hasKeys(items)
      ? Prisma.sql`given.key IS NOT NULL AND NOT pg_try_advisory_xact_lock(
          hashtextextended(given.tenant_id::text || given.route || ' ' || given.key, 0))`
      : Prisma.sql`false`
  // As parameters, so that the months which they leave out are not even opened. Ids are made by this clock, too; the
  // later bound is beyond any clock.
  const [since, until] = [uuidv7Floor(Date.now() - recentMs), uuidv7Floor(Date.now() + dayMs)]
  return Prisma.sql`
    shared AS MATERIALIZED (
      SELECT nr, tenant_id, sender_id, provider_account_id, provider, from_number, messaging_service, kind, priority,
        coalesce(policy, (SELECT default_policy FROM tenant WHERE tenant.id = tenant_id)) AS policy,
        validity_seconds, grace_seconds, batch_id, shared_facets
      FROM json_to_recordset(${parameters.shared}::json) AS shared (nr int, tenant_id uuid, sender_id uuid,
        provider_account_id uuid, provider text, from_number text, messaging_service text, kind text, policy text,
        priority smallint, validity_seconds int, grace_seconds float8, batch_id uuid, shared_facets text[])
    ), checked AS MATERIALIZED (
      SELECT given.*, ${isSuppressed('given')} AS is_suppressed, ${isBusy} AS is_busy,
        coalesce(given.send_at > now(), false) AS is_scheduled,
        greatest(given.send_at, now()::timestamptz(3)) AS due_at
      FROM (
        SELECT * FROM json_to_recordset(${parameters.items}::json) AS item (n int, shares int, id uuid, to_number text,
          content_facet text, twin uuid, send_at timestamptz(3), reference text, body text, media_urls text[],
          require_mms boolean, metadata jsonb, tags text[], facets text[], route text, key text, request_hash text,
          draft_answer jsonb)
        JOIN shared ON shared.nr = item.shares
      ) AS given
    ), planned AS MATERIALIZED (
      SELECT checked.*, CASE WHEN checked.is_scheduled THEN 'scheduled' ELSE 'queued' END AS status,
        checked.due_at + make_interval(secs => checked.validity_seconds) AS expires_at,
        coalesce(twin.id,
          (SELECT earlier.message_id FROM mms_facet earlier
            WHERE earlier.tenant_id = checked.tenant_id AND earlier.facet = checked.content_facet
              AND earlier.message_id >= ${since}::uuid
              AND earlier.message_id < ${until}::uuid
            ORDER BY earlier.message_id DESC LIMIT 1)
        ) AS possible_duplicate_of
      FROM checked LEFT JOIN checked twin ON twin.id = checked.twin AND NOT twin.is_suppressed
      WHERE NOT checked.is_suppressed AND NOT checked.is_busy
    )`
}

/** The rows of the answer. `stored` names the items that got through. */
function answerFrom(stored: 'stored' | 'planned'): Prisma.Sql {
  return Prisma.sql`
    SELECT checked.n, checked.is_suppressed AS "isSuppressed", checked.is_busy AS "isBusy",
      stored.id IS NOT NULL AS "isStored", checked.is_scheduled AS "isScheduled",
      date_part('epoch', now()::timestamptz(3)) * 1000 AS "createdAtMs",
      date_part('epoch', checked.due_at) * 1000 AS "dueAtMs",
      stored.possible_duplicate_of AS "possibleDuplicateOf"
    FROM checked LEFT JOIN ${Prisma.raw(stored)} stored USING (n)`
}

function instant(time: 'now()' | 'due_at' | 'expires_at'): Prisma.Sql {
  return Prisma.raw(`to_char((${time})::timestamptz(3) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
}

function hasKeys(items: readonly AcceptItem[]): boolean {
  return items.some(({ idempotency }) => idempotency !== undefined)
}
