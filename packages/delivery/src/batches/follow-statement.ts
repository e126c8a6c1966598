import { Prisma } from '../db/db.ts'
import { dueNow } from '../db/due-now.ts'

/** Where the messages go: out of their lane's front, back into it, or to `canceled`. */
export type FollowStep = 'put_aside' | 'bring_back' | 'cancel'

/** One page of a batch's messages, in the order of their ids. */
export type FollowInput = {
  readonly tenantId: string
  readonly facet: string
  readonly step: FollowStep
  /** The id the page comes after; null for the first one. */
  readonly after: string | null
  readonly limit: number
}

/**
 * What a page was: messages looked at and moved, the last id, and how many may still come back to their lane
 * because somebody is sending them.
 */
export type FollowPage = {
  readonly seen: number
  readonly moved: number
  readonly missed: number
  readonly lastId: string | null
}

/**
 * Moves one page of messages in one statement. Only waiting ones are touched, and none that somebody holds: they
 * are locked by id first, and what counts is their status after that.
 */
export function followStatement(input: FollowInput): Prisma.Sql {
  const first = '00000000-0000-0000-0000-000000000000'
  return Prisma.sql`
    WITH page AS MATERIALIZED (
      SELECT message_id AS id FROM mms_facet
      WHERE tenant_id = ${input.tenantId}::uuid AND facet = ${input.facet}
        AND message_id > ${input.after ?? first}::uuid
      ORDER BY message_id LIMIT ${input.limit}::int
    ), stored AS MATERIALIZED (
      SELECT m.id, m.status, m.next_at, m.expires_at FROM mms_log m WHERE m.id = ANY(ARRAY(SELECT id FROM page))
    ), locked AS MATERIALIZED (
      -- By id and nothing else: given a status, the planner may walk a whole lane instead.
      SELECT m.id, m.status, m.next_at, m.expires_at FROM mms_log m
      WHERE m.id = ANY(ARRAY(
        SELECT id FROM stored WHERE status IN ('scheduled', 'queued', 'retrying') AND ${wanted[input.step]}))
      FOR UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE mms_log m SET ${changes[input.step]}
      WHERE m.id = ANY(ARRAY(SELECT id FROM locked WHERE status IN ('scheduled', 'queued', 'retrying')))
      RETURNING m.*
    ) ${events[input.step]}
    SELECT (SELECT count(*)::int FROM page) AS seen, (SELECT count(*)::int FROM moved) AS moved,
      (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS "lastId",
      (SELECT count(*)::int FROM stored
        WHERE ((status IN ('sending', 'ambiguous') AND ${input.step !== 'bring_back'})
          OR (status IN ('scheduled', 'queued', 'retrying') AND ${wanted[input.step]}))
          AND NOT EXISTS (SELECT 1 FROM moved WHERE moved.id = stored.id)) AS missed`
}

/** What of the waiting ones is not where it should be. Set aside means: due when its time is over. */
const wanted: Record<FollowStep, Prisma.Sql> = {
  put_aside: Prisma.sql`next_at IS DISTINCT FROM expires_at`,
  bring_back: Prisma.sql`next_at = expires_at`,
  cancel: Prisma.sql`true`,
}

const changes: Record<FollowStep, Prisma.Sql> = {
  put_aside: Prisma.sql`next_at = m.expires_at`,
  // To its own send time, or to the end of the lane; free for the next sweep of the relay.
  bring_back: Prisma.sql`next_at = greatest(m.send_at, ${dueNow}), dispatch_until = ${dueNow}`,
  cancel: Prisma.sql`status = 'canceled', next_at = NULL, error_code = NULL, error_class = NULL,
    final_at = now(), version = m.version + 1`,
}

const events: Record<FollowStep, Prisma.Sql> = {
  put_aside: Prisma.empty,
  bring_back: Prisma.empty,
  cancel: Prisma.sql`, event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, error_code, error_class)
      SELECT id, version, tenant_id, 'message.canceled', status, rank, error_code, error_class FROM moved
    )`,
}
