import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'
import { isStopped } from '../messages/claim-message.ts'
import type { Ring } from '../queue/message-queue.ts'

/** How due rows are taken. Times in milliseconds. */
export type TakeDueInput = {
  readonly limit: number
  /** How long a ring counts as on its way before it is repeated. */
  readonly ringGraceMs: number
  /** Number of this sweep, by which fractions of a share take turns. Default: 0. */
  readonly turn?: number
}

/**
 * Rows that one sweep looks at, over all lanes and in one lane at least. Rows whose ring is on its way stay
 * at the front of their lane until they are claimed: without a bound, 50,000 of them cost a sweep 50,000
 * looks. A lane whose whole front is on its way waits for claims, or at most for the ring's grace.
 */
const frontOfAll = 5_000
const minFront = 100

/** Part of its tenant's and sender's places that each lower priority has, whatever is due above it. */
const lowerShare = 0.25

/** Sweeps so far: a share of less than one place is one place in some of the sweeps. */
const sweeps = new WeakMap<Db, number>()

/**
 * Takes due messages for ringing and gives each a new generation, so that of all its doorbells only the
 * newest counts. Reads lane by lane (tenant, sender, priority) straight from the index, so that the cost
 * grows with the lanes in use and not with the backlog. Every tenant and sender with work has the same number of
 * places; among its own messages urgent goes before normal and normal before bulk, but a quarter is kept for each
 * of the lower ones, so that no lane starves another. A held lane gives one message per probe, a stopped batch none.
 * Ids older than 45 days are out of sight, which prunes old partitions.
 */
export function takeDue(db: Db, input: TakeDueInput): Promise<Ring[]> {
  const turn = input.turn ?? sweeps.get(db) ?? 0
  sweeps.set(db, turn + 1)
  return runStatement<Ring>(db, takeDueStatement({ ...input, turn }))
}

/** The statement of `takeDue`, for those who explain or measure it. */
export function takeDueStatement(input: TakeDueInput): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE ${laneStatements(input)}, ${choiceStatements(input)}, due AS (
      SELECT m.id FROM mms_log m JOIN picked ON picked.id = m.id
      WHERE m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now() AND m.dispatch_until <= now()
      FOR UPDATE OF m SKIP LOCKED
    )
    UPDATE mms_log m SET gen = m.gen + 1,
      dispatch_until = now() + make_interval(secs => ${input.ringGraceMs / 1000}::float8)
    FROM due WHERE m.id = due.id
    RETURNING m.id, m.gen`
}

/** The lanes that have work, each with the places of its tenant and sender, and with the rows it may look at. */
function laneStatements(input: TakeDueInput): Prisma.Sql {
  return Prisma.sql`
    oldest AS MATERIALIZED (
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
    ), open_lanes AS MATERIALIZED (
      SELECT lanes.*, a.held_at IS NOT NULL OR s.held_at IS NOT NULL AS is_held
      FROM lanes JOIN sender s ON s.id = lanes.sender_id JOIN provider_account a ON a.id = s.provider_account_id
      WHERE lanes.next_at <= now() AND ((a.held_at IS NULL AND s.held_at IS NULL)
        OR (coalesce(a.probe_at, now()) <= now() AND coalesce(s.probe_at, now()) <= now()))
    ), quotas AS (
      SELECT open_lanes.*, greatest(1, ${input.limit}::int /
          (SELECT count(DISTINCT (tenant_id, sender_id)) FROM open_lanes)::int) AS quota,
        greatest(${minFront}::int, ${frontOfAll}::int / (count(*) OVER ())::int) AS front
      FROM open_lanes
    )`
}

/** Who of the fronts of all lanes is rung for. */
function choiceStatements(input: TakeDueInput): Prisma.Sql {
  const turn = input.turn ?? 0
  // Normal and bulk never round up in the same sweep, so that one place can be given to each of them in its turn.
  const roundUp = { normal: (turn % 4) / 4, bulk: ((turn + 1) % 4) / 4 }
  const isLevel = turn % 4 === 3
  return Prisma.sql`
    candidates AS (
      SELECT quotas.tenant_id, quotas.sender_id, quotas.priority, quotas.quota, first.id, first.next_at,
        row_number() OVER (
          PARTITION BY quotas.tenant_id, quotas.sender_id, quotas.priority ORDER BY first.next_at) AS nth
      FROM quotas CROSS JOIN LATERAL (
        SELECT m.id, m.next_at FROM (
          SELECT m.id, m.next_at, m.dispatch_until, m.batch_id FROM mms_log m
          WHERE m.tenant_id = quotas.tenant_id AND m.sender_id = quotas.sender_id AND m.priority = quotas.priority
            -- The lane's first row: what lies before it in the index is dead and was walked over once already.
            AND m.next_at >= quotas.next_at
            AND m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now()
            AND m.id >= (SELECT id FROM oldest)
          ORDER BY m.next_at LIMIT quotas.front) m
        WHERE m.dispatch_until <= now() AND NOT ${isStopped()}
        ORDER BY m.next_at LIMIT CASE WHEN quotas.is_held THEN 1 ELSE quotas.quota END) first
    ), placed AS (
      SELECT id, priority, quota, row_number() OVER (PARTITION BY tenant_id, sender_id ORDER BY nth > CASE priority
          WHEN 0 THEN 0
          WHEN 1 THEN floor(quota * ${lowerShare}::float8 + ${roundUp.normal}::float8)
          ELSE floor(quota * ${lowerShare}::float8 + ${roundUp.bulk}::float8) END, priority, next_at) AS place
      FROM candidates
    ), picked AS (
      SELECT id FROM placed WHERE place <= quota
      -- With more lanes than places chance decides, and in every fourth sweep chance alone.
      ORDER BY place, CASE WHEN ${isLevel} THEN 0 ELSE priority END, random() LIMIT ${input.limit}::int
    )`
}
