import { type Db, Prisma } from '../db/db.ts'
import type { Ring } from '../queue/message-queue.ts'

/** How due rows are taken. Times in milliseconds. */
export type TakeDueInput = {
  readonly limit: number
  /** How long a ring counts as on its way before it is repeated. */
  readonly ringGraceMs: number
}

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
    WITH RECURSIVE lanes AS (
      (SELECT tenant_id, sender_id, priority FROM mms_log
        WHERE status IN ('scheduled', 'queued', 'retrying') AND id >= uuidv7_floor(now() - interval '45 days')
        ORDER BY tenant_id, sender_id, priority LIMIT 1)
      UNION ALL
      SELECT following.* FROM lanes CROSS JOIN LATERAL (
        SELECT tenant_id, sender_id, priority FROM mms_log m
        WHERE m.status IN ('scheduled', 'queued', 'retrying') AND m.id >= uuidv7_floor(now() - interval '45 days')
          AND (m.tenant_id, m.sender_id, m.priority) > (lanes.tenant_id, lanes.sender_id, lanes.priority)
        ORDER BY m.tenant_id, m.sender_id, m.priority LIMIT 1) following
    ), quotas AS (
      SELECT lanes.*,
        CASE WHEN a.held_at IS NULL AND s.held_at IS NULL
          THEN greatest(1, ${input.limit}::int / (count(*) OVER ())::int)
          WHEN coalesce(a.probe_at, now()) <= now() AND coalesce(s.probe_at, now()) <= now() THEN 1
          ELSE 0 END AS quota
      FROM lanes JOIN sender s ON s.id = lanes.sender_id JOIN provider_account a ON a.id = s.provider_account_id
    ), due AS (
      SELECT picked.id FROM quotas CROSS JOIN LATERAL (
        SELECT m.id FROM mms_log m
        WHERE m.tenant_id = quotas.tenant_id AND m.sender_id = quotas.sender_id AND m.priority = quotas.priority
          AND m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now() AND m.dispatch_until <= now()
          AND m.id >= uuidv7_floor(now() - interval '45 days')
        ORDER BY m.next_at LIMIT quotas.quota FOR UPDATE SKIP LOCKED) picked
      ORDER BY quotas.priority LIMIT ${input.limit}::int
    )
    UPDATE mms_log m SET gen = m.gen + 1,
      dispatch_until = now() + make_interval(secs => ${input.ringGraceMs / 1000}::float8)
    FROM due WHERE m.id = due.id
    RETURNING m.id, m.gen`
}
