import { type Db, Prisma } from '../db/db.ts'
import type { Ring } from '../queue/message-queue.ts'

/** How due rows are taken. Times in milliseconds. */
export type TakeDueInput = {
  readonly limit: number
  /** How long a ring counts as on its way before it is repeated. */
  readonly ringGraceMs: number
}

/**
 * Rows that one sweep looks at, over all lanes and in one lane at least. Rows whose ring is on its way stay
 * at the front of their lane until they are claimed: without a bound, 50,000 of them cost a sweep 50,000
 * looks. A lane whose whole front is on its way waits for claims, or at most for the ring's grace.
 */
const frontOfAll = 5_000
const minFront = 100

/**
 * Takes due messages for ringing and gives each a new generation, so that of all its doorbells only the
 * newest counts. Reads lane by lane (tenant, sender, priority) straight from the index, so that the cost
 * grows with the lanes in use and not with the backlog, and no lane starves another. A held lane gives
 * one message per probe. Ids older than 45 days are out of sight, which prunes old partitions.
 */
export function takeDue(db: Db, input: TakeDueInput): Promise<Ring[]> {
  return db.$queryRaw<Ring[]>(takeDueStatement(input))
}

/** The statement of `takeDue`, for those who explain or measure it. */
export function takeDueStatement(input: TakeDueInput): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE oldest AS MATERIALIZED (
      -- Once per sweep: as a plain expression it would be worked out for every row that is looked at.
      SELECT uuidv7_floor(now() - interval '45 days') AS id
    ), lanes AS (
      (SELECT tenant_id, sender_id, priority, next_at FROM mms_log
        WHERE status IN ('scheduled', 'queued', 'retrying') AND id >= (SELECT id FROM oldest)
        ORDER BY tenant_id, sender_id, priority, next_at LIMIT 1)
      UNION ALL
      SELECT following.* FROM lanes CROSS JOIN LATERAL (
        SELECT tenant_id, sender_id, priority, next_at FROM mms_log m
        WHERE m.status IN ('scheduled', 'queued', 'retrying') AND m.id >= (SELECT id FROM oldest)
          AND (m.tenant_id, m.sender_id, m.priority) > (lanes.tenant_id, lanes.sender_id, lanes.priority)
        ORDER BY m.tenant_id, m.sender_id, m.priority, m.next_at LIMIT 1) following
    ), quotas AS (
      SELECT lanes.*,
        CASE WHEN a.held_at IS NULL AND s.held_at IS NULL
          THEN greatest(1, ${input.limit}::int / (count(*) OVER ())::int)
          WHEN coalesce(a.probe_at, now()) <= now() AND coalesce(s.probe_at, now()) <= now() THEN 1
          ELSE 0 END AS quota,
        greatest(${minFront}::int, ${frontOfAll}::int / (count(*) OVER ())::int) AS front
      FROM lanes JOIN sender s ON s.id = lanes.sender_id JOIN provider_account a ON a.id = s.provider_account_id
    ), picked AS (
      SELECT first.id FROM quotas CROSS JOIN LATERAL (
        SELECT front.id FROM (
          SELECT m.id, m.next_at, m.dispatch_until FROM mms_log m
          WHERE m.tenant_id = quotas.tenant_id AND m.sender_id = quotas.sender_id AND m.priority = quotas.priority
            -- The lane's first row: what lies before it in the index is dead and was walked over once already.
            AND m.next_at >= quotas.next_at
            AND m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now()
            AND m.id >= (SELECT id FROM oldest)
          ORDER BY m.next_at LIMIT quotas.front) front
        WHERE front.dispatch_until <= now() ORDER BY front.next_at LIMIT quotas.quota) first
      ORDER BY quotas.priority LIMIT ${input.limit}::int
    ), due AS (
      SELECT m.id FROM mms_log m JOIN picked ON picked.id = m.id
      WHERE m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now() AND m.dispatch_until <= now()
      FOR UPDATE OF m SKIP LOCKED
    )
    UPDATE mms_log m SET gen = m.gen + 1,
      dispatch_until = now() + make_interval(secs => ${input.ringGraceMs / 1000}::float8)
    FROM due WHERE m.id = due.id
    RETURNING m.id, m.gen`
}
