import type { Db } from '../db/db.ts'

/** Waiting messages of one priority; counts stop at `maxCounted` per sender. */
export type QueueDepthRow = {
  readonly priority: number
  readonly due: number
  readonly later: number
  readonly oldestDueSeconds: number | null
  readonly isTruncated: boolean
}

/** The tenant's queue as it is now. */
export type QueueDepth = {
  readonly priorities: readonly QueueDepthRow[]
  readonly sending: number
  readonly ambiguous: number
}

const maxCounted = 100_000

/**
 * How much waits, and since when, lane by lane from the relay's own index: each count stops at 100,000, so
 * that a backlog of millions costs no more to look at.
 */
export async function readQueueDepth(
  { db }: { readonly db: Db },
  { tenantId }: { readonly tenantId: string },
): Promise<QueueDepth> {
  const [priorities, underWay] = await Promise.all([
    db.$queryRaw<QueueDepthRow[]>`
      SELECT p.priority, sum(least(lane.due, ${maxCounted}::int))::int AS due,
        sum(least(lane.later, ${maxCounted}::int))::int AS later,
        extract(epoch FROM now() - min(lane.oldest))::float8 AS "oldestDueSeconds",
        bool_or(lane.due > ${maxCounted}::int OR lane.later > ${maxCounted}::int) AS "isTruncated"
      FROM (VALUES (0), (1), (2)) AS p (priority) CROSS JOIN sender s CROSS JOIN LATERAL (
        SELECT
          (SELECT count(*) FROM (
            SELECT 1 FROM mms_log m WHERE m.tenant_id = ${tenantId}::uuid AND m.sender_id = s.id
              AND m.priority = p.priority AND m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now()
            LIMIT ${maxCounted + 1}::int) AS found) AS due,
          (SELECT count(*) FROM (
            SELECT 1 FROM mms_log m WHERE m.tenant_id = ${tenantId}::uuid AND m.sender_id = s.id
              AND m.priority = p.priority AND m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at > now()
            LIMIT ${maxCounted + 1}::int) AS found) AS later,
          (SELECT m.next_at FROM mms_log m WHERE m.tenant_id = ${tenantId}::uuid AND m.sender_id = s.id
              AND m.priority = p.priority AND m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now()
            ORDER BY m.next_at LIMIT 1) AS oldest
      ) AS lane
      GROUP BY p.priority ORDER BY p.priority`,
    db.$queryRaw<{ status: string; messages: number }[]>`
      SELECT status, count(*)::int AS messages FROM mms_log
      WHERE tenant_id = ${tenantId}::uuid AND status IN ('sending', 'ambiguous') GROUP BY status`,
  ])
  const countOf = (status: string) => underWay.find((row) => row.status === status)?.messages ?? 0
  return { priorities, sending: countOf('sending'), ambiguous: countOf('ambiguous') }
}
